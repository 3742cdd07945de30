import { expect, test } from 'bun:test'
import { retryDelayOf } from './retry-policy.ts'

test.each([
  ['download_failed', 0, 60],
  ['download_failed', 14 * 60, 60],
  ['download_failed', 14 * 60 + 1, null],
  ['disk_full', 3600, 30],
  ['disk_full', 6 * 3600, null],
  ['link_expired', 0, null],
  ['archive_corrupt', 0, null],
  ['internal', 0, null],
] as const)('%s, %i s after the first start → %p', (detail, seconds, expected) => {
  expect(retryDelayOf(detail, seconds)).toBe(expected)
})
