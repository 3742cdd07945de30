/**
 * Converts rows of a month, a name and a value to bands over the period's months: the largest first, the
 * small ones summed up as one band.
 */
import { dayNumberOf, monthOf } from '../data/calendar.ts'
import type { MonthNumber, NamedMonths } from '../data/types.ts'
import type { View } from '../data/view.ts'
import { restId } from '../figures/frame/series.tsx'

export interface MonthRow {
  id: string
  name: string
  month: MonthNumber
  value: number
}

export function namedMonths(
  rows: readonly MonthRow[],
  view: View,
  most: number,
  others: string,
): NamedMonths[] {
  const first = monthOf(view.firstDay)
  const length = Math.max(0, monthOf(view.lastDay) - first + 1)
  const bands = new Map<string, NamedMonths & { total: number }>()
  for (const { id, name, month, value } of rows) {
    const at = month - first
    if (at < 0 || at >= length || value === 0) continue
    const band = bands.get(id) ?? { id, name, values: new Float64Array(length), total: 0 }
    band.values[at]! += value
    band.total += value
    bands.set(id, band)
  }
  const sorted = [...bands.values()].sort((one, other) => other.total - one.total)
  if (sorted.length <= most) return sorted
  const rest = new Float64Array(length)
  for (const { values } of sorted.slice(most)) values.forEach((value, at) => (rest[at]! += value))
  return [...sorted.slice(0, most), { id: restId, name: others, values: rest }]
}

/** Whether a month of the result is in the view's period. */
export function isInView(month: string, { firstDay, lastDay }: View): boolean {
  const at = monthNumberOf(month)
  return at >= monthOf(firstDay) && at <= monthOf(lastDay)
}

/** The number of a month like `2024-03`. */
export function monthNumberOf(month: string): MonthNumber {
  return monthOf(dayNumberOf(`${month}-01`))
}
