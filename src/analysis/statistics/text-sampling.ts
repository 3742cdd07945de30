/**
 * Chooses the messages whose texts are read: all of them in most packages, an even sample in the largest
 * ones.
 */
import type { Snowflake } from '../../data-package/records/snowflake.ts'

/**
 * The largest limit for which all sizes together stay within `total` when each size is reduced to the limit.
 * Smaller sizes count in full. Infinity when everything fits.
 */
export function fairShare(sizes: readonly number[], total: number): number {
  let left = total
  let count = sizes.length
  for (const size of sizes.toSorted((one, other) => one - other)) {
    if (size * count > left) return left / count
    left -= size
    count--
  }
  return Infinity
}

/** Returns n, so that reading one message in n reads about `bytesMax` of `bytes`. */
export function stepOf(bytes: number, bytesMax: number): number {
  return Math.max(1, Math.ceil(bytes / bytesMax))
}

/**
 * 2³² divided by the golden ratio. Its multiples are evenly distributed, even for messages at regular
 * intervals.
 */
const spread = 0x9e3779b1

/**
 * The number by which isInSample selects messages: the millisecond in which the id was created, or the
 * message's time in seconds if it has no id. The sample is therefore even over time, and does not depend on
 * the order of reading.
 */
export function samplingNumberOf(id: Snowflake | null, atMs: number): number {
  return Math.floor(id === null ? atMs / 1000 : id.nearest / 2 ** 22)
}

/** True for one message in `step`. */
export function isInSample(samplingNumber: number, step: number): boolean {
  return step === 1 || Math.imul(samplingNumber % 2 ** 32, spread) >>> 0 < 2 ** 32 / step
}
