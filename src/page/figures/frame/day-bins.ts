/**
 * Groups days into bins of days, weeks or months, so that a period of any length gives a readable number of
 * columns.
 */
import { monthOf, weekdayOf } from '../../data/calendar.ts'
import type { DayNumber, DaySeries } from '../../data/types.ts'
import type { Locale } from '../../texts/locale.ts'

export interface DayBin {
  kind: 'day' | 'week' | 'month'
  firstDay: DayNumber
  /** The last day, included. The period may cut the first and the last bin. */
  lastDay: DayNumber
  value: number
  label: string
}

const mostDays = 100
const mostDaysInWeeks = 700

export function binDays({ firstDay, values }: DaySeries, { formats }: Locale): DayBin[] {
  const kind = values.length <= mostDays ? 'day' : values.length <= mostDaysInWeeks ? 'week' : 'month'
  const keyOf = (day: DayNumber) =>
    kind === 'day' ? day : kind === 'week' ? day - weekdayOf(day) : monthOf(day)
  const labelOf = (key: number) =>
    kind === 'month' ? formats.month(key) : kind === 'week' ? formats.day(key) : formats.longDay(key)
  const bins: DayBin[] = []
  let lastKey: number | null = null
  for (const [index, value] of values.entries()) {
    const day = firstDay + index
    const key = keyOf(day)
    if (key !== lastKey) bins.push({ kind, firstDay: day, lastDay: day, value: 0, label: labelOf(key) })
    lastKey = key
    const bin = bins.at(-1)!
    bin.lastDay = day
    bin.value += value
  }
  return bins
}
