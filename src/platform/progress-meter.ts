/** Limits how often progress is reported: often enough for people, but without many messages to threads. */

const progressMs = 200

/** Forwards a call if enough time has passed since the last call that was forwarded. */
export function createProgressMeter(tell: (done: number, total: number) => void): typeof tell {
  let toldAt = -Infinity
  return (done, total) => {
    if (performance.now() - toldAt < progressMs) return
    toldAt = performance.now()
    tell(done, total)
  }
}
