/**
 * What a route is: what it needs, how it answers, and how it is documented. app.ts puts each under its method
 * and path.
 */
import type { TSchema } from 'typebox'
import type { Lookups } from '../discord/lookups.ts'
import type { Claimant, PackageParts } from '../packages/parts.ts'
import type { Storage } from '../results/store.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** Everything that the routes work with. */
export interface Context extends PackageParts {
  metrics: Metrics
  storage: Storage
  lookups: Lookups
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

/** What a request must bring, and what the guard (guard.ts) hands over to the route once it has seen it. */
export interface Admissions {
  /** `Authorization: Bearer KEY`, of the package in the path (`:id`). */
  key: Claimant
  /** `Authorization: Bearer ADMIN_TOKEN`. */
  admin: object
  /** `Authorization: Bearer METRICS_TOKEN`. */
  metrics: object
  /** A signature made here, that has not expired, of the object in the path (`:blobId`). */
  signature: { blobId: string }
  /** Everybody may ask. */
  nothing: object
}

export type Need = keyof Admissions

export interface Answer {
  description: string
  /** Of a JSON body; without it, the body is `contentType`, or empty. */
  schema?: TSchema
  contentType?: string
  example?: unknown
}

/** The failures that are answered before or instead of the route itself. */
export type FailureStatus = 401 | 403 | 429 | 500 | 503

interface Described {
  summary: string
  description: string
  group: 'Packages' | 'Results' | 'Demo' | 'Lookups' | 'Server' | 'Administration'
  /** Not in the documentation: pages and their parts. */
  isHidden?: boolean
  params?: Record<string, TSchema>
  query?: Record<string, TSchema>
  body?: TSchema
  bodyExample?: unknown
  /** Of a body that is not JSON: its content type. */
  bodyType?: string
  answers: Record<number, Answer>
  /** A package or a result comes in by it: from ALLOWED_NETWORKS only. */
  isSubmission?: boolean
  /** Asked once a second by every waiting user: logged at debug level only. */
  isPoll?: boolean
  /** Requests take from this limit (request-limits.ts) before they are handled, and may be answered 429. */
  limit?: 'request' | 'result' | 'widget'
  /**
   * What is answered to who is not let in, to too many requests, and for failures of the server; default:
   * `{error}`.
   */
  onFailure?(status: FailureStatus): Response
}

/**
 * A route that needs this. `needs` has no default: a route that does not say what it needs does not compile.
 */
export interface EndpointFor<N extends Need> extends Described {
  needs: N
  handle(incoming: Incoming & Admissions[N], context: Context): Response | Promise<Response>
}

export type Endpoint = { [N in Need]: EndpointFor<N> }[Need]

export type Route = [method: 'GET' | 'POST' | 'DELETE', path: string, endpoint: Endpoint]
