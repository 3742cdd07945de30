/**
 * Names and avatars of Discord users and servers. They come from the cache, or else from the configured
 * service. Simultaneous lookups of the same id share one request.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { keep, type LookupKind, readKept } from './cache.ts'
import { RateLimitedQueue } from './rate-limited-queue.ts'
import { LookupError } from './request.ts'
import { createDiscord, createDiswho, Guild, User } from './services.ts'

/**
 * missing: Discord does not know the id. failed: the service gave no usable response in time. busy: too many
 * lookups are waiting. off: no service for this kind of id is configured.
 */
export type Unfound = 'missing' | 'failed' | 'busy' | 'off'

/**
 * Its methods never throw. They answer within LOOKUP_SECONDS, plus a few seconds if the database is slow.
 * `sender` is the client's address: addresses take turns.
 */
export interface Lookups {
  user(id: string, sender?: string): Promise<User | Unfound>
  guild(id: string, sender?: string): Promise<Guild | Unfound>
  /** Fails current and later lookups, except those that the cache answers. */
  stop(): void
}

export interface LookupOptions {
  config: Config
  database: Database
  logger: Logger
  metrics: Metrics
  /** Minimum time between two requests to one service; by default `pace`. */
  paceMs?: number
}

/**
 * Milliseconds between two requests. Discord bans an address after 10,000 invalid requests in ten minutes; at
 * this pace there are at most 6,000.
 */
const pace = 100
const missMinutes = 15
/** The cache only saves time, so lookups do not wait for a slow database. */
const cacheSeconds = 2

/** Creates the lookups. This sends no request yet. */
export function createLookups(options: LookupOptions): Lookups {
  const { config } = options
  const queues: RateLimitedQueue[] = []
  const createQueue = (service: 'discord' | 'diswho') => {
    const queue = new RateLimitedQueue(queueOptions(service, options))
    queues.push(queue)
    return queue
  }
  const discord =
    config.discordBotToken === null
      ? null
      : createDiscord(
          { baseUrl: config.discordApiBaseUrl, token: config.discordBotToken },
          createQueue('discord'),
        )
  const diswho =
    config.diswhoBaseUrl === null || config.diswhoJwtSecret === null
      ? null
      : createDiswho({ baseUrl: config.diswhoBaseUrl, secret: config.diswhoJwtSecret }, createQueue('diswho'))
  const users = diswho ?? discord
  return {
    user: createLookup('user', User, users && ((id, sender) => users.user(id, sender)), options),
    guild: createLookup('guild', Guild, discord && ((id, sender) => discord.guild(id, sender)), options),
    stop: () => queues.forEach((queue) => queue.stop()),
  }
}

function queueOptions(service: string, { config, logger, metrics, paceMs = pace }: LookupOptions) {
  return {
    waitingMax: config.lookupQueueMax,
    waitSeconds: config.lookupSeconds,
    paceMs,
    // GET /widget needs no KEY.
    guestRoutes: ['guilds'],
    onReply: (status: number) => metrics.lookupRequests.add({ status }),
    onPause: (why: LookupError['why'], pauseSeconds: number) =>
      logger.warn('lookup_service_in_trouble', { service, why, pauseSeconds }),
  }
}

function createLookup<T extends User | Guild>(
  kind: LookupKind,
  schema: TSchema,
  ask: ((id: string, sender: string) => Promise<T | null>) | null,
  options: LookupOptions,
): (id: string, sender?: string) => Promise<T | Unfound> {
  if (!ask) return async () => 'off'
  const { config, database, metrics, logger } = options
  const shape = Compile(schema)
  /** Pending lookups. Simultaneous lookups of the same id share one answer. */
  const asked = new Map<string, Promise<T | Unfound>>()
  const onCacheTrouble = (error: unknown) => {
    metrics.databaseErrors.add({ place: 'lookup' })
    logger.warn('lookup_cache_failed', safeError(error))
    return null
  }
  const find = async (id: string, sender: string): Promise<T | Unfound> => {
    const kept = await withTimeout(cacheSeconds, readKept(database, kind, id)).catch(onCacheTrouble)
    if (kept && (kept.answer === null || shape.Check(kept.answer))) {
      metrics.lookups.add({ kind, outcome: 'kept' })
      return (kept.answer as T | null) ?? 'missing'
    }
    const found = await ask(id, sender)
    const seconds = found ? config.lookupHours * 3600 : missMinutes * 60
    await withTimeout(cacheSeconds, keep(database, kind, id, found, seconds)).catch(onCacheTrouble)
    metrics.lookups.add({ kind, outcome: found ? 'found' : 'missing' })
    return found ?? 'missing'
  }
  const fail = (error: unknown): Unfound => {
    const isBusy = error instanceof LookupError && error.why === 'queue_full'
    metrics.lookups.add({ kind, outcome: isBusy ? 'busy' : 'failed' })
    const why = error instanceof LookupError ? { why: error.why } : safeError(error)
    logger.debug('lookup_failed', { kind, ...why })
    return isBusy ? 'busy' : 'failed'
  }
  return (id, sender = '') => {
    const known = asked.get(id)
    if (known) return known
    const answer = find(id, sender)
      .catch(fail)
      .finally(() => asked.delete(id))
    asked.set(id, answer)
    return answer
  }
}
