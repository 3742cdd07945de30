/**
 * Which errors pass by themselves: a restart of PostgreSQL, or a moment without file descriptors, costs no
 * job and no result.
 */
import { causesOf, codeOf, isShortage } from '../errors.ts'
import { retry, type RetryOptions, TimeLimitError } from '../platform/time-limit.ts'

/** Of the driver, of the system, and the SQLSTATE classes (first two characters) or codes of PostgreSQL. */
const transientCodes = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'],
  'TRANSACTION_ROLLED_BACK', // a statement of it had failed, and nobody was told (patches/README.md)
  '08', // connection exception
  '40', // serialization failure, deadlock
  '53', // disk full, out of memory, too many connections
  '57', // shutdown, crash, start-up, cancelled by a timeout
  '58', // input and output errors
  '25P03', // idle too long in a transaction: this process hung
  '55P03', // a lock was not available
])

/** A few rows, read by their keys: a database that takes longer is as good as down for whoever waits. */
export const rowSeconds = 5

/**
 * True when the same call may succeed later. Drizzle wraps the driver's errors, so causes are looked at too.
 */
export function isTransientError(thrown: unknown): boolean {
  return isShortage(thrown) || causesOf(thrown).some(isTransient)
}

/** `retry` of platform/time-limit.ts for a call whose transient errors are those of this file. */
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
