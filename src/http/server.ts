/** Serves the application on a port, and stops within a limited time. */
import type { Config } from '../config/config.ts'
import { openFiles } from '../telemetry/process-meter.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { App } from './app.ts'
import { limitConnections } from './connection-limit.ts'

export interface Listening {
  /** The port in use; if 0 was configured, the one chosen by the system. */
  port: number
  /**
   * Accepts no new connections, gives running requests up to `graceSeconds` to finish, and then closes them.
   */
  stop(graceSeconds: number): Promise<void>
}

/** A connection that is silent for this long is closed. Slow clients are not affected. */
const idleSeconds = 60
const reopenMs = 100
/**
 * No limit, because Bun's own response to longer bodies is empty and has no CORS headers. Each route has its
 * own limit and refuses longer bodies with JSON. Bun discards the unread rest, whatever its length.
 */
const bodyBytesMax = Number.MAX_SAFE_INTEGER

/** Listens on the configured host and port. Throws if the port is taken. */
export function listen(app: App, { host, port }: Pick<Config, 'host' | 'port'>, logger?: Logger): Listening {
  serve(app, { host, port })
  const chosen = app.server!.port!
  const { max } = openFiles()
  let isStopped = false
  let isReopening = false
  /**
   * The port is usually free at once. If the system still refuses it, listening is tried again shortly after.
   */
  const reopen = () => {
    if (isStopped) return
    try {
      serve(app, { host, port: chosen })
      isReopening = false
    } catch {
      setTimeout(reopen, reopenMs)
    }
  }
  const endLimit = limitConnections({
    descriptorsMax: max,
    closeIdle: () => app.server!.closeIdleConnections(),
    closeAll() {
      if (isReopening) return
      isReopening = true
      void app.server!.stop(true)
      reopen()
    },
    onClosed: (which) => logger?.warn('connections_closed', { which, limit: max! }),
  })
  return {
    port: chosen,
    async stop(graceSeconds) {
      endLimit()
      isStopped = true
      const server = app.server!
      const drained = server.stop(false)
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, graceSeconds * 1000)
      await Promise.race([drained, late.promise])
      clearTimeout(timer)
      await server.stop(true)
    },
  }
}

function serve(app: App, { host, port }: Pick<Config, 'host' | 'port'>): void {
  const known = new Set(process.listeners('beforeExit'))
  app.listen({
    hostname: host,
    port,
    idleTimeout: idleSeconds,
    maxRequestBodySize: bodyBytesMax,
    // Elysia's default would let a second server silently share a port that is in use.
    reusePort: false,
    // In development mode, Bun prints errors and shows them to clients, including source lines.
    development: false,
  })
  // Each start of Elysia adds a listener that stops the server. The caller of `listen` does that itself.
  for (const listener of process.listeners('beforeExit')) {
    if (!known.has(listener)) process.off('beforeExit', listener)
  }
}
