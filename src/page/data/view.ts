/**
 * A view: the messages of a cube in the chosen zone and period. All sums are loops that take a few
 * milliseconds.
 */
import { dayNumberOf, monthOf, rangeOf, weekdayOf, yearOf } from './calendar.ts'
import type { Cube, DayNumber, DaySeries, MonthSeries, Period, WeekHours, YearHours } from './types.ts'
import type { Zone } from './zone.ts'

export interface View {
  cube: Cube
  zone: Zone
  /** For each row of the cube, the hours since 1970 in the zone's clock. */
  local: Int32Array
  /** Rows with `start` ≤ index < `end` are in the period. */
  start: number
  end: number
  /**
   * The days of the period; an open end is replaced by the first or last day with a message. `lastDay` is
   * before `firstDay` if there are none.
   */
  firstDay: DayNumber
  lastDay: DayNumber
}

/** The channels to count (numbers of `cube.channels`), or null for all. */
export type Channels = ReadonlySet<number> | null

export function viewOf(cube: Cube, zone: Zone, period: Period, days = daysOf(cube, zone)): View {
  const local = zone.localHours(cube.hour)
  return cut({ cube, zone, local }, period, days)
}

/** The same messages in the same zone, in another period. The zone's hours are reused. */
export function within(view: View, period: Period): View {
  return cut(view, period, daysOf(view.cube, view.zone))
}

function cut(
  { cube, zone, local }: Pick<View, 'cube' | 'zone' | 'local'>,
  period: Period,
  days: { first: DayNumber; last: DayNumber },
): View {
  const firstDay = period.from ? dayNumberOf(period.from) : days.first
  const lastDay = period.to ? dayNumberOf(period.to) : days.last
  // Rows are sorted by UTC hour. One local hour occurs twice at the end of daylight saving time, but the rows
  // of a day stay contiguous.
  const start = period.from ? firstRowAt(local, firstDay * 24) : 0
  const end = period.to ? firstRowAt(local, (lastDay + 1) * 24) : local.length
  return { cube, zone, local, start, end: Math.max(start, end), firstDay, lastDay }
}

/** The first and the last day with a message, in the zone. */
export function daysOf(cube: Cube, zone: Zone): { first: DayNumber; last: DayNumber } {
  if (cube.hour.length === 0) return { first: 0, last: -1 }
  const dayAt = (row: number) => Math.floor((cube.hour[row]! + zone.shiftAt(cube.hour[row]!)) / 24)
  return { first: dayAt(0), last: dayAt(cube.hour.length - 1) }
}

/** Calls back with the local hour, the channel number and the count of each row. */
export function eachRow(
  { cube, local, start, end }: View,
  channels: Channels,
  each: (localHour: number, channel: number, count: number) => void,
): void {
  for (let row = start; row < end; row++) {
    const channel = cube.channel[row]!
    if (channels === null || channels.has(channel)) each(local[row]!, channel, cube.count[row]!)
  }
}

export function totalOf(view: View, channels: Channels = null): number {
  let total = 0
  eachRow(view, channels, (_hour, _channel, count) => (total += count))
  return total
}

export function dayCounts(view: View, channels: Channels = null): DaySeries {
  const values = new Float64Array(Math.max(0, view.lastDay - view.firstDay + 1))
  eachRow(
    view,
    channels,
    (hour, _channel, count) => (values[Math.floor(hour / 24) - view.firstDay]! += count),
  )
  return { firstDay: view.firstDay, values }
}

export function weekHours(view: View, channels: Channels = null): WeekHours {
  const values = new Float64Array(7 * 24)
  eachRow(view, channels, (hour, _channel, count) => {
    const day = Math.floor(hour / 24)
    values[weekdayOf(day) * 24 + (hour - day * 24)]! += count
  })
  return values
}

/** The hours of the day, one row per year, including years without messages. */
export function yearHours(view: View, channels: Channels = null): YearHours[] {
  const years = rangeOf(yearOf(view.firstDay), yearOf(view.lastDay)).map((year) => ({
    year,
    values: new Float64Array(24),
  }))
  const yearAt = yearByDay(view)
  eachRow(view, channels, (hour, _channel, count) => {
    const day = Math.floor(hour / 24)
    years[yearAt(day) - years[0]!.year]!.values[hour - day * 24]! += count
  })
  return years
}

/**
 * Sums by the group number that `groupOf` gives a channel; channels with −1 are left out.
 * `values[group][month − firstMonth]`.
 */
export function monthCounts(view: View, groupOf: Int32Array, groups: number): Float64Array[] {
  const firstMonth = monthOf(view.firstDay)
  const months = Math.max(0, monthOf(view.lastDay) - firstMonth + 1)
  const values = Array.from({ length: groups }, () => new Float64Array(months))
  const monthAt = monthByDay(view)
  eachRow(view, null, (hour, channel, count) => {
    const group = groupOf[channel]!
    if (group >= 0) values[group]![monthAt(Math.floor(hour / 24)) - firstMonth]! += count
  })
  return values
}

export function monthSeries(view: View, channels: Channels = null): MonthSeries {
  const groupOf = new Int32Array(view.cube.channels.length).fill(-1)
  for (const number of channels ?? view.cube.channels.keys()) groupOf[number] = 0
  return { firstMonth: monthOf(view.firstDay), values: monthCounts(view, groupOf, 1)[0]! }
}

/** For each channel number: its messages, and its first and last local day (−1 if the period has none). */
export interface ChannelSums {
  totals: Float64Array
  first: Int32Array
  last: Int32Array
}

const sumsByView = new WeakMap<View, ChannelSums>()

/** Computed once per view, because people, servers and channels all need it. */
export function channelSums(view: View): ChannelSums {
  const known = sumsByView.get(view)
  if (known) return known
  const channels = view.cube.channels.length
  const totals = new Float64Array(channels)
  const first = new Int32Array(channels).fill(-1)
  const last = new Int32Array(channels).fill(-1)
  eachRow(view, null, (hour, channel, count) => {
    const day = Math.floor(hour / 24)
    totals[channel]! += count
    if (first[channel] === -1) first[channel] = day
    last[channel] = day
  })
  const sums = { totals, first, last }
  sumsByView.set(view, sums)
  return sums
}

function monthByDay(view: View): (day: DayNumber) => number {
  return byDay(view, monthOf)
}

function yearByDay(view: View): (day: DayNumber) => number {
  return byDay(view, yearOf)
}

/** Caches a property of a date, so that `read` is called once per day and not once per row. */
function byDay({ firstDay, lastDay }: View, read: (day: DayNumber) => number): (day: DayNumber) => number {
  const values = Int32Array.from(rangeOf(firstDay, lastDay), read)
  return (day) => values[day - firstDay]!
}

function firstRowAt(local: Int32Array, hour: number): number {
  let [low, high] = [0, local.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (local[middle]! < hour) low = middle + 1
    else high = middle
  }
  return low
}
