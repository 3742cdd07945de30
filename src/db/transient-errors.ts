/** Which database errors pass by themselves, and how a job outlasts them: a restart of PostgreSQL costs no job. */
import { setTimeout as sleep } from 'node:timers/promises'

/** The database did not answer in time: a connection may be open at one end only. */
export class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError'
}

/** Of the driver, of the network, and the SQLSTATE classes (first two characters) or codes of PostgreSQL. */
const passingCodes = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH'],
  ...['ENETUNREACH', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'],
  '08', // connection exception
  '40', // serialization failure, deadlock
  '53', // disk full, out of memory, too many connections
  '57', // shutdown, crash, start-up, cancelled by a timeout
  '58', // input and output errors
  '25P03', // idle too long in a transaction: this process hung
  '55P03', // a lock was not available
])

const pauseSecondsMax = 2

/** True when the same call may succeed later. Drizzle wraps the driver's errors, so causes are looked at too. */
export function isDatabaseTrouble(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown }
    if (error instanceof DatabaseSilentError) return true
    if (typeof code !== 'string') continue
    if (passingCodes.has(code) || (/^\w{5}$/.test(code) && passingCodes.has(code.slice(0, 2)))) return true
  }
  return false
}

/** The result of a call, or DatabaseSilentError after `seconds`; the call itself cannot be taken back. */
export async function answered<T>(seconds: number, call: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new DatabaseSilentError()), seconds * 1000)
  try {
    return await Promise.race([call, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A row, by its key: a database that takes longer is as good as down for whoever waits. */
const rowSeconds = 5

/** As `answered`, for reading a few rows by their keys. */
export function promptly<T>(read: Promise<T>): Promise<T> {
  return answered(rowSeconds, read)
}

export interface OutlastOptions {
  /** Ends the waiting; the reason is thrown. */
  signal: AbortSignal
  /** How long one call may take. */
  callSeconds: number
  onTrouble: (error: unknown) => void
}

/** Repeats a call, which must bear it, until the database answers it with a result or an error that does not pass. */
export async function outlast<T>(call: () => Promise<T>, options: OutlastOptions): Promise<T> {
  const { signal, callSeconds, onTrouble } = options
  for (let tries = 0; ; tries++) {
    try {
      return await answered(callSeconds, call())
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error
      onTrouble(error)
    }
    const pauseSeconds = Math.min(pauseSecondsMax, 0.1 * 2 ** tries)
    await sleep(pauseSeconds * 1000, undefined, { signal }).catch(() => {
      throw signal.reason
    })
  }
}
