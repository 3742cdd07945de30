/** What a route is: how it answers, and how it is documented. app.ts puts each under its method and path. */
import type { TSchema } from 'typebox'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import type { Lookups } from '../discord/lookups.ts'
import type { LegacyResults } from '../legacy/results.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Keyring } from '../queue/keyring.ts'
import type { Signals } from '../queue/signals.ts'
import type { StatusBoard } from '../queue/status-cache.ts'
import type { Storage } from '../results/store.ts'
import type { Notify } from '../discord/webhook.ts'

/** Everything that the routes work with. */
export interface Context {
  config: Config
  logger: Logger
  metrics: Metrics
  database: Database
  storage: Storage
  /** What was taken over from dumpus-api and not yet asked for. */
  legacy: LegacyResults
  keyring: Keyring
  board: StatusBoard
  signals: Signals
  lookups: Lookups
  /** Told of what happens to packages. */
  notify: Notify
  /** Signs object addresses; the same on all nodes of one database. */
  objectSecret: Uint8Array
  /** The demo's result, gzip of its SQLite file. Made at the first call, then the same. */
  demo(): Promise<{ sqliteGzip: Uint8Array }>
  isShuttingDown(): boolean
  /** Of the pool of this process: jobs at work, and whether it looks for more. */
  workers(): { running: number; isAlive: boolean }
}

/** A request after routing. */
export interface Incoming {
  request: Request
  /** By name, percent-decoded; '' when it cannot be decoded. */
  params: Record<string, string>
  /** Of the client: IP address, or '' when there is no connection (tests). */
  address: string
}

export interface Answer {
  description: string
  /** Of a JSON body; without it, the body is `contentType`, or empty. */
  schema?: TSchema
  contentType?: string
  example?: unknown
}

export interface Endpoint {
  summary: string
  description: string
  group: 'Packages' | 'Results' | 'Demo' | 'Look-ups' | 'Server' | 'Administration'
  /** Needs `Authorization: Bearer KEY`. */
  needsKey?: boolean
  /** Needs `Authorization: Bearer ADMIN_TOKEN`. */
  needsAdminToken?: boolean
  params?: Record<string, TSchema>
  query?: Record<string, TSchema>
  body?: TSchema
  bodyExample?: unknown
  answers: Record<number, Answer>
  /** Asked once a second by every waiting user: logged at debug level only. */
  isPoll?: boolean
  /** Requests take from this limit (request-limits.ts) before they are handled, and may be answered 429. */
  limit?: 'request' | 'result'
  /** What a failure of the server itself, or too many requests, are answered; default: `{error}`. */
  onFailure?(status: 429 | 500 | 503): Response
  handle(incoming: Incoming, context: Context): Response | Promise<Response>
}

export type Route = [method: 'GET' | 'POST' | 'DELETE', path: string, endpoint: Endpoint]
