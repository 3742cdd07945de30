/** The command `serve`: the only file that knows every part of the server. Starts them in order, stops them in reverse. */
import { type Config, ConfigError } from '../config/config.ts'
import { createKeyedHash } from '../crypto.ts'
import { startScrubbing } from '../platform/scrub-memory.ts'
import { forbidCoreDumps } from '../platform/core-dumps.ts'
import type { Connection, Database } from '../db/connect.ts'
import { startDatabaseWatch } from '../db/watch.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { sharedSecret } from '../db/secrets.ts'
import { sweepSpools } from '../data-package/fetch/spool.ts'
import { createLookups } from '../discord/lookups.ts'
import { createApp } from '../http/app.ts'
import { listen } from '../http/server.ts'
import { createLegacyResults } from '../legacy/results.ts'
import { standardOutput } from '../telemetry/log-output.ts'
import { type Logger, createLogger, safeError } from '../telemetry/logger.ts'
import { createMetrics, type Metrics } from '../telemetry/metrics.ts'
import { startProcessMeter } from '../telemetry/process-meter.ts'
import { Keyring } from '../queue/keyring.ts'
import { createSignals } from '../queue/signals.ts'
import { StatusCache } from '../queue/status-cache.ts'
import { startHeartbeats } from '../worker/heartbeats.ts'
import { analyseInThread } from '../worker/run-analysis.ts'
import { startMaintenance } from '../worker/housekeeping.ts'
import { startPool } from '../worker/pool.ts'
import { createWebhook } from '../discord/webhook.ts'
import type { Command, Threads } from './command.ts'
import { openMigrated } from './database.ts'
import { createDemo } from './demo.ts'
import { openStorage } from './storage.ts'
import { version } from '../version.ts'

export const serveCommand: Command = {
  usage: [['[serve]', 'Start the server. Without DATABASE_URL it brings its own PostgreSQL.']],
  run: (_given, config, threads) => serve(config, threads),
}

/** What runs, newest first: each entry stops one part. */
type Running = (() => unknown)[]

/** Connections of the pool: each job uses one now and then, polls share one. */
const connectionsMax = 16
/** For running requests, out of the time for stopping. */
const drainSeconds = 3
/** For the database's connections; whatever is still asked then is not answered in time any more. */
const closeSeconds = 2

/** Serves until SIGINT, SIGTERM or SIGHUP; gives exit code 0 then. Throws ConfigError when it cannot start. */
async function serve(config: Config, threads: Threads): Promise<number> {
  const metrics = createMetrics()
  const logger = createLogger(config.logLevel, standardOutput(config.journalStream), (level, event) =>
    metrics.logEvents.add({ level, event }),
  )
  const stopRequest = onceAskedToStop()
  catchStrays(logger)
  if (!forbidCoreDumps().limit) logger.warn('core_dumps_possible')
  const { ignoredProxies } = config
  if (ignoredProxies.length > 0) logger.warn('proxies_ignored', { names: ignoredProxies.join(', ') })
  const running: Running = []
  try {
    const isShuttingDown = () => stopRequest.isAsked
    const started = start(config, threads, { logger, metrics }, running, isShuttingDown).then((port) =>
      greet(config, port),
    )
    await Promise.race([started, stopRequest.asked])
    await stopRequest.asked
    logger.info('stopping', { withinSeconds: config.shutdownSeconds })
    return 0
  } finally {
    for (const stop of running) await attempt(stop, logger)
    logger.info('stopped')
  }
}

async function start(
  config: Config,
  threads: Threads,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
  running: Running,
  isShuttingDown: () => boolean,
): Promise<number> {
  const { database, connection } = await openDatabase(config, logger, running)
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
  running.unshift(() => heartbeats.stop())
  metrics.registry.beforeReading(() => metrics.loopDelay.set({}, heartbeats.loopDelaySeconds()))
  const pool = startPool({
    ...shared,
    signals,
    heartbeats,
    analyse: (ticket, options) => analyseInThread(threads.createAnalysisThread, ticket, options),
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
  const server = listenOrExplain(() => listen(app, config), config)
  running.unshift(() => Promise.all([server.stop(drainSeconds), webhook.stop()]))
  running.unshift(() => lookups.stop())
  const stopMaintenance = startMaintenance({
    ...shared,
    bucket,
    onSwept: (kind, count) => metrics.swept.add({ kind }, count),
  })
  // Not waited for: a round may be asking a bucket that is silent.
  running.unshift(() => void stopMaintenance())
  running.unshift(startScrubbing(() => keyring.uses))
  running.unshift(startProcessMeter(metrics, { ...config, version }))
  metrics.databaseConnectionsMax.set({}, connectionsMax)
  // First, so that requests are answered until the jobs are handed back: their owners see the queue move.
  running.unshift(() => pool.stop(Math.max(1, config.shutdownSeconds - drainSeconds - closeSeconds)))
  return server.port
}

async function openDatabase(
  config: Config,
  logger: Logger,
  running: Running,
): Promise<{ database: Database; connection: Connection }> {
  let given: Connection
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded(config, logger)
    running.unshift(() => embedded.stop())
    given = embedded.connection
  } else given = config.databaseUrl
  const { database, connection, applied } = await openMigrated(given, connectionsMax, logger)
  running.unshift(() => database.close(closeSeconds))
  running.unshift(startDatabaseWatch(database, logger))
  if (applied.length > 0) logger.info('migrated', { applied: applied.join(', ') })
  return { database, connection }
}

function listenOrExplain<T>(listening: () => T, { host, port }: Config): T {
  try {
    return listening()
  } catch (error) {
    const { code = '' } = error as { code?: string }
    const why = listenFailures[code] ?? `the system says ${code || 'nothing more'}`
    throw new ConfigError(`PORT ${port} of HOST ${host} cannot be listened on: ${why}`)
  }
}

const listenFailures: Record<string, string> = {
  EADDRINUSE: 'another program is using it. Stop that one, or set PORT to another number',
  EACCES:
    'ports below 1024 are not for ordinary users. Set PORT to a higher number, and let a proxy have 80 and 443',
  EADDRNOTAVAIL: 'HOST is no address of this machine. 0.0.0.0 means all of them',
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP (a terminal that was closed). A second one ends the process at once. */
function onceAskedToStop(): { asked: Promise<void>; readonly isAsked: boolean } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isAsked = false
  const ask = () => {
    isAsked = true
    resolve()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, ask)
  return {
    asked: promise,
    get isAsked() {
      return isAsked
    },
  }
}

/**
 * The last net: left alone, the runtime would print an error with its message and properties, which can hold a link.
 * What nobody waits for cannot be answered; the process goes on, since every job and request guards itself.
 */
function catchStrays(logger: Logger): void {
  process.on('unhandledRejection', (error) => logger.error('unhandled_rejection', safeError(error)))
  process.on('uncaughtException', (error) => logger.error('uncaught_exception', safeError(error)))
}

async function attempt(stop: () => unknown, logger: Logger): Promise<void> {
  try {
    await stop()
  } catch (error) {
    logger.error('stop_failed', safeError(error))
  }
}

/** What a person who starts it wants to know: where it is, and what to do next. Standard output has log lines only. */
function greet(config: Config, port: number): void {
  const address = config.publicUrl ?? `http://localhost:${port}`
  process.stderr.write(
    `dumpus-server ${version} is running at ${address} – open it in a browser\n` +
      `  there    paste the link of Discord's mail, or look at the demo\n` +
      `  apps     in the Dumpus app, put ${address} into Advanced → Backend URL\n` +
      `  API      ${address}/swagger\n`,
  )
}
