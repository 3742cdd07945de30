/** The HTTP API: which route answers what. */
import { Elysia } from 'elysia'
import { safeError, tagOf } from '../telemetry/logger.ts'
import { adminRoutes } from './routes/admin.ts'
import { failure } from './request/answers.ts'
import { getBlob, getData, getObject } from './routes/results.ts'
import { createAddressReader } from './request/client-address.ts'
import { answerPreflight, corsHeaders } from './request/cors.ts'
import { isTransientError } from '../db/transient-errors.ts'
import { getDemoBlob, getDemoData, getDemoStatus } from './routes/demo.ts'
import type { Context, Endpoint, Incoming, Route } from './endpoint.ts'
import { getHealth } from './routes/health.ts'
import { getUser, getWidget } from './routes/lookups.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { operationOf } from './pages/openapi.ts'
import { createPostProcess, deleteProcess } from './routes/packages.ts'
import { createRequestLimits, type RequestLimits } from './request/request-limits.ts'
import { getStatus } from './routes/status.ts'
import { pageRoutes } from './pages/page.ts'
import { swaggerPages } from './pages/swagger.ts'

/** Every route of the API, in the order of its documentation. */
export function routesOf(context: Context): Route[] {
  return [
    ['POST', '/process', createPostProcess(context)],
    ['GET', '/process/:id/status', getStatus],
    ['DELETE', '/process/:id', deleteProcess],
    ['GET', '/process/:id/blob', getBlob],
    ['GET', '/process/:id/data', getData],
    ['GET', '/objects/:blobId', getObject],
    ['GET', '/process/demo/status', getDemoStatus],
    ['GET', '/process/demo/data', getDemoData],
    ['GET', '/process/demo/blob', getDemoBlob],
    ['GET', '/process/:id/user/:userId', getUser],
    ['GET', '/widget/:guildId', getWidget],
    ['GET', '/health', getHealth],
    ...metricsRoutes(context),
    ...adminRoutes(context),
  ]
}

/** The application. `handle(request)` answers without a port; server.ts gives it one. Nothing is started here. */
export function createApp(context: Context): App {
  const app: App = new Elysia()
  const addressOf = createAddressReader(context.config)
  const limits = createRequestLimits(context.config)
  app
    .onRequest(({ request, set }) => {
      Object.assign(set.headers, corsHeaders)
      if (request.method === 'OPTIONS') return answerPreflight(request)
      const collapsed = collapseSlashes(request.url)
      if (collapsed === null) return
      // The same request: a copy of it would never get the rest of a body that comes in chunks.
      return app.handle(Object.defineProperty(request, 'url', { value: collapsed }))
    })
    .onError(({ error, request }) => answerUnrouted(error, request, context))
  for (const [method, path, endpoint] of routesOf(context)) {
    app.route(
      method,
      path,
      ({ request, params, server }) => {
        const connection = server?.requestIP(request)?.address ?? ''
        const incoming = { request, params: decoded(params), address: addressOf(request, connection) }
        return answer([method, path, endpoint], incoming, context, limits)
      },
      // The routes read their own bodies, within their own limits.
      { parse: 'none', detail: operationOf(endpoint) },
    )
  }
  return app.use(pageRoutes()).use(swaggerPages(context.config)) as unknown as App
}

export type App = Elysia

/** Answers one request and writes its line of the log. A route that throws is answered by its own kind of failure. */
async function answer(
  route: Route,
  incoming: Incoming,
  context: Context,
  limits: RequestLimits,
): Promise<Response> {
  const [method, path, endpoint] = route
  const { logger, metrics } = context
  const startedAt = performance.now()
  const { id } = incoming.params
  const fields = { method, route: path, ...(id && { package: tagOf(id) }) }
  let response: Response
  try {
    const waitSeconds = limits(endpoint, incoming)
    response = waitSeconds > 0 ? refuse(endpoint, waitSeconds) : await endpoint.handle(incoming, context)
  } catch (error) {
    const status = isTransientError(error) ? 503 : 500
    if (status === 503) metrics.databaseErrors.add({ place: 'request' })
    // While the database is away every waiting user fails once a second: one line each would bury the log.
    const level = endpoint.isPoll && status === 503 ? 'debug' : 'error'
    logger[level]('request_failed', { ...fields, ...safeError(error) })
    response =
      endpoint.onFailure?.(status) ?? failure(status, status === 503 ? 'temporarily_unavailable' : 'internal')
  }
  const ms = performance.now() - startedAt
  metrics.requests.add({ method, route: path, status: response.status })
  metrics.requestSeconds.observe({ route: path }, ms / 1000)
  logger[endpoint.isPoll ? 'debug' : 'info']('request', {
    ...fields,
    status: response.status,
    ms: Math.round(ms),
  })
  return response
}

/** In the shape of the route's own failures: the official client hangs after others. */
function refuse(endpoint: Endpoint, waitSeconds: number): Response {
  const response = endpoint.onFailure?.(429) ?? failure(429, 'too_many_requests')
  response.headers.set('retry-after', String(waitSeconds))
  return response
}

/** What Elysia itself throws: there is no such route, or the request cannot be read at all. */
function answerUnrouted(error: unknown, request: Request, { logger, metrics }: Context): Response {
  const isUnknown = (error as { code?: unknown } | null)?.code === 'NOT_FOUND'
  if (!isUnknown) logger.error('request_failed', { method: request.method, route: '', ...safeError(error) })
  metrics.requests.add({ method: 'other', route: 'unknown', status: isUnknown ? 404 : 500 })
  return isUnknown ? failure(404, 'not_found') : failure(500, 'internal')
}

/** The same address with single slashes, or null when it has them already: people end the server's address with one. */
function collapseSlashes(address: string): string | null {
  const start = address.indexOf('/', address.indexOf('://') + 3)
  const end = address.indexOf('?') < 0 ? address.length : address.indexOf('?')
  const path = address.slice(start, end)
  return path.includes('//')
    ? address.slice(0, start) + path.replace(/\/{2,}/g, '/') + address.slice(end)
    : null
}

/** Elysia gives null for a parameter whose percent-encoding is broken, and nothing for a route without parameters. */
function decoded(params: Record<string, string | null> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, value ?? '']))
}
