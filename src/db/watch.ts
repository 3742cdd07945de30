/**
 * Tells the log once when the database is lost, and once when it is back: whoever waits for it asks again and
 * again, and each failure would be a line.
 */
import { causedByLostDatabase, type LogEvent } from '../telemetry/log-events.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Fields, type Logger, safeError } from '../telemetry/logger.ts'
import type { Database } from './connect.ts'
import { refusalOf } from './refusal.ts'

/**
 * A question between two requests costs nothing; when the database is away, its return is to be noticed soon.
 */
const calmMilliseconds = 5000
const lostMilliseconds = 500
/** A database that takes longer for nothing is as good as lost. */
const answerSeconds = 10

export interface DatabaseWatch {
  /**
   * The given one, for everybody who asks the database: what follows from its loss is told at debug level
   * while it is lost.
   */
  logger: Logger
  stop(): void
}

/** Asks from now on, until it is stopped, and at once when somebody's call failed. */
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
    timer = setTimeout(look, lostAt === null ? calmMilliseconds : lostMilliseconds)
  }
  async function warn(event: LogEvent, fields?: Fields): Promise<void> {
    if (lostAt === null && !isStopped) await look()
    logger[lostAt === null ? 'warn' : 'debug'](event, fields)
  }

  timer = setTimeout(look, calmMilliseconds)
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
