/**
 * Logs once when the database is lost and once when it is back. Otherwise every retry would log a failure.
 */
import { causedByLostDatabase, type LogEvent } from '../telemetry/log-events.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Fields, type Logger, safeError } from '../telemetry/logger.ts'
import type { Database } from './connect.ts'
import { refusalOf } from './refusal.ts'

/**
 * The interval between checks, shorter while the database is lost, to notice its return soon. A check is
 * cheap.
 */
const calmMs = 5000
const lostMs = 500
/** A database that takes longer for an empty query counts as lost. */
const answerSeconds = 10

export interface DatabaseWatch {
  /**
   * A wrapped logger for all code that uses the database. While the database is lost, the warnings that its
   * loss can cause are logged at debug level.
   */
  logger: Logger
  stop(): void
}

/**
 * Checks the database until stopped. Some warnings can be caused by a lost database; each of them triggers a
 * check at once.
 */
export function startDatabaseWatch({ sql }: Database, logger: Logger): DatabaseWatch {
  let lostAt: number | null = null
  let isStopped = false
  let timer: ReturnType<typeof setTimeout>
  let looking: Promise<void> | null = null

  const look = () => (looking ??= ask().finally(() => (looking = null)))
  async function ask(): Promise<void> {
    clearTimeout(timer)
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
    timer = setTimeout(look, lostAt === null ? calmMs : lostMs)
  }
  async function warn(event: LogEvent, fields?: Fields): Promise<void> {
    if (lostAt === null && !isStopped) await look()
    logger[lostAt === null ? 'warn' : 'debug'](event, fields)
  }

  timer = setTimeout(look, calmMs)
  return {
    logger: {
      ...logger,
      warn: (event, fields) =>
        causedByLostDatabase.has(event) ? void warn(event, fields) : logger.warn(event, fields),
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
