/**
 * Overwrites secrets left behind in freed memory. A JavaScript engine's strings cannot be wiped, and neither
 * the engine nor the allocators clear freed memory; it is only overwritten when it is reused.
 */

/**
 * From the shortest KEY to a link with the longest one; each size is an eighth larger than the one before,
 * like the allocators' size classes.
 */
const sizes = Array.from({ length: 20 }, (_, step) => Math.round(480 * 1.125 ** step))
/** Copies of each size and kind: 15 MB in total. */
const copies = 200

/**
 * Collects this thread's garbage, then allocates and frees memory in the sizes of KEYs and links, as strings
 * and as buffers, which use different allocators. Takes about 30 ms. It is no guarantee, since blocks that
 * are still in use stay unchanged.
 */
function scrubMemory(): void {
  Bun.gc(true)
  const held: unknown[] = []
  for (const size of sizes)
    for (let copy = 0; copy < copies; copy++) held.push('\0'.repeat(size), Buffer.alloc(size))
  held.length = 0
  Bun.gc(true)
}

/**
 * Scrubs from time to time while KEYs are being used; `uses` counts those uses. The returned function stops
 * it.
 */
export function startScrubbing(uses: () => number, everySeconds = 15): () => void {
  let scrubbed = 0
  // Runs once more after the last use: memory still referenced in the first round is free in the second.
  let roundsLeft = 0
  const timer = setInterval(() => {
    const now = uses()
    if (now !== scrubbed) roundsLeft = 2
    if (roundsLeft === 0) return
    roundsLeft--
    scrubbed = now
    scrubMemory()
  }, everySeconds * 1000)
  return () => clearInterval(timer)
}
