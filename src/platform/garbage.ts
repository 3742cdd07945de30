/**
 * Collects garbage during an analysis earlier than the JavaScript engine does. In each thread, the engine
 * waits until there is as much garbage as live data. For a package of gigabytes, half of the memory was
 * garbage.
 */
import { garbage } from '#platform'

/**
 * While the process is smaller than this, these functions do nothing, because collecting garbage costs a
 * tenth of an analysis's CPU time.
 */
const ampleBytes = 160_000_000
/**
 * While the process has grown by less than this for a package, these functions also do nothing. A process
 * that is large because of earlier packages would otherwise collect garbage several times for a small one.
 */
const ampleGrowthBytes = 16_000_000
/** This many pieces of work leave about 8 MB of garbage. */
const piecesMin = 768
/** A collection takes at most this share of the pause after it: after a long one, the pause is long. */
const shareMax = 1 / 3

let bytesAtBegin = 0
let pieces = 0
let lastEndMs = 0
let lastDurationMs = 0

/** Call this when a package is opened, before any other function here. */
export function beginPackage(): void {
  bytesAtBegin = garbage.bytesInUse()
}

/**
 * Collects the garbage of this thread. This takes 5 to 20 ms, or longer for a large heap. Call it at the end
 * of a step, when much memory is no longer needed. It does nothing if the process is small or has hardly
 * grown, or if the last collection was too recent.
 */
export function collectGarbage(): void {
  collectBy(garbage.collect)
}

/**
 * Call this after each piece of work, such as reading 256 KiB or encoding a row. After `piecesMin` pieces it
 * does the same as `collectGarbage`.
 */
export function collectGarbageAtTimes(): void {
  if (++pieces >= piecesMin) collectGarbage()
}

/**
 * Like `collectGarbage`, and returns the freed memory to the system at once. It discards compiled code, so it
 * is only for large JSON files and for the last step of an analysis, which need the most memory.
 */
export function returnMemory(): void {
  collectBy(garbage.collectAndReturn)
}

/** Call this after each piece of work. After `piecesMin` pieces it does the same as `returnMemory`. */
export function returnMemoryAtTimes(): void {
  if (++pieces >= piecesMin) returnMemory()
}

function collectBy(collect: () => void): void {
  pieces = 0
  const startMs = performance.now()
  const isTooSoon = (startMs - lastEndMs) * shareMax < lastDurationMs
  const ample = Math.max(ampleBytes, bytesAtBegin + ampleGrowthBytes)
  if (isTooSoon || garbage.bytesInUse() < ample) return
  collect()
  lastEndMs = performance.now()
  lastDurationMs = lastEndMs - startMs
}
