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
 * The largest share of a year's messages that falls into one hour. The highest ridge stands for it. Years
 * with too few messages are ignored unless there are no others; their peaks are cut at that height.
 */
export function highestShare(years: readonly YearHours[]): number {
  const reliable = years.filter(({ values }) => sum(values) >= messagesMin)
  const chosen = reliable.length > 0 ? reliable : years
  return max(chosen, ({ values }) => (max(values) ?? 0) / (sum(values) || 1)) || 1
}
