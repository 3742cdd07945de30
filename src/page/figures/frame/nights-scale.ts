/** The scale of the nights: how high a share is, and which years there are. */
import { max, sum } from 'd3-array'
import type { YearHours } from '../../data/types.ts'

export interface NightsScale {
  most: number
  years: readonly number[]
}

/** With fewer messages, single ones make peaks. */
const tellingCount = 100

/**
 * The largest share of a year that an hour has: what the highest ridge stands for. Of years that tell
 * something, if there are any; in the others, a peak ends at that height.
 */
export function highestShare(years: readonly YearHours[]): number {
  const telling = years.filter(({ values }) => sum(values) >= tellingCount)
  const counted = telling.length > 0 ? telling : years
  return max(counted, ({ values }) => (max(values) ?? 0) / (sum(values) || 1)) || 1
}
