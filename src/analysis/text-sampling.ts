/** Chooses the messages whose texts are read: all of most packages, an even part of the largest ones. */

/**
 * The largest share that each of some sizes may have so that all shares together stay within `total`: the small ones
 * in full, the large ones cut to the same height. Infinity when everything fits.
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

/** 2^32 over the golden ratio: multiples of it are spread evenly, those of messages at regular intervals too. */
const spread = 0x9e3779b1

/**
 * True for one in `step` messages. The millisecond in which the id was made decides: that is even over time, and the
 * same in every order of reading. Without an id, the second of the message.
 */
export function isInSample(id: string | null, atMs: number, step: number): boolean {
  if (step === 1) return true
  const number = Math.floor(id === null ? atMs / 1000 : Number(id) / 2 ** 22)
  return Math.imul(number % 2 ** 32, spread) >>> 0 < 2 ** 32 / step
}
