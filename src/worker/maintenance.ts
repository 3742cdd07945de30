/** Housekeeping: deletes what is older than its time, and forgets KEYs that no package waits for any more. */
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { type Logger, safeError } from '../logger.ts'
import { findUnfinished, sweep } from '../queue/jobs.ts'
import type { Keyring } from '../queue/keyring.ts'

export interface MaintenanceOptions {
  config: Pick<Config, 'resultDays' | 'errorDays'>
  database: Database
  keyring: Keyring
  logger: Logger
}

const sweepMilliseconds = 3600 * 1000
const forgetMilliseconds = 20 * 1000

/** Starts both rounds, the first sweep at once. The returned function ends them. Trouble is logged and passes. */
export function startMaintenance(options: MaintenanceOptions): () => void {
  const { config, database, keyring, logger } = options
  const forget = createForgetting(database, keyring)
  const attempt = (name: string, work: () => Promise<unknown>) => async () => {
    try {
      await work()
    } catch (error) {
      logger.warn(`${name}_failed`, safeError(error))
    }
  }
  const sweepOnce = attempt('sweep', async () => {
    const swept = await sweep(database, config)
    if (Object.values(swept).some((count) => count > 0)) logger.info('swept', { ...swept })
  })
  void sweepOnce()
  const timers = [
    setInterval(sweepOnce, sweepMilliseconds),
    setInterval(attempt('forgetting', forget), forgetMilliseconds),
  ]
  return () => timers.forEach((timer) => clearInterval(timer))
}

/**
 * Forgets the KEYs of packages that another node finished, or that were deleted through another node; here, worker and
 * request handlers do it at once. A KEY goes the second time its package is not found waiting: the row of a new one may
 * be about to be committed.
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
