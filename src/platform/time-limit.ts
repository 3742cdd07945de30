/** Time limits for calls, and retries of transient errors. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Thrown when a call did not end in time. The call may still be running, because a promise cannot be
 * cancelled.
 */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
}

/**
 * Returns the result of a call, or throws TimeLimitError after `seconds`. Later results and errors are
 * ignored.
 */
export async function withTimeout<T>(seconds: number, call: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new TimeLimitError()), seconds * 1000)
  try {
    return await Promise.race([call, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

export interface RetryOptions {
  /** Aborts the wait between two calls. Its reason is then thrown. */
  signal: AbortSignal
  /** Time limit for one call. */
  callSeconds: number
  /** True for an error after which the same call may succeed. All other errors are thrown. */
  isTransient: (error: unknown) => boolean
  onError?: (error: unknown) => void
}

const pauseSecondsMax = 2

/** Retries an idempotent call until it returns a result or throws an error that is not transient. */
export async function retry<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, callSeconds, isTransient, onError } = options
  for (let tries = 0; ; tries++) {
    try {
      return await withTimeout(callSeconds, call())
    } catch (error) {
      if (!isTransient(error)) throw error
      onError?.(error)
    }
    const pauseSeconds = Math.min(pauseSecondsMax, 0.1 * 2 ** tries)
    await sleep(pauseSeconds * 1000, undefined, { signal }).catch(() => {
      throw signal.reason
    })
  }
}
