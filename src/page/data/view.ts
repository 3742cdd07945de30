/**
 * A view: the messages of a cube in the chosen zone and period. All sums are loops that take a few
 * milliseconds.
 */
import { dayNumberOf, monthOf, rangeOf, weekdayOf, yearOf } from './calendar.ts'
import type {
  Cube,
  DayNumber,
  DaySeries,
  MonthNumber,
  MonthSeries,
  Period,
  WeekHours,
  YearHours,
} from './types.ts'
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
   * The days of the period; an open end is replaced by the first or last day with a message, or, without
   * messages, with activity. Without any day, `lastDay` is before `firstDay`.
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

/** The same messages in another period; its open ends are those of the view. The local hours are reused. */
export function within(view: View, period: Period): View {
  return cut(view, period, { first: view.firstDay, last: view.lastDay })
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

/**
 * Calls back with the local hour, the channel number and the count of each row of the period and channels.
 */
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
  const hours = hourCounts(view, channels)
  const values = new Float64Array(hours.length / 24)
  for (let day = 0; day < values.length; day++) {
    let sum = 0
    for (let hour = day * 24; hour < day * 24 + 24; hour++) sum += hours[hour]!
    values[day] = sum
  }
  return { firstDay: view.firstDay, values }
}

export function weekHours(view: View, channels: Channels = null): WeekHours {
  const values = new Float64Array(7 * 24)
  const hours = hourCounts(view, channels)
  const first = weekdayOf(view.firstDay) * 24
  for (let hour = 0; hour < hours.length; hour++) values[(first + hour) % values.length]! += hours[hour]!
  return values
}

/** Messages by hour of the day, one row per year, including years without messages. */
export function yearHours(view: View, channels: Channels = null): YearHours[] {
  const hours = hourCounts(view, channels)
  return rangeOf(yearOf(view.firstDay), yearOf(view.lastDay)).map((year) => {
    const values = new Float64Array(24)
    const hourAt = (day: string) => (dayNumberOf(day) - view.firstDay) * 24
    const end = Math.min(hours.length, hourAt(`${year + 1}-01-01`))
    for (let hour = Math.max(0, hourAt(`${year}-01-01`)); hour < end; hour++)
      values[hour % 24]! += hours[hour]!
    return { year, values }
  })
}

const hoursByView = new WeakMap<View, Float64Array>()

/**
 * The messages of each hour of the period, from the first day's midnight on. Reading these few hours is
 * quicker than reading the cube's rows; the sums of all channels are kept, because most figures need them.
 */
function hourCounts(view: View, channels: Channels): Float64Array {
  const known = channels === null ? hoursByView.get(view) : undefined
  if (known) return known
  const { firstDay, lastDay } = view
  const values = new Float64Array(Math.max(0, lastDay - firstDay + 1) * 24)
  eachRow(view, channels, (hour, _channel, count) => (values[hour - firstDay * 24]! += count))
  if (channels === null) hoursByView.set(view, values)
  return values
}

/**
 * Messages by group of channels and by month: `values[group][month − firstMonth]`. `groupOf` has the group
 * of each channel number; −1 leaves the channel out.
 */
export function monthCounts(view: View, groupOf: Int32Array, groups: number): Float64Array[] {
  const firstMonth = monthOf(view.firstDay)
  const months = monthsOf(view)
  const values = Array.from({ length: groups }, () => new Float64Array(months))
  const monthAt = monthByDay(view)
  eachRow(view, null, (hour, channel, count) => {
    const group = groupOf[channel]!
    if (group >= 0) values[group]![monthAt(Math.floor(hour / 24)) - firstMonth]! += count
  })
  return values
}

export function monthSeries(view: View, channels: Channels = null): MonthSeries {
  const days = dayCounts(view, channels).values
  const firstMonth = monthOf(view.firstDay)
  const values = new Float64Array(monthsOf(view))
  const monthAt = monthByDay(view)
  days.forEach((count, day) => (values[monthAt(view.firstDay + day) - firstMonth]! += count))
  return { firstMonth, values }
}

function monthsOf({ firstDay, lastDay }: View): number {
  return Math.max(0, monthOf(lastDay) - monthOf(firstDay) + 1)
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

/** Looks months up by day, so that a date is read once per day and not once per row. */
function monthByDay({ firstDay, lastDay }: View): (day: DayNumber) => MonthNumber {
  const months = Int32Array.from(rangeOf(firstDay, lastDay), monthOf)
  return (day) => months[day - firstDay]!
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
