/**
 * Housekeeping: records the polls of owners, deletes expired rows and orphaned results, and forgets KEYs that
 * no unfinished package needs.
 */
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { sweepLookups } from '../discord/cache.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import { createClockWatch } from '../queue/clock-watch.ts'
import { findUnfinished, markSeen } from '../queue/jobs.ts'
import { removeLeftLinks, sweep } from '../queue/retention.ts'
import type { Keyring } from '../queue/keyring.ts'
import type { Bucket } from '../results/bucket.ts'
import { sweepObjects, sweepUnknownObjects, sweepUnnamedBlobs } from '../results/sweep.ts'

export interface MaintenanceOptions {
  config: Pick<Config, 'resultDays' | 'errorDays' | 'abandonedDays'>
  database: Database
  keyring: Keyring
  logger: Logger
  /** Null if all results are in the database. */
  bucket: Bucket | null
  /** Called with the number of removed rows or objects of each kind (Swept, OrphansSwept). */
  onSwept?: (kind: string, count: number) => void
}

/** The interval at which the polls of owners are recorded. */
const seenMs = 60 * 1000
const forgetMs = 20 * 1000
/** The interval at which objects of deleted results are removed from the bucket. */
const objectsMs = 5 * 1000
const sweepMs = 3600 * 1000
const listMs = 24 * 3600 * 1000

/**
 * Starts all tasks at once. The returned function ends them, and resolves when running tasks have finished.
 * Errors are logged, and the task runs again after its interval.
 */
export function startMaintenance(options: MaintenanceOptions): () => Promise<unknown> {
  const { config, database, keyring, bucket, logger } = options
  const clock = createClockWatch(database)
  const report = createReport(options)
  const rounds: Round[] = [
    ['forgetting', forgetMs, createForgetting(database, keyring)],
    // Covers twice the interval, so that no poll is missed between two runs.
    ['seen', seenMs, () => markSeen(database, keyring.idsTouchedIn((2 * seenMs) / 1000))],
    [
      'sweep',
      sweepMs,
      async () => {
        const days = await clock.suspiciousDays()
        if (days === null) report('swept', { ...(await sweep(database, config)) })
        else logger.warn('sweep_put_off', { days })
      },
    ],
    ['sweep_of_links', sweepMs, () => removeLeftLinks(database)],
    ['sweep_of_lookups', sweepMs, () => sweepLookups(database)],
    [
      'sweep_of_orphans',
      sweepMs,
      async () => report('orphans_removed', { unnamed: await sweepUnnamedBlobs(database) }),
    ],
  ]
  if (bucket) {
    rounds.push(
      [
        'sweep_of_objects',
        objectsMs,
        async () => {
          const { deleted, unfinished } = await sweepObjects(database, bucket)
          report('objects_removed', { deleted })
          report('orphans_removed', { unfinished })
        },
      ],
      [
        'sweep_of_bucket',
        listMs,
        async () => report('orphans_removed', { unknown: await sweepUnknownObjects(database, bucket) }),
      ],
    )
  }
  const stops = rounds.map((round) => repeat(round, options.logger))
  return () => Promise.all(stops.map((stop) => stop()))
}

type Round = [name: string, milliseconds: number, work: () => Promise<unknown>]

/** Runs a task at once and then at its interval, never twice at the same time. */
function repeat([name, milliseconds, work]: Round, logger: Logger): () => Promise<void> {
  let running: Promise<void> | null = null
  const once = async () => {
    try {
      await work()
    } catch (error) {
      logger.warn('housekeeping_failed', { round: name, ...safeError(error) })
    }
    running = null
  }
  const start = () => void (running ??= once())
  start()
  const timer = setInterval(start, milliseconds)
  return async () => {
    clearInterval(timer)
    await running
  }
}

/**
 * Logs what was removed, if anything. Orphans are logged as a warning, because without crashes and failures
 * of the bucket there are none.
 */
function createReport({ logger, onSwept }: MaintenanceOptions) {
  return (event: 'swept' | 'objects_removed' | 'orphans_removed', counts: Record<string, number>): void => {
    const found = Object.entries(counts).filter(([, count]) => count > 0)
    if (found.length === 0) return
    logger[event === 'orphans_removed' ? 'warn' : 'info'](event, counts)
    for (const [kind, count] of found) onSwept?.(kind, count)
  }
}

/**
 * Forgets the KEYs of packages that another node finished or deleted. On this node, the worker and the
 * request handlers do so at once. A KEY is forgotten only when two rounds in a row find no unfinished package
 * for it, because the row of a new package may not be committed yet.
 */
export function createForgetting(database: Database, keyring: Keyring): () => Promise<void> {
  let suspects = new Set<string>()
  return async () => {
    const ids = keyring.ids()
    if (ids.length === 0) return
    const unfinished = new Set(await findUnfinished(database, ids))
    const over = ids.filter((id) => !unfinished.has(id))
    for (const id of over) if (suspects.has(id)) keyring.forget(id)
    suspects = new Set(over.filter((id) => !suspects.has(id)))
  }
}
