/**
 * The scale of the figure Nights: the share of the highest ridge, the years, and the room for each of them.
 */
import { max, sum } from 'd3-array'
import type { YearHours } from '../../data/types.ts'

export interface NightsScale {
  most: number
  years: readonly number[]
}

/** A year with fewer messages is ignored for the scale: single messages would make peaks. */
const messagesMin = 100

/**
 * The largest share of a year's messages that falls into one hour; the highest ridge represents it. Years
 * with too few messages do not count, and their ridges are cut at that height. If there are only such years,
 * all of them count.
 */
export function highestShare(years: readonly YearHours[]): number {
  const reliable = years.filter(({ values }) => sum(values) >= messagesMin)
  const chosen = reliable.length > 0 ? reliable : years
  return max(chosen, ({ values }) => (max(values) ?? 0) / (sum(values) || 1)) || 1
}

/**
 * Height of Week and Nights, which stand side by side, in CSS pixels. With many years, Nights needs more.
 */
export const clockHeight = 304
/** Height of a row of labels below Nights. */
const labelsHeight = 28
/** Height of the highest ridge, in rows. */
const ridgeRows = 1.9

export function nightsRows(years: number): { row: number; ridge: number } {
  const row = Math.max(24, (clockHeight - labelsHeight) / (years - 1 + ridgeRows))
  return { row, ridge: row * ridgeRows }
}
