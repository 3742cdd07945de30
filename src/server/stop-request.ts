/** Waits for the signal to stop. */

export interface StopRequest {
  asked: Promise<void>
  readonly isAsked: boolean
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (sent when a terminal closes). The same signal once more
 * ends the process at once.
 */
export function onceAskedToStop(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isAsked = false
  const ask = () => {
    isAsked = true
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, ask)
  return {
    asked: promise,
    get isAsked() {
      return isAsked
    },
  }
}
