/** Answers a request to any route: guard, rate limit, handler, then metric and log line. */
import { isTransientError } from '../db/transient-errors.ts'
import { safeError, tagOf } from '../telemetry/logger.ts'
import type { Context, Endpoint, FailureStatus, Incoming, Need, Route, EndpointFor } from './endpoint.ts'
import { createGuard } from './guard.ts'
import { failure } from './request/answers.ts'
import { createRequestLimits } from './request/request-limits.ts'

export type Answering = (route: Route, incoming: Incoming) => Promise<Response>

/**
 * Creates the answering function. It never rejects: if a route throws, it answers with the route's own
 * failure response.
 */
export function createAnswering(context: Context): Answering {
  const { logger, metrics } = context
  const guard = createGuard(context)
  const limits = createRequestLimits(context.config)

  const admitted = async (endpoint: Endpoint, incoming: Incoming): Promise<Response> => {
    const admission = guard(endpoint, incoming)
    if (admission instanceof Response) return asRefusal(admission)
    const request = { ...incoming, ...admission }
    const waitSeconds = limits(endpoint, request)
    if (waitSeconds > 0) return asRefusal(tooMany(endpoint, waitSeconds))
    // The cast is safe: the guard has added to the request what this endpoint needs.
    return (endpoint as EndpointFor<Need>).handle(request, context)
  }

  return async (route, incoming) => {
    const [method, path, endpoint] = route
    const startedAt = performance.now()
    const { id } = incoming.params
    const counted = { method, route: endpoint.countedAs ?? path }
    const fields = () => ({ ...counted, ...(id && { package: tagOf(id) }) })
    let response: Response
    try {
      response = await admitted(endpoint, incoming)
    } catch (error) {
      const status = isTransientError(error) ? 503 : 500
      if (status === 503) metrics.databaseErrors.add({ place: 'request' })
      // While the database is unavailable, the poll of every waiting user fails once a second. A log line for
      // each would flood the log.
      const level = endpoint.isPoll && status === 503 ? 'debug' : 'error'
      logger[level]('request_failed', { ...fields(), ...safeError(error) })
      response = failed(endpoint, status)
    }
    const { status } = response
    const ms = performance.now() - startedAt
    metrics.requests.add({ ...counted, status })
    metrics.requestSeconds.observe({ route: counted.route }, ms / 1000)
    // Operators are not interested in polls, nor in refusals, which anybody on the internet can provoke.
    const level = endpoint.isPoll || refusals.has(response) ? 'debug' : 'info'
    logger[level]('request', () => ({ ...fields(), status, ms: Math.round(ms) }))
    return response
  }
}

/** The responses that `asRefusal` has marked. */
const refusals = new WeakSet<Response>()

/** Marks a response as a refusal, which anybody can provoke. Its request is logged at debug level. */
export function asRefusal(response: Response): Response {
  refusals.add(response)
  return response
}

/** The failure in the route's own format. With any other format, the official client could wait forever. */
function failed(endpoint: Endpoint, status: FailureStatus): Response {
  const words = {
    401: 'unauthorized',
    403: 'network_not_allowed',
    429: 'too_many_requests',
    500: 'internal',
    503: 'temporarily_unavailable',
  }
  return endpoint.onFailure?.(status) ?? failure(status, words[status])
}

function tooMany(endpoint: Endpoint, waitSeconds: number): Response {
  const response = failed(endpoint, 429)
  response.headers.set('retry-after', String(waitSeconds))
  return response
}
