/** Tells progress often enough for people and rarely enough for the threads. */

const progressMilliseconds = 200

/** Passes a call on when the last one is long ago. */
export function createProgressMeter(tell: (done: number, total: number) => void): typeof tell {
  let toldAt = -Infinity
  return (done, total) => {
    if (performance.now() - toldAt < progressMilliseconds) return
    toldAt = performance.now()
    tell(done, total)
  }
}
