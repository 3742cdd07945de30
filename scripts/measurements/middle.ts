/** The middle of several runs: what is printed of noisy measurements. */

/**
 * The median; of an even number of values the mean of the two in the middle. Throws a RangeError for none.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('there is no median of nothing')
  const sorted = values.toSorted((left, right) => left - right)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2
}

/** The smallest value that the share (0–1) of the sorted values does not exceed. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
