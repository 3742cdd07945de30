/** Limits how long a job may work. Waiting in line does not count. */

export interface WorkTime {
  /** Stops the clock during `wait`. */
  pauseFor<T>(wait: Promise<T>): Promise<T>
  end(): void
}

/** Calls `onLate` after the given seconds of work. */
export function limitWorkTime(seconds: number, onLate: () => void): WorkTime {
  let leftMs = seconds * 1000
  let startedAt = performance.now()
  let timer = setTimeout(onLate, leftMs)
  return {
    async pauseFor(wait) {
      clearTimeout(timer)
      leftMs -= performance.now() - startedAt
      try {
        return await wait
      } finally {
        startedAt = performance.now()
        timer = setTimeout(onLate, Math.max(0, leftMs))
      }
    },
    end: () => clearTimeout(timer),
  }
}
