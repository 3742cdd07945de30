/** Tells trouble with the database, which passes, from errors of this program, which do not. */
import { StatusUnavailable } from '../queue/status-board.ts'

/** postgres.js's own codes, the system's, and PostgreSQL's classes for connections, resources and shutdowns. */
const passing =
  /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08|53|55|57|58)/

/** True when the same request may well succeed a moment later. */
export function isDatabaseTrouble(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StatusUnavailable) return true
    const { code } = cause as { code?: unknown }
    if (typeof code === 'string' && passing.test(code)) return true
  }
  return false
}
