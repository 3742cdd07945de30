/**
 * Recognizes transient errors: a restart of PostgreSQL, or a moment without file descriptors, must not fail a
 * job or lose a result.
 */
import { causesOf, codeOf, isShortage } from '../errors.ts'
import { retry, type RetryOptions, TimeLimitError } from '../platform/time-limit.ts'

/**
 * Error codes of the driver and the system, and SQLSTATE classes (the first two characters) or codes of
 * PostgreSQL.
 */
const transientCodes = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'],
  'TRANSACTION_ROLLED_BACK', // one of its statements had failed, which the driver did not report (patches/README.md)
  '08', // connection exception
  '40', // serialization failure, deadlock
  '53', // disk full, out of memory, too many connections
  '57', // shutdown, crash, start-up, cancelled by a timeout
  '58', // input and output errors
  '25P03', // idle too long in a transaction: this process hung
  '55P03', // a lock was not available
])

/**
 * Time limit for reading a few rows by their keys. A database that takes longer is as good as down for those
 * who wait.
 */
export const rowSeconds = 5

/**
 * True when the same call may succeed later. The causes of an error are checked, too, because Drizzle wraps
 * the driver's errors.
 */
export function isTransientError(thrown: unknown): boolean {
  return isShortage(thrown) || causesOf(thrown).some(isTransient)
}

/** Retries a call after transient errors, with `retry` of platform/time-limit.ts. */
export function retryTransient<T>(
  call: () => Promise<T>,
  options: Omit<RetryOptions, 'isTransient'>,
): Promise<T> {
  return retry(call, { ...options, isTransient: isTransientError })
}

function isTransient(error: Error): boolean {
  const code = codeOf(error)
  return (
    error instanceof TimeLimitError ||
    transientCodes.has(code) ||
    (/^\w{5}$/.test(code) && transientCodes.has(code.slice(0, 2)))
  )
}
