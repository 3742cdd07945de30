/** Limits how often progress is reported: often enough for people, and rarely enough for the threads. */

const progressMs = 200

/** Forwards a call if enough time has passed since the last one. */
export function createProgressMeter(tell: (done: number, total: number) => void): typeof tell {
  let toldAt = -Infinity
  return (done, total) => {
    if (performance.now() - toldAt < progressMs) return
    toldAt = performance.now()
    tell(done, total)
  }
}
