/** Serves the application on a port, and stops in bounded time. */
import type { Config } from '../config/config.ts'
import { openFiles } from '../telemetry/process-meter.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { App } from './app.ts'
import { limitConnections } from './connection-limit.ts'

export interface Listening {
  /** The port in use; if 0 was configured, the one chosen by the system. */
  port: number
  /**
   * Accepts no new connections, lets running requests finish for at most `graceSeconds`, then closes them.
   */
  stop(graceSeconds: number): Promise<void>
}

/** A connection without a byte for this long is closed: slow clients are fine, dead ones are not. */
const idleSeconds = 60
const reopenMs = 100
/**
 * No limit, because Bun's own response to longer bodies is empty and without CORS. The routes read at most
 * their own limit and refuse longer bodies in JSON; Bun discards the unread rest, whatever its length.
 */
const bodyBytesMax = Number.MAX_SAFE_INTEGER

/** Listens on the configured host and port. Throws if the port is taken. */
export function listen(app: App, { host, port }: Pick<Config, 'host' | 'port'>, logger?: Logger): Listening {
  serve(app, { host, port })
  const chosen = app.server!.port!
  const { max } = openFiles()
  let isStopped = false
  let isReopening = false
  /** The port is free at once; should the system think otherwise, a moment later. */
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
    // Elysia's default lets a second server silently share a port that is in use.
    reusePort: false,
    // Otherwise Bun prints errors and shows them to the client, including source lines.
    development: false,
  })
  // Elysia leaves one each time; whoever listens stops it.
  for (const listener of process.listeners('beforeExit')) {
    if (!known.has(listener)) process.off('beforeExit', listener)
  }
}
