/**
 * Collects garbage during an analysis earlier than the engine would. In each thread, the engine waits until
 * there is as much garbage as live data; for a package of gigabytes that was half of the memory.
 */
import { garbage } from '#platform'

/**
 * Below this size of the process, garbage is not collected: collecting costs a tenth of an analysis's CPU
 * time.
 */
const ampleBytes = 180_000_000
/** This many pieces leave about 20 MB of garbage. */
const piecesMin = 2048
/** Collecting a large heap takes longer; it may take at most this share of the time. */
const shareMax = 1 / 4

let pieces = 0
let lastEndMs = 0
let lastDurationMs = 0

/**
 * Collects this thread's garbage, in 5 to 20 ms, or longer for a large heap. Call it at the end of a step,
 * when much memory is no longer needed. Does nothing if it is not worthwhile.
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
 * Call this after each piece of work, such as reading 256 KiB or encoding a row. It collects when that is
 * worthwhile.
 */
export function collectGarbageAtTimes(): void {
  if (++pieces >= piecesMin) collectGarbage()
}
