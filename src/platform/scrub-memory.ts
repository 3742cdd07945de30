/**
 * Overwrites what secrets leave behind in memory that is free again. Texts of a JavaScript engine cannot be
 * wiped, and neither it nor the allocators beneath clear what they free: only what is put in the same place
 * later does.
 */

/**
 * From the shortest KEY to a link with the longest one; each size is an eighth above the one before, like the
 * allocators' own.
 */
const sizes = Array.from({ length: 20 }, (_, step) => Math.round(480 * 1.125 ** step))
/** Of each size, and of each of the two kinds: 15 MB in all. */
const copies = 200

/**
 * Collects the garbage of this thread, then takes and gives back memory of the sizes that KEYs and links
 * have, as texts and as buffers, which come from different allocators. Takes some 30 ms; nothing is promised,
 * since a block that is still in use somewhere stays as it is.
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
 * Scrubs now and then while KEYs come and go: `uses` counts what may have left one behind. The returned
 * function ends it.
 */
export function startScrubbing(uses: () => number, everySeconds = 15): () => void {
  let scrubbed = 0
  // Once more after the last use: what was still referred to the first time is free the second time.
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
