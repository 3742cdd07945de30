/** UTC hours in time zones: across midnight, at clock changes, and with offsets that are not whole hours. */
import { expect, test } from 'bun:test'
import { isZone, localHours, machineZone } from './local-time.ts'

test.each([
  ['UTC', '2024-03-31', 0, { day: '2024-03-31', hour: 0, weekday: 6 }],
  ['Europe/Berlin', '2024-03-31', 0, { day: '2024-03-31', hour: 1, weekday: 6 }],
  ['Europe/Berlin', '2024-03-31', 1, { day: '2024-03-31', hour: 3, weekday: 6 }],
  ['Europe/Berlin', '2024-12-31', 23, { day: '2025-01-01', hour: 0, weekday: 2 }],
  ['America/New_York', '2024-03-01', 2, { day: '2024-02-29', hour: 21, weekday: 3 }],
  ['Asia/Kathmandu', '2024-05-01', 0, { day: '2024-05-01', hour: 5, weekday: 2 }],
  ['America/St_Johns', '2024-01-01', 3, { day: '2023-12-31', hour: 23, weekday: 6 }],
  ['Pacific/Kiritimati', '2024-01-01', 11, { day: '2024-01-02', hour: 1, weekday: 1 }],
])('%s: %s, %d:00 UTC', (zone, day, hour, expected) => {
  expect(localHours(zone)(day, hour)).toEqual(expected)
})

test('names of zones are distinguished from other words', () => {
  expect(['Europe/Berlin', 'UTC', machineZone()].map(isZone)).toEqual([true, true, true])
  expect(['Europe/Nowhere', '', 'Berlin'].map(isZone)).toEqual([false, false, false])
})
