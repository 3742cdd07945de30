/** The scale of the figure Nights: the share of the highest ridge, and the years. */
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
