/** Medians and percentiles of several runs, because single measurements are noisy. */

/**
 * The median; for an even number of values, the mean of the two in the middle. Throws a RangeError without
 * values.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('an empty list has no median')
  const sorted = values.toSorted((left, right) => left - right)
  const half = sorted.length / 2
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2
}

/** The smallest value that is at least as large as the given share (0–1) of the sorted values. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
