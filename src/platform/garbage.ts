/**
 * Frees what an analysis leaves behind, before the engine would: it waits until there is as much garbage as
 * everything else, in each of the threads. Of a package of gigabytes that was half of the memory.
 */
import { garbage } from '#platform'

/**
 * As long as the whole process takes less, garbage may lie: collecting costs a tenth of the CPU of an
 * analysis.
 */
const ampleBytes = 180_000_000
/** So many leave some 20 MB of garbage. */
const piecesMin = 2048
/** Of a large heap a collection takes longer: it may not cost more than this part of the time. */
const shareMax = 1 / 4

let pieces = 0
let lastEndMs = 0
let lastDurationMs = 0

/**
 * Collects the garbage of this thread: 5 to 20 ms, more of a large heap. For the ends of steps, after which
 * much is not needed any more. Does nothing where it would not be worth it.
 */
export function collectGarbage(): void {
  pieces = 0
  const startMs = performance.now()
  const isTooSoon = (startMs - lastEndMs) * shareMax < lastDurationMs
  if (isTooSoon || garbage.bytesInUse() < ampleBytes) return
  garbage.collect()
  lastEndMs = performance.now()
  lastDurationMs = lastEndMs - startMs
}

/**
 * To be called after each piece of work, as reading 256 KiB or packing a row is: collects when it has become
 * worth it.
 */
export function collectGarbageAtTimes(): void {
  if (++pieces >= piecesMin) collectGarbage()
}
