import { expect, test } from 'bun:test'
import { createRateLimit } from './rate-limit.ts'

test('a burst is let through, then the rate holds, for each address alone', () => {
  let now = 0
  const limit = createRateLimit({ perMinute: 10, burst: 3, now: () => now })
  expect([1, 2, 3].map(() => limit.take('192.0.2.1'))).toEqual([0, 0, 0])
  expect(limit.take('192.0.2.1')).toBe(6)
  expect(limit.take('192.0.2.2')).toBe(0)
  now = 5_999
  expect(limit.take('192.0.2.1')).toBe(1)
  now = 6_000
  expect(limit.take('192.0.2.1')).toBe(0)
  expect(limit.take('192.0.2.1')).toBe(6)
  now = 10_000_000
  expect([1, 2, 3].map(() => limit.take('192.0.2.1'))).toEqual([0, 0, 0])
  expect(limit.take('192.0.2.1')).toBeGreaterThan(0)
})

test('memory is bounded: the bucket that was not used for longest is forgotten', () => {
  const limit = createRateLimit({ perMinute: 1, burst: 1, bucketsMax: 2, now: () => 0 })
  for (const address of ['a', 'b', 'c']) expect(limit.take(address)).toBe(0)
  expect([limit.take('c') > 0, limit.take('a')]).toEqual([true, 0])
})
