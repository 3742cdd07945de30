/**
 * The HTTP API on a real, fresh database, without a port and without workers. A test takes the place of the
 * workers with `finish` and `failWith`.
 */
import { gzipSync } from 'node:zlib'
import { openStorage } from '../../../results/open-storage.ts'
import { loadConfig } from '../../../config/config.ts'
import { createKeyedHash, packageIdOf, sealResult } from '../../../crypto.ts'
import { sharedSecret } from '../../../db/secrets.ts'
import { createApp, routesOf } from '../../../http/app.ts'
import type { Context } from '../../../http/endpoint.ts'
import { createLookups } from '../../../discord/lookups.ts'
import { createLegacyResults } from '../../../legacy/results.ts'
import { createLogger } from '../../../telemetry/logger.ts'
import { createMetrics } from '../../../telemetry/metrics.ts'
import { claim, complete, fail } from '../../../queue/claims.ts'
import { Keyring } from '../../../queue/keyring.ts'
import { createSignals } from '../../../queue/signals.ts'
import { StatusCache } from '../../../queue/status-cache.ts'
import type { PackageEvent } from '../../../discord/webhook.ts'
import { checkAnswer } from '../judges/api-documentation.ts'
import { freshDatabase } from './database.ts'

export type TestApi = Awaited<ReturnType<typeof startApi>>

/**
 * Starts the API. `environment` holds settings of the server. Unless it says otherwise, all rate limits are
 * at least 10,000 per minute.
 */
export async function startApi(environment: Record<string, string> = {}) {
  const fresh = await freshDatabase()
  const { database } = fresh
  const config = loadConfig({ ...unlimited, ...environment })
  const lines: string[] = []
  const events: PackageEvent[] = []
  const logger = createLogger('debug', (line) => lines.push(line))
  const { storage, bucket } = await openStorage(config, database, logger)
  const metrics = createMetrics()
  const context: Context = {
    config,
    logger,
    metrics,
    workers: () => ({ running: 0, isAlive: true }),
    database,
    storage,
    legacy: createLegacyResults({ database, storage, resultBytesMax: config.resultBytesMax }),
    keyring: new Keyring({ holdSeconds: config.keyHoldSeconds, sizeMax: config.queueMax }),
    statusCache: new StatusCache(database, { windowMs: 1 }),
    signals: createSignals(),
    hashAddress: createKeyedHash(),
    lookups: createLookups({ config, database, logger, metrics, paceMs: 1 }),
    notify: (event) => events.push(event),
    objectSecret: await sharedSecret(database, 'object-urls'),
    demo: async () => ({ sqliteGzip: gzipSync('demo database') }),
    isShuttingDown: () => false,
  }
  const app = createApp(context)
  const routes = routesOf(context)
  const send = async (request: Request) => {
    const response = await app.handle(request)
    await checkAnswer(routes, request, response.clone() as Response)
    return response
  }
  const claimOne = async (key: string) =>
    (await claim(database, { held: new Set([packageIdOf(key)]), leaseSeconds: 15, attemptsMax: 5 }))!
  return {
    ...fresh,
    app,
    context,
    /** Null without S3_ENDPOINT in `environment`. */
    bucket,
    /** All log lines. */
    lines,
    /** All events that a webhook would receive. */
    events,
    /** Sends a request to the application. Every answer is compared with the documentation. */
    send,
    /** Builds and sends a request; `key` goes into the Authorization header. */
    call: (method: string, path: string, { key, body, headers }: CallOptions = {}) =>
      send(
        new Request(`http://localhost${path}`, {
          method,
          headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    /** Replaces a worker: marks the package as processed with this result. */
    async finish(key: string, result: Uint8Array): Promise<void> {
      const held = await claimOne(key)
      const prepared = await context.storage.prepare(sealResult(result, key, held.packageId))
      await complete(database, context.storage, held, prepared)
      context.statusCache.invalidate(held.packageId)
    },
    async failWith(key: string, detail: Parameters<typeof fail>[2]): Promise<void> {
      const held = await claimOne(key)
      await fail(database, held, detail)
      context.statusCache.invalidate(held.packageId)
    },
    claimOne,
  }
}

/** A JSON body, for a test to inspect. */
export async function bodyOf(response: Response): Promise<any> {
  return response.json()
}

const unlimited = Object.fromEntries([
  ['WIDGETS_PER_MINUTE', '10000'],
  ...['POSTS', 'REQUESTS', 'RESULTS'].flatMap((what) => [
    [`${what}_PER_MINUTE`, '10000'],
    [`${what}_BURST`, '10000'],
  ]),
])

interface CallOptions {
  key?: string
  body?: unknown
  headers?: Record<string, string>
}
