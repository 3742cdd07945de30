/**
 * Calls with an end: a limit on how long one may take, and repeating one while its failures are transient.
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** The call did not end in time. It may go on: a promise cannot be taken back. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
}

/** The result of a call, or TimeLimitError after `seconds`; nobody hears of what the call does later. */
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
  /** Ends the waiting between two calls; its reason is thrown. */
  signal: AbortSignal
  /** How long one call may take. */
  callSeconds: number
  /** Whether the same call may succeed later. Other errors are thrown. */
  isTransient: (error: unknown) => boolean
  onError?: (error: unknown) => void
}

const pauseSecondsMax = 2

/** Repeats a call, which must bear it, until it gives a result or an error that is not transient. */
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
