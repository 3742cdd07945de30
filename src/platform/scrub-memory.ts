/**
 * Overwrites freed memory, in which secrets may be left. Strings of a JavaScript engine cannot be wiped, and
 * neither the engine nor the allocators clear freed memory: it is overwritten only when it is reused.
 */
import { fullGC } from 'bun:jsc'
import { setImmediate } from 'node:timers/promises'

/**
 * From the shortest KEY that Discord mails to a link with the longest KEY. Each size is an eighth larger than
 * the previous one, like the size classes of allocators.
 */
const sizes = Array.from({ length: 20 }, (_, step) => Math.round(480 * 1.125 ** step))
/** Copies per size and kind: 15 MB in total. */
const copies = 200

/**
 * Collects the garbage of this thread, then allocates and frees memory in the sizes of KEYs and links, as
 * strings and as buffers, because these use different allocators. It gives no guarantee, because blocks that
 * are still in use are not overwritten. Requests are answered between the steps, of which the longest takes
 * 10 ms. Doing everything in one step, with `Bun.gc(true)`, which also discards compiled code, blocked the
 * server for up to 800 ms.
 */
export async function scrubMemory(): Promise<void> {
  fullGC()
  const held: unknown[] = []
  for (const size of sizes) {
    await setImmediate()
    for (let copy = 0; copy < copies; copy++) held.push('\0'.repeat(size), Buffer.alloc(size))
  }
  held.length = 0
  await setImmediate()
  fullGC()
}

/** Scrubs from time to time while KEYs are used; `uses` counts these uses. The returned function stops it. */
export function startScrubbing(uses: () => number, everySeconds = 15): () => void {
  let scrubbed = 0
  // Scrubs once more after the last use, because memory that was still referenced in the first round is free
  // in the second.
  let roundsLeft = 0
  const timer = setInterval(() => {
    const now = uses()
    if (now !== scrubbed) roundsLeft = 2
    if (roundsLeft === 0) return
    roundsLeft--
    scrubbed = now
    void scrubMemory()
  }, everySeconds * 1000)
  return () => clearInterval(timer)
}
