/**
 * Computes the data of figures from a view: bands of the river, ranks by year, the shift of the busiest
 * hour, calls.
 */
import { monthOf, rangeOf, weekdayOf, yearOf } from './calendar.ts'
import { channelsOf, directoryOf } from './people.ts'
import type { Result } from './result.ts'
import type {
  Call,
  DayNumber,
  DaySeries,
  NamedMonths,
  Person,
  WeekHours,
  YearHours,
  YearRank,
} from './types.ts'
import { eachRow, monthCounts, type View } from './view.ts'
import type { Zone } from './zone.ts'

/**
 * Messages by month to each of the first `count` people with messages. `people`: those with the most messages
 * come first.
 */
export function riverBands(result: Result, view: View, people: readonly Person[], count = 8): NamedMonths[] {
  const chosen = people.filter(({ messages }) => messages > 0).slice(0, count)
  const groupOf = new Int32Array(view.cube.channels.length).fill(-1)
  chosen.forEach(({ channelIds }, group) => {
    for (const channel of channelsOf(result, channelIds)) groupOf[channel] = group
  })
  const values = monthCounts(view, groupOf, chosen.length)
  return chosen.map(({ id, name }, group) => ({ id, name, values: values[group]! }))
}

/** The ranking of people in each year of the view, by messages; people without messages are left out. */
export function rankYears(result: Result, view: View): YearRank[] {
  const { personOf } = directoryOf(result)
  const years = view.lastDay < view.firstDay ? [] : rangeOf(yearOf(view.firstDay), yearOf(view.lastDay))
  const counts = years.map(() => new Float64Array(result.people.length))
  const yearAt = Int32Array.from(rangeOf(view.firstDay, view.lastDay), yearOf)
  eachRow(view, null, (hour, channel, count) => {
    const person = personOf[channel]!
    if (person < 0) return
    const year = yearAt[Math.floor(hour / 24) - view.firstDay]!
    counts[year - years[0]!]![person]! += count
  })
  return years.map((year, index) => {
    const own = counts[index]!
    const order = [...own.keys()]
      .filter((person) => own[person]! > 0)
      .sort((a, b) => own[b]! - own[a]! || a - b)
    return { year, ids: order.map((person) => result.people[person]!.id) }
  })
}

/** A year with fewer messages is ignored: chance would decide its busiest hour. */
const messagesMin = 250
/**
 * A year whose messages are spread over the whole day is ignored, too. The concentration is the mean
 * resultant length of circular statistics: 0 if they are spread evenly, 1 if all are in the same hour.
 */
const concentrationMin = 0.2

/**
 * By how many hours the busiest hour moved from the first reliable year to the last one (negative: it became
 * earlier), and since which year. A year is reliable if it passes both minimums above; its busiest hour is
 * the circular mean of its hours. Null if the move is less than an hour, or if there are fewer than two such
 * years.
 */
export function busiestShift(years: readonly YearHours[]): { year: number; hours: number } | null {
  const reliable = years
    .filter(({ values }) => values.reduce((sum, value) => sum + value, 0) >= messagesMin)
    .map(({ year, values }) => ({ year, ...middleHourOf(values) }))
    .filter(({ concentration }) => concentration >= concentrationMin)
  const last = reliable.at(-1)
  if (!last || reliable.length < 2) return null
  const moved = (hour: number) => ((last.hour - hour + 36) % 24) - 12
  // A shift of less than an hour is treated as chance.
  const hours = Math.trunc(moved(reliable[0]!.hour))
  if (hours === 0) return null
  // From this year on, the busiest hour of every year is within one hour of the last year's.
  const since = reliable.findLastIndex(({ hour }) => Math.abs(moved(hour)) > 1) + 1
  return since < reliable.length ? { year: reliable[since]!.year, hours } : null
}

/** The circular mean of the hours: the mean of 23 and 1 is 0. */
function middleHourOf(values: Float64Array): { hour: number; concentration: number } {
  const angleOf = (hour: number) => (hour / 24) * 2 * Math.PI
  let [x, y] = [0, 0]
  values.forEach((value, hour) => {
    x += value * Math.cos(angleOf(hour))
    y += value * Math.sin(angleOf(hour))
  })
  const total = values.reduce((sum, value) => sum + value, 0)
  return {
    hour: ((Math.atan2(y, x) / (2 * Math.PI)) * 24 + 24) % 24,
    concentration: Math.hypot(x, y) / (total || 1),
  }
}

/** The day and the minute of the day in the zone's clock. */
export function localTime(seconds: number, zone: Zone): { day: DayNumber; minute: number } {
  const hour = Math.floor(seconds / 3600)
  const local = seconds + 3600 * zone.shiftAt(hour)
  const day = Math.floor(local / 86_400)
  return { day, minute: Math.floor((local - day * 86_400) / 60) }
}

/** Minutes of calls by the day on which they started. */
export function callDays(calls: readonly Call[], { firstDay, lastDay, zone }: View): DaySeries {
  const values = new Float64Array(Math.max(0, lastDay - firstDay + 1))
  for (const { start, minutes } of calls) {
    const index = localTime(start, zone).day - firstDay
    if (index >= 0 && index < values.length) values[index]! += minutes
  }
  return { firstDay, values }
}

/** Minutes of calls by month, for the groups that `groupOf` returns. */
export function callMonths(
  calls: readonly Call[],
  view: View,
  groups: number,
  groupOf: (call: Call) => number,
): Float64Array[] {
  const first = monthOf(view.firstDay)
  const months = Math.max(0, monthOf(view.lastDay) - first + 1)
  const values = Array.from({ length: groups }, () => new Float64Array(months))
  for (const call of calls) {
    const group = groupOf(call)
    const month = monthOf(localTime(call.start, view.zone).day) - first
    if (group >= 0 && month >= 0 && month < months) values[group]![month]! += call.minutes
  }
  return values
}

/** Minutes of calls by weekday and hour of the day. Each call is divided among the hours that it covers. */
export function callWeek(calls: readonly Call[], zone: Zone): WeekHours {
  const values = new Float64Array(7 * 24)
  for (const { start, end } of calls) {
    for (let at = start; at < end;) {
      const next = Math.min(end, (Math.floor(at / 3600) + 1) * 3600)
      const { day, minute } = localTime(at, zone)
      values[weekdayOf(day) * 24 + Math.floor(minute / 60)]! += (next - at) / 60
      at = next
    }
  }
  return values
}
