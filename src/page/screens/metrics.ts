/**
 * The metrics of the screen Time: messages, minutes in calls, starts of the app, reactions; each by day, by
 * hour of the week, and by hour of the day in each year.
 */
import { useMemo } from 'preact/hooks'
import { rangeOf, yearOf } from '../data/calendar.ts'
import { callDays, callWeek, localTime } from '../data/shapes.ts'
import type { Call, Cube, DaySeries, WeekHours, YearHours } from '../data/types.ts'
import { useEvents } from '../data/use-answer.ts'
import { type Channels, dayCounts, type View, viewOf, weekHours, yearHours } from '../data/view.ts'
import type { HatchedTime } from '../figures/frame/gaps.tsx'
import { useLocale } from '../texts/locale.ts'
import { useCalls, useHatched } from './period-data.ts'
import type { ScreenProps } from './screen.ts'

export const metrics = ['messages', 'calls', 'starts', 'reactions'] as const
export type Metric = (typeof metrics)[number]

export interface MetricData {
  days: DaySeries
  week: WeekHours
  years: readonly YearHours[]
  unit(count: number): string
  /** Times for which activity may be missing; none for messages. */
  hatched: readonly HatchedTime[]
}

/** The event that a metric counts. The other metrics do not count events. */
const eventOf: Partial<Record<Metric, string>> = { starts: 'app_opened', reactions: 'add_reaction' }

const noEvents: Cube = {
  channels: [],
  hour: new Int32Array(),
  channel: new Uint32Array(),
  count: new Uint32Array(),
}

export function metricOf(text: string | undefined): Metric {
  return metrics.find((metric) => metric === text) ?? 'messages'
}

export function useMetric(metric: Metric, props: ScreenProps): MetricData {
  const { result, view } = props
  const { texts, formats } = useLocale()
  const { calls } = useCalls(props)
  const events = useEvents(result)
  const hatched = useHatched(props)
  return useMemo(() => {
    const { units } = texts.figures
    if (metric === 'messages') return { ...ofRows(view, null), unit: units.messages, hatched: [] }
    if (metric === 'calls') return { ...ofCalls(calls, view), unit: formats.minutes, hatched }
    const name = eventOf[metric]!
    const cube = events.state === 'known' ? events.cube : noEvents
    // All metrics use the days of the view, so that their pictures have the same time axis.
    const span = { first: view.firstDay, last: view.lastDay }
    const own = cutRows(viewOf(cube, view.zone, { from: null, to: null }, span))
    return {
      ...ofRows(own, new Set([cube.channels.indexOf(name)])),
      unit: units[metric as 'starts'],
      hatched,
    }
  }, [metric, view, calls, events, hatched, texts, formats])
}

function ofRows(view: View, channels: Channels) {
  return {
    days: dayCounts(view, channels),
    week: weekHours(view, channels),
    years: yearHours(view, channels),
  }
}

function ofCalls(calls: readonly Call[], view: View) {
  const years = view.lastDay < view.firstDay ? [] : rangeOf(yearOf(view.firstDay), yearOf(view.lastDay))
  const hours = years.map((year) => ({ year, values: new Float64Array(24) }))
  for (const call of calls) {
    const { day, minute } = localTime(call.start, view.zone)
    const year = hours.find((one) => one.year === yearOf(day))
    if (year) year.values[Math.floor(minute / 60)]! += call.minutes
  }
  return { days: callDays(calls, view), week: callWeek(calls, view.zone), years: hours }
}

/** The view with only the rows of its days, from `firstDay` to `lastDay`. */
function cutRows(view: View): View {
  const { local, firstDay, lastDay } = view
  const start = local.findIndex((hour) => hour >= firstDay * 24)
  const end = local.findLastIndex((hour) => hour < (lastDay + 1) * 24) + 1
  return { ...view, start: start < 0 ? 0 : start, end: start < 0 ? 0 : Math.max(start, end) }
}
