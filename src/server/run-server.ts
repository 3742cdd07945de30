/** Runs a server from start to stop. */
import type { Config } from '../config/config.ts'
import { forbidCoreDumps } from '../platform/core-dumps.ts'
import { standardOutput } from '../telemetry/log-output.ts'
import { type Logger, createLogger, safeError } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { greet } from './greeting.ts'
import { Lifetime } from './lifetime.ts'
import { startParts } from './start-parts.ts'
import { onceAskedToStop } from './stop-request.ts'
import type { Threads } from './threads.ts'

/**
 * Serves until SIGINT, SIGTERM or SIGHUP, then returns exit code 0. Throws ConfigError if it cannot start.
 */
export async function runServer(config: Config, threads: Threads): Promise<number> {
  const metrics = createMetrics()
  const logger = createLogger(config.logLevel, standardOutput(config.journalStream), (level, event) =>
    metrics.logEvents.add({ level, event }),
  )
  const stopRequest = onceAskedToStop()
  catchStrays(logger)
  if (!forbidCoreDumps().limit) logger.warn('core_dumps_possible')
  const { ignoredProxies } = config
  if (ignoredProxies.length > 0) logger.warn('proxies_ignored', { names: ignoredProxies.join(', ') })
  try {
    await using lifetime = new Lifetime(logger)
    const isShuttingDown = () => stopRequest.isAsked
    const started = startParts(config, threads, { logger, metrics }, lifetime, isShuttingDown).then((port) =>
      greet(config, port),
    )
    await Promise.race([started, stopRequest.asked])
    await stopRequest.asked
    logger.info('stopping', { withinSeconds: config.shutdownSeconds })
    return 0
  } finally {
    logger.info('stopped')
  }
}

/**
 * Handles errors that nothing else handles. By default, the runtime would print such an error with its
 * message and properties, which can contain a link. The process continues, because every job and request
 * handles its own errors.
 */
function catchStrays(logger: Logger): void {
  process.on('unhandledRejection', (error) => logger.error('unhandled_rejection', safeError(error)))
  process.on('uncaughtException', (error) => logger.error('uncaught_exception', safeError(error)))
}
