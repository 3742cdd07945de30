/**
 * Defines a route: what it needs, how it answers, and its documentation. app.ts adds the method and the path.
 */
import type { TSchema } from 'typebox'
import type { Lookups } from '../discord/lookups.ts'
import type { Claimant, PackageParts } from '../packages/parts.ts'
import type { Storage } from '../results/store.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** Everything that the routes use. */
export interface Context extends PackageParts {
  metrics: Metrics
  storage: Storage
  lookups: Lookups
  /** The key that signs object addresses. All nodes of one database have the same key. */
  objectSecret: Uint8Array
  /** The demo's result, a gzipped SQLite file. The first call of a day makes it; later calls reuse it. */
  demo(): Promise<{ sqliteGzip: Uint8Array }>
  isShuttingDown(): boolean
  /** The state of this process's pool: running jobs, and whether it is alive. */
  workers(): { running: number; isAlive: boolean }
}

/** A request after routing. */
export interface Incoming {
  request: Request
  /** Path parameters by name, percent-decoded. '' if the encoding is invalid. */
  params: Record<string, string>
  /** The client's IP address, or '' without a connection (in tests). */
  address: string
}

/** What a request must contain → what the guard (guard.ts) passes to the route after checking it. */
export interface Admissions {
  /** `Authorization: Bearer KEY`, with the KEY of the package in the path (`:id`). */
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
  /** The schema of a JSON body. Without it, the body has `contentType`, or there is none. */
  schema?: TSchema
  contentType?: string
  example?: unknown
}

/** Statuses of responses to requests whose handler was not called, or failed. */
export type FailureStatus = 401 | 403 | 429 | 500 | 503

interface Described {
  summary: string
  description: string
  group: 'Packages' | 'Results' | 'Demo' | 'Lookups' | 'Server' | 'Administration'
  /** Its route in metrics and log lines, if several addresses share one; otherwise its path. */
  countedAs?: string
  /** Left out of the documentation: pages, their files, and the answer to addresses that are too long. */
  isHidden?: boolean
  params?: Record<string, TSchema>
  query?: Record<string, TSchema>
  body?: TSchema
  bodyExample?: unknown
  /** The content type of a body that is not JSON. */
  bodyType?: string
  answers: Record<number, Answer>
  /** Accepts a package or a result, so it is allowed from ALLOWED_NETWORKS only. */
  isSubmission?: boolean
  /**
   * Its requests are frequent (polls of waiting users, probes, files of pages), so they are logged at debug
   * level.
   */
  isPoll?: boolean
  /** The rate limit (request-limits.ts) for its requests, if there is one. Requests beyond it get 429. */
  limit?: 'request' | 'result' | 'widget'
  /** The response when the handler is not called or fails; by default `{error}`. */
  onFailure?(status: FailureStatus): Response
}

/** A route with this need. `needs` has no default: a route that does not declare it does not compile. */
export interface EndpointFor<N extends Need> extends Described {
  needs: N
  handle(incoming: Incoming & Admissions[N], context: Context): Response | Promise<Response>
}

export type Endpoint = { [N in Need]: EndpointFor<N> }[Need]

export type Route = [method: 'GET' | 'POST' | 'DELETE', path: string, endpoint: Endpoint]
