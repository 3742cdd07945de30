/** Which gaps are shown as one. */
import { expect, test } from 'bun:test'
import { sharedGaps } from './shared-gaps.ts'
import type { Gap } from './types.ts'

const gap = (source: string, firstDay: string, lastDay: string | null, messages = 10): Gap => ({
  source,
  reason: 'no_events',
  firstDay,
  lastDay,
  messages,
})

test('folders without data at the same time are one gap, of the days on which all of them lack data', () => {
  expect(
    sharedGaps([
      gap('tns', '2025-04-18', '2025-06-25', 1225),
      gap('analytics', '2025-04-19', '2025-06-25', 1206),
      gap('modeling', '2025-04-19', '2025-06-27', 1225),
    ]),
  ).toEqual([
    {
      sources: ['tns', 'analytics', 'modeling'],
      reason: 'no_events',
      firstDay: '2025-04-19',
      lastDay: '2025-06-25',
      messages: 1206,
    },
  ])
})

test('gaps that differ stay separate', () => {
  const apart = [
    gap('analytics', '2020-01-01', '2020-01-20'),
    // A later end.
    gap('modeling', '2020-01-01', '2020-03-01'),
    // Near, but not at the same time.
    gap('reporting', '2020-01-21', '2020-01-24'),
    // Without an end.
    gap('tns', '2020-01-01', null),
    // A privacy control, not a folder.
    { ...gap('usage_statistics', '2020-01-01', '2020-01-20'), reason: 'turned_off' as const },
    // The same folder again.
    gap('analytics', '2020-01-02', '2020-01-20'),
  ]
  expect(sharedGaps(apart).map(({ sources }) => sources)).toEqual(apart.map(({ source }) => [source]))
})

test('gaps without an end are combined, too; without gaps, the result is empty', () => {
  expect(sharedGaps([gap('analytics', '2020-01-01', null), gap('tns', '2020-01-03', null, 7)])).toMatchObject(
    [{ sources: ['analytics', 'tns'], firstDay: '2020-01-03', lastDay: null, messages: 7 }],
  )
  expect(sharedGaps([])).toEqual([])
})
