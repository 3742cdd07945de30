import { describe, expect, test } from 'bun:test'
import { isZone, zoneOver } from './zone.ts'

const hourOf = (text: string) => Date.parse(text) / 3_600_000
const range = [hourOf('2015-05-13T00:00Z'), hourOf('2026-06-01T00:00Z')] as const

describe('zones', () => {
  // The expectations are the published rules: in the EU, daylight saving time begins at 01:00 UTC on the last
  // Sunday of March.
  test.each([
    ['UTC', '2020-07-01T00:00Z', 0],
    ['Europe/Berlin', '2021-03-28T00:00Z', 1],
    ['Europe/Berlin', '2021-03-28T01:00Z', 2],
    ['Europe/Berlin', '2021-10-31T00:00Z', 2],
    ['Europe/Berlin', '2021-10-31T01:00Z', 1],
    ['America/New_York', '2024-03-10T06:00Z', -5],
    ['America/New_York', '2024-03-10T07:00Z', -4],
    ['Asia/Tokyo', '2016-01-01T00:00Z', 9],
    // Astrakhan moved from UTC+3 to UTC+4 permanently on 26 March 2016 at 23:00 UTC.
    ['Europe/Astrakhan', '2016-03-26T22:00Z', 3],
    ['Europe/Astrakhan', '2016-03-26T23:00Z', 4],
  ])('the shift of %s at %s is right', (name, at, shift) => {
    expect(zoneOver(name, ...range).shiftAt(hourOf(at))).toBe(shift)
  })

  test('half hours are rounded, and the zone reports the rounding', () => {
    const india = zoneOver('Asia/Kolkata', ...range)
    expect(india.isRounded).toBeTrue()
    expect(Number.isInteger(india.shiftAt(hourOf('2020-01-01T00:00Z')))).toBeTrue()
    expect(zoneOver('Europe/Berlin', ...range).isRounded).toBeFalse()
  })

  test('hours outside the range use the shift of its nearest end; unknown names are UTC', () => {
    expect(zoneOver('Asia/Tokyo', 10, 10).shiftAt(-5)).toBe(9)
    expect(zoneOver('Asia/Tokyo', 10, 10).shiftAt(1e6)).toBe(9)
    expect(zoneOver('Moon/Base', ...range).shiftAt(400_000)).toBe(0)
    expect(isZone('Moon/Base')).toBeFalse()
  })
})
