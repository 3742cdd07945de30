/**
 * Tells the log once when the database is lost, and once when it is back: whoever waits for it asks again and
 * again.
 */
import { withTimeout } from '../platform/time-limit.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import type { Database } from './connect.ts'
import { refusalOf } from './refusal.ts'

/**
 * A question between two requests costs nothing; when the database is away, its return is to be noticed soon.
 */
const calmMilliseconds = 5000
const lostMilliseconds = 500
/** A database that takes longer for nothing is as good as lost. */
const answerSeconds = 10

/** Asks from now on, until the returned function is called. */
export function startDatabaseWatch({ sql }: Database, logger: Logger): () => void {
  let lostAt: number | null = null
  let isStopped = false
  let timer: ReturnType<typeof setTimeout>
  const look = async () => {
    const error = await withTimeout(answerSeconds, sql`SELECT 1`.execute()).then(
      () => null,
      (thrown: unknown) => ({ thrown }),
    )
    if (isStopped) return
    if (error && lostAt === null) {
      lostAt = performance.now()
      logger.error('database_lost', { why: refusalOf(error.thrown).what, ...safeError(error.thrown) })
    } else if (!error && lostAt !== null) {
      logger.info('database_back', { seconds: Math.round((performance.now() - lostAt) / 100) / 10 })
      lostAt = null
    }
    timer = setTimeout(look, lostAt === null ? calmMilliseconds : lostMilliseconds)
  }
  timer = setTimeout(look, calmMilliseconds)
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
