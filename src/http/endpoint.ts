/**
 * The shape of a route: what it needs, how it answers, and its documentation. app.ts assigns method and
 * path.
 */
import type { TSchema } from 'typebox'
import type { Lookups } from '../discord/lookups.ts'
import type { Claimant, PackageParts } from '../packages/parts.ts'
import type { Storage } from '../results/store.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** The parts that the routes work with. */
export interface Context extends PackageParts {
  metrics: Metrics
  storage: Storage
  lookups: Lookups
  /** Signs object addresses; the same on all nodes of one database. */
  objectSecret: Uint8Array
  /** The demo's result, a gzipped SQLite file. Made by the first call, then reused. */
  demo(): Promise<{ sqliteGzip: Uint8Array }>
  isShuttingDown(): boolean
  /** The state of this process's pool: running jobs, and whether it is alive. */
  workers(): { running: number; isAlive: boolean }
}

/** A request after routing. */
export interface Incoming {
  request: Request
  /** By name, percent-decoded; '' if invalid. */
  params: Record<string, string>
  /** The client's IP address, or '' without a connection (in tests). */
  address: string
}

/** What a request must bring → what the guard (guard.ts) passes to the route after checking it. */
export interface Admissions {
  /** `Authorization: Bearer KEY`, of the package in the path (`:id`). */
  key: Claimant
  /** `Authorization: Bearer ADMIN_TOKEN`. */
  admin: object
  /** `Authorization: Bearer METRICS_TOKEN`. */
  metrics: object
  /** A valid signature that has not expired, for the object in the path (`:blobId`). */
  signature: { blobId: string }
  /** Open to everybody. */
  nothing: object
}

export type Need = keyof Admissions

export interface Answer {
  description: string
  /** The schema of a JSON body; without it, the body has `contentType`, or is empty. */
  schema?: TSchema
  contentType?: string
  example?: unknown
}

/** Statuses of failures that are answered before or instead of the handler. */
export type FailureStatus = 401 | 403 | 429 | 500 | 503

interface Described {
  summary: string
  description: string
  group: 'Packages' | 'Results' | 'Demo' | 'Lookups' | 'Server' | 'Administration'
  /** Not documented: pages and their parts. */
  isHidden?: boolean
  params?: Record<string, TSchema>
  query?: Record<string, TSchema>
  body?: TSchema
  bodyExample?: unknown
  /** The content type of a body that is not JSON. */
  bodyType?: string
  answers: Record<number, Answer>
  /** Accepts a package or a result: allowed from ALLOWED_NETWORKS only. */
  isSubmission?: boolean
  /** Polled once a second by every waiting user, and therefore logged at debug level only. */
  isPoll?: boolean
  /** The rate limit (request-limits.ts) that applies to its requests; those above it get 429. */
  limit?: 'request' | 'result' | 'widget'
  /**
   * The response to unauthorized requests, to too many requests, and for server failures; default:
   * `{error}`.
   */
  onFailure?(status: FailureStatus): Response
}

/** A route with this need. `needs` has no default, so a route that does not declare it does not compile. */
export interface EndpointFor<N extends Need> extends Described {
  needs: N
  handle(incoming: Incoming & Admissions[N], context: Context): Response | Promise<Response>
}

export type Endpoint = { [N in Need]: EndpointFor<N> }[Need]

export type Route = [method: 'GET' | 'POST' | 'DELETE', path: string, endpoint: Endpoint]
