/** Serves the application on a port, and stops in bounded time. */
import type { Config } from '../config/config.ts'
import type { App } from './app.ts'

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
/**
 * No limit, because Bun's own response to longer bodies is empty and without CORS. The routes read at most
 * their own limit and refuse longer bodies in JSON; Bun discards the unread rest, whatever its length.
 */
const bodyBytesMax = Number.MAX_SAFE_INTEGER

/** Listens on the configured host and port. Throws if the port is taken. */
export function listen(app: App, { host, port }: Pick<Config, 'host' | 'port'>): Listening {
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
  const server = app.server!
  return {
    port: server.port!,
    async stop(graceSeconds) {
      const drained = server.stop(false)
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, graceSeconds * 1000)
      await Promise.race([drained, late.promise])
      clearTimeout(timer)
      await server.stop(true)
    },
  }
}
