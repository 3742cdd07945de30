/** Chooses the messages whose texts are read: all of most packages, an even part of the largest ones. */
import type { Snowflake } from '../../data-package/records/snowflake.ts'

/**
 * The largest share that each of some sizes may have so that all shares together stay within `total`: the
 * small ones in full, the large ones cut to the same height. Infinity when everything fits.
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

/** One in so many messages is read, so that about `bytesMax` of `bytes` are. */
export function stepOf(bytes: number, bytesMax: number): number {
  return Math.max(1, Math.ceil(bytes / bytesMax))
}

/**
 * 2^32 over the golden ratio: multiples of it are spread evenly, those of messages at regular intervals too.
 */
const spread = 0x9e3779b1

/**
 * The number of a message by which isInSample chooses. The millisecond in which the id was made decides: that
 * is even over time, and the same in every order of reading. Without an id, the second of the message.
 */
export function samplingNumberOf(id: Snowflake | null, atMs: number): number {
  return Math.floor(id === null ? atMs / 1000 : id.nearest / 2 ** 22)
}

/** True for one in `step` messages. */
export function isInSample(samplingNumber: number, step: number): boolean {
  return step === 1 || Math.imul(samplingNumber % 2 ** 32, spread) >>> 0 < 2 ** 32 / step
}
