/** The limit on how long a job may take, without the time in which it waits for its turn. */

export interface WorkTime {
  /** Does not count the time of `wait`. */
  pauseFor<T>(wait: Promise<T>): Promise<T>
  end(): void
}

/** Calls `onLate` once so many seconds of work have passed. */
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
