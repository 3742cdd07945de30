import { describe, expect, test } from 'bun:test'
import { dayNumberOf, firstDayOf, monthOf, weekdayOf } from './calendar.ts'
import type { Cube, Period } from './types.ts'
import { channelSums, dayCounts, monthSeries, totalOf, viewOf, within, weekHours, yearHours } from './view.ts'
import { zoneOver } from './zone.ts'

/** 3,000 rows over six years, without a pattern that could hide a wrong sum. */
const rows = Array.from({ length: 3000 }, (_, index) => ({
  hour: Math.floor(Date.parse('2019-12-30T00:00Z') / 3_600_000) + index * 17 + ((index * 7919) % 11),
  channel: (index * 31) % 5,
  count: 1 + (index % 4),
})).sort((left, right) => left.hour - right.hour)
const cube: Cube = {
  channels: ['a', 'b', 'c', 'd', 'e'],
  hour: Int32Array.from(rows, ({ hour }) => hour),
  channel: Uint32Array.from(rows, ({ channel }) => channel),
  count: Uint32Array.from(rows, ({ count }) => count),
}

/** The zone's clock, computed by Intl for each row. */
function localOf(hour: number, zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', weekday: 'short' } as const),
  })
  const part = Object.fromEntries(
    format.formatToParts(hour * 3_600_000).map(({ type, value }) => [type, value]),
  )
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part.weekday!.slice(0, 3))
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    hour: Number(part.hour),
    weekday,
    year: Number(part.year),
  }
}

describe.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Tokyo'])(
  '%s',
  (name) => {
    const zone = zoneOver(name, cube.hour[0]!, cube.hour.at(-1)!)
    const exact = !zone.isRounded
    const periods: Period[] = [
      { from: null, to: null },
      { from: '2021-01-01', to: '2021-12-31' },
      { from: '2020-10-25', to: '2020-10-25' },
      { from: '2030-01-01', to: '2030-12-31' },
    ]
    const title = exact ? 'the sums of %p are correct' : '%p: the first hour is 11 hours ahead of UTC'
    test.each(periods)(title, (period) => {
      if (!exact) return expect(zone.shiftAt(cube.hour[0]!)).toBe(11)
      const view = within(viewOf(cube, zone, { from: null, to: null }), period)
      expect(view).toEqual(viewOf(cube, zone, period))
      const seen = rows
        .map((row) => ({ ...row, local: localOf(row.hour, name) }))
        .filter(
          ({ local }) => (!period.from || local.day >= period.from) && (!period.to || local.day <= period.to),
        )
      const sumOf = (some: typeof seen) => some.reduce((sum, { count }) => sum + count, 0)
      expect(totalOf(view)).toBe(sumOf(seen))
      expect(totalOf(view, new Set([2]))).toBe(sumOf(seen.filter(({ channel }) => channel === 2)))
      const week = new Float64Array(168)
      for (const { local, count } of seen) week[local.weekday * 24 + local.hour]! += count
      expect(weekHours(view)).toEqual(week)
      const days = dayCounts(view)
      for (const { local } of seen.slice(0, 50)) {
        const same = seen.filter((other) => other.local.day === local.day)
        expect(days.values[dayNumberOf(local.day) - days.firstDay]).toBe(sumOf(same))
      }
      expect(days.values.reduce((sum, value) => sum + value, 0)).toBe(sumOf(seen))
      for (const { year, values } of yearHours(view)) {
        const own = seen.filter(({ local }) => local.year === year)
        expect(values[3]).toBe(sumOf(own.filter(({ local }) => local.hour === 3)))
      }
      const months = monthSeries(view, new Set([0, 1, 2, 3, 4]))
      expect(months.values.reduce((sum, value) => sum + value, 0)).toBe(sumOf(seen))
      expect(channelSums(view).totals[4]).toBe(sumOf(seen.filter(({ channel }) => channel === 4)))
      const own = seen.filter(({ channel }) => channel === 1)
      expect(channelSums(view).first[1]).toBe(own.length ? dayNumberOf(own[0]!.local.day) : -1)
      expect(channelSums(view).last[1]).toBe(own.length ? dayNumberOf(own.at(-1)!.local.day) : -1)
    })
  },
)

test('a package without messages has an empty view', () => {
  const nothing: Cube = {
    channels: [],
    hour: new Int32Array(),
    channel: new Uint32Array(),
    count: new Uint32Array(),
  }
  const view = viewOf(nothing, zoneOver('UTC', 0, 0), { from: null, to: null })
  expect(totalOf(view)).toBe(0)
  expect(dayCounts(view).values.length).toBe(0)
  expect(monthSeries(view).values.length).toBe(0)
  expect(view.lastDay).toBeLessThan(view.firstDay)
})

test('days, months and weekdays are converted', () => {
  expect(weekdayOf(dayNumberOf('2024-01-01'))).toBe(0)
  expect(weekdayOf(dayNumberOf('1969-12-28'))).toBe(6)
  expect(firstDayOf(monthOf(dayNumberOf('2024-02-29')))).toBe(dayNumberOf('2024-02-01'))
})
