/**
 * Then and now: the same numbers for two years, namely the first and the last year of which the period has
 * enough days.
 */
import { dayNumberOf, dayOf, rangeOf, yearOf } from './calendar.ts'
import { callsIn, peopleIn, placesIn, serversOf } from './people.ts'
import type { Result } from './result.ts'
import { callWeek } from './shapes.ts'
import type { Call } from './types.ts'
import { totalOf, type View, weekHours, within } from './view.ts'

export interface EraNumbers {
  year: number
  messagesPerDay: number
  callMinutesPerDay: number | null
  people: number
  places: number
  /** Share of the messages between midnight and 5 o'clock. */
  nightShare: number
  busiestHour: number | null
  topPerson: string | null
  topPlace: string | null
}

/** A year is left out if the period contains fewer days of it. */
const daysMin = 90

/** Null unless the period has two years with enough days. `calls` is null if calls are unknown. */
export function erasOf(result: Result, view: View, calls: readonly Call[] | null) {
  const years = view.lastDay < view.firstDay ? [] : rangeOf(yearOf(view.firstDay), yearOf(view.lastDay))
  const spans = years
    .map((year) => ({
      year,
      from: Math.max(view.firstDay, dayNumberOf(`${year}-01-01`)),
      to: Math.min(view.lastDay, dayNumberOf(`${year}-12-31`)),
    }))
    .filter(({ from, to }) => to - from + 1 >= daysMin)
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last || first === last) return null
  return { then: numbersOf(result, view, first, calls), now: numbersOf(result, view, last, calls) }
}

function numbersOf(
  result: Result,
  all: View,
  { year, from, to }: { year: number; from: number; to: number },
  calls: readonly Call[] | null,
): EraNumbers {
  const view = within(all, { from: dayOf(from), to: dayOf(to) })
  const days = to - from + 1
  const own = calls && callsIn(calls, view)
  const people = peopleIn(result, view, own ?? [])
  const places = serversOf(placesIn(result, view, own ?? []))
  const messages = totalOf(view)
  const hours = hoursOfDay(weekHours(view))
  const night = hours.slice(0, 5).reduce((sum, value) => sum + value, 0)
  return {
    year,
    messagesPerDay: messages / days,
    callMinutesPerDay: own && callWeek(own, view.zone).reduce((sum, value) => sum + value, 0) / days,
    people: people.filter((person) => person.messages > 0).length,
    places: places.filter((place) => place.messages > 0).length,
    nightShare: messages > 0 ? night / messages : 0,
    busiestHour: messages > 0 ? hours.indexOf(Math.max(...hours)) : null,
    topPerson: people[0] && people[0].messages > 0 ? people[0].name : null,
    topPlace: places[0] && places[0].messages > 0 ? places[0].name : null,
  }
}

function hoursOfDay(week: Float64Array): number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    Array.from({ length: 7 }, (_, weekday) => week[weekday * 24 + hour]!).reduce(
      (sum, value) => sum + value,
      0,
    ),
  )
}
