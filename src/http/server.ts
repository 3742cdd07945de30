/** Puts the application on a port, and takes it off again in bounded time. */
import type { Config } from '../config/config.ts'
import type { App } from './app.ts'

export interface Listening {
  /** The port in use; the one chosen by the system when 0 was asked for. */
  port: number
  /**
   * Takes no new connections, lets running requests finish for at most `graceSeconds`, then cuts them off.
   */
  stop(graceSeconds: number): Promise<void>
}

/** No byte for this long closes a connection: slow clients may take their time, dead ones may not. */
const idleSeconds = 60
/**
 * None: Bun's own answer to longer bodies is empty and without CORS. The routes read at most their own limit
 * and refuse the rest in JSON; what they do not read, Bun drops as it comes, whatever its length.
 */
const bodyBytesMax = Number.MAX_SAFE_INTEGER

/** Listens on the configured host and port. Throws when the port is taken. */
export function listen(app: App, { host, port }: Pick<Config, 'host' | 'port'>): Listening {
  app.listen({
    hostname: host,
    port,
    idleTimeout: idleSeconds,
    maxRequestBodySize: bodyBytesMax,
    // Elysia's default lets a second server share a taken port, unnoticed by anybody.
    reusePort: false,
    // Without it, Bun shows errors to the client, source lines included, and prints them.
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
