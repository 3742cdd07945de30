/** Limits how often progress is reported: often enough for people, with few messages between threads. */

const progressMs = 200

/** Returns a function that calls `tell` unless it did so in the last `progressMs` milliseconds. */
export function createProgressMeter(tell: (done: number, total: number) => void): typeof tell {
  let toldAt = -Infinity
  return (done, total) => {
    if (performance.now() - toldAt < progressMs) return
    toldAt = performance.now()
    tell(done, total)
  }
}
