/**
 * Collects garbage during an analysis earlier than the engine does. In each thread, the engine waits until
 * there is as much garbage as live data. For a package of gigabytes, that was half of the memory.
 */
import { garbage } from '#platform'

/**
 * Below this size of the process, garbage is not collected, because collecting costs a tenth of an analysis's
 * CPU time.
 */
const ampleBytes = 160_000_000
/** This many pieces of work leave about 8 MB of garbage. */
const piecesMin = 768
/** The largest number of pieces between two collections. */
const piecesMax = 8 * piecesMin
/** A collection that frees less was not worth its time. */
const worthBytes = 4_000_000
/** The largest share of the time for collecting, which takes longer for a large heap. */
const shareMax = 1 / 3

let pieces = 0
let piecesWanted = piecesMin
let lastEndMs = 0
let lastDurationMs = 0

/**
 * Collects the garbage of this thread, which takes 5 to 20 ms, or longer for a large heap. Call it at the end
 * of a step, when much memory is no longer needed. It does nothing if little would be freed.
 */
export function collectGarbage(): void {
  pieces = 0
  const startMs = performance.now()
  const isTooSoon = (startMs - lastEndMs) * shareMax < lastDurationMs
  if (isTooSoon) return
  const bytesBefore = garbage.bytesInUse()
  if (bytesBefore < ampleBytes) return
  garbage.collect()
  lastEndMs = performance.now()
  lastDurationMs = lastEndMs - startMs
  const wasWorthIt = bytesBefore - garbage.bytesInUse() >= worthBytes
  piecesWanted = wasWorthIt ? piecesMin : Math.min(2 * piecesWanted, piecesMax)
}

/**
 * Call this after each piece of work, such as reading 256 KiB or encoding a row. It collects from time to
 * time, when enough would be freed: while collections free little, each wait is twice as long as the last.
 */
export function collectGarbageAtTimes(): void {
  if (++pieces >= piecesWanted) collectGarbage()
}
