/** The only file that knows every part of a server and what each part needs. */
import type { Config } from '../config/config.ts'
import { createKeyedHash } from '../crypto.ts'
import { startScrubbing } from '../platform/scrub-memory.ts'
import type { Connection, Database } from '../db/connect.ts'
import { startDatabaseWatch } from '../db/watch.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { sharedSecret } from '../db/secrets.ts'
import { sweepSpools } from '../data-package/fetch/spool.ts'
import { createLookups } from '../discord/lookups.ts'
import { createApp } from '../http/app.ts'
import { createLegacyResults } from '../legacy/results.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { startProcessMeter } from '../telemetry/process-meter.ts'
import { Keyring } from '../queue/keyring.ts'
import { createSignals } from '../queue/signals.ts'
import { StatusCache } from '../queue/status-cache.ts'
import { startHeartbeats } from '../worker/heartbeats.ts'
import { analyzeInThread } from '../worker/run-analysis.ts'
import { startMaintenance } from '../worker/housekeeping.ts'
import { startPool } from '../worker/pool.ts'
import { createWebhook } from '../discord/webhook.ts'
import type { Lifetime } from './lifetime.ts'
import { listenOrExplain } from './listen.ts'
import type { Threads } from './threads.ts'
import { openMigrated } from '../db/open-migrated.ts'
import { createDemo } from './demo.ts'
import { openStorage } from '../results/open-storage.ts'
import { version } from '../version.ts'

/**
 * Size of the connection pool. Jobs use a connection only from time to time, and simultaneous polls share
 * one.
 */
const connectionsMax = 16
/** The part of the shutdown time that is reserved for running requests. */
const drainSeconds = 3
/** Time for closing database connections. Queries that are still running then are abandoned. */
const closeSeconds = 2

/** Starts all parts, each after the parts that it needs. Returns the port. */
export async function startParts(
  config: Config,
  threads: Threads,
  { logger: plainLogger, metrics }: { logger: Logger; metrics: Metrics },
  lifetime: Lifetime,
  isShuttingDown: () => boolean,
): Promise<number> {
  const { database, connection, logger } = await openDatabase(config, plainLogger, lifetime)
  const objectSecret = await sharedSecret(database, 'object-urls')
  sweepSpools(config.spoolDir)

  const { storage, bucket } = await openStorage(config, database, logger)
  const keyring = new Keyring({ holdSeconds: config.keyHoldSeconds, sizeMax: config.queueMax })
  const statusCache = new StatusCache(database)
  const signals = createSignals()
  const demo = createDemo(threads.createDemoThread)
  const legacy = createLegacyResults({ database, storage, resultBytesMax: config.resultBytesMax })
  const secret = await sharedSecret(database, 'message-tags')
  const webhook = createWebhook({ url: config.webhookUrl, secret, logger, metrics })
  const lookups = createLookups({ config, database, logger, metrics })
  const hashAddress = createKeyedHash(await sharedSecret(database, 'addresses'))
  const shared = { config, logger, metrics, database, storage, keyring, statusCache, notify: webhook.notify }

  const heartbeats = startHeartbeats({
    ...{ connection, logger, heartbeatSeconds: config.heartbeatSeconds },
    createThread: threads.createHeartbeatThread,
  })
  lifetime.add(() => heartbeats.stop())
  metrics.registry.beforeReading(() => metrics.loopDelay.set({}, heartbeats.loopDelaySeconds()))
  const pool = startPool({
    ...shared,
    signals,
    heartbeats,
    analyze: (ticket, options) => analyzeInThread(threads.createAnalysisThread, ticket, options),
  })
  const workers = () => ({ running: pool.running(), isAlive: pool.isAlive() })
  const app = createApp({
    ...shared,
    hashAddress,
    legacy,
    lookups,
    signals,
    objectSecret,
    demo,
    isShuttingDown,
    workers,
  })
  const server = listenOrExplain(app, config, logger)
  lifetime.add(() => Promise.all([server.stop(drainSeconds), webhook.stop()]))
  lifetime.add(() => lookups.stop())
  const stopMaintenance = startMaintenance({
    ...shared,
    bucket,
    onSwept: (kind, count) => metrics.swept.add({ kind }, count),
  })
  // This is not awaited, because a task may be waiting for a silent bucket.
  lifetime.add(() => void stopMaintenance())
  lifetime.add(startScrubbing(() => keyring.uses))
  lifetime.add(startProcessMeter(metrics, { ...config, version }))
  metrics.databaseConnectionsMax.set({}, connectionsMax)
  // The pool stops first, so that requests are answered until the jobs are handed back, and owners see their
  // status.
  lifetime.add(() => pool.stop(Math.max(1, config.shutdownSeconds - drainSeconds - closeSeconds)))
  return server.port
}

async function openDatabase(
  config: Config,
  logger: Logger,
  lifetime: Lifetime,
): Promise<{ database: Database; connection: Connection; logger: Logger }> {
  let given: Connection
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded(config, logger)
    lifetime.add(() => embedded.stop())
    given = embedded.connection
  } else given = config.databaseUrl
  const { database, connection, applied } = await openMigrated(given, connectionsMax, logger)
  lifetime.add(() => database.close(closeSeconds))
  const watch = startDatabaseWatch(database, logger)
  lifetime.add(() => watch.stop())
  if (applied.length > 0) logger.info('migrated', { applied: applied.join(', ') })
  return { database, connection, logger: watch.logger }
}
