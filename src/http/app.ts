/** The HTTP API: the list of routes. */
import { Elysia } from 'elysia'
import { safeError } from '../telemetry/logger.ts'
import { createAnswering } from './answer.ts'
import type { Context, Incoming, Route } from './endpoint.ts'
import { pageRoutes } from './pages/page.ts'
import { swaggerRoutes } from './pages/swagger.ts'
import { failure } from './request/answers.ts'
import { createAddressReader } from './request/client-address.ts'
import { answerPreflight, corsHeaders } from './request/cors.ts'
import { adminRoutes } from './routes/admin.ts'
import { getDemoBlob, getDemoData, getDemoStatus } from './routes/demo.ts'
import { getHealth } from './routes/health.ts'
import { getUser, getWidget } from './routes/lookups.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { createPostProcess, deleteProcess, refusal } from './routes/packages.ts'
import { resultRoutes } from './routes/results.ts'
import { createPostResult } from './routes/uploads.ts'
import { getStatus } from './routes/status.ts'
import { addressCharactersMax, tooLongRoute } from './routes/too-long.ts'

/** Every route, in the order of the documentation; pages come last. */
export function routesOf(context: Context): Route[] {
  const api: Route[] = [
    ['POST', '/process', createPostProcess(context)],
    ['GET', '/process/:id/status', getStatus],
    ['DELETE', '/process/:id', deleteProcess],
    ...resultRoutes(context),
    ['POST', '/results/:id', createPostResult(context)],
    ['GET', '/process/demo/status', getDemoStatus],
    ['GET', '/process/demo/data', getDemoData],
    ['GET', '/process/demo/blob', getDemoBlob],
    ['GET', '/process/:id/user/:userId', getUser],
    ['GET', '/widget/:guildId', getWidget],
    ['GET', '/health', getHealth],
    ...metricsRoutes(context),
    ...adminRoutes(context),
  ]
  return [...api, ...pageRoutes(), ...swaggerRoutes(api, context.config)]
}

/**
 * Creates the application. `handle(request)` answers without a port; server.ts listens on one. Creating the
 * application starts nothing.
 */
export function createApp(context: Context): App {
  const app: App = new Elysia()
  const addressOf = createAddressReader(context.config)
  const answer = createAnswering(context)
  const incomingOf = (request: Request, server: App['server'], params = {}): Incoming => {
    const connection = server?.requestIP(request)?.address ?? ''
    return { request, params, address: addressOf(request, connection) }
  }
  app
    .onRequest(({ request, server, set }) => {
      Object.assign(set.headers, corsHeaders)
      if (request.method === 'OPTIONS') return answerPreflight(request)
      if (request.url.length > addressCharactersMax)
        return answer(tooLongRoute(request.method), incomingOf(request, server))
      const collapsed = collapseSlashes(request.url)
      if (collapsed === null) return
      // The address is changed on the request itself, because a copy would not receive the rest of a chunked
      // body.
      return app.handle(Object.defineProperty(request, 'url', { value: collapsed }))
    })
    .onError(({ error, request }) => answerUnrouted(error, request, context))
  for (const [method, path, endpoint] of routesOf(context)) {
    countFromZero([method, path, endpoint], context)
    app.route(
      method,
      path,
      ({ request, params, server }) =>
        answer([method, path, endpoint], incomingOf(request, server, decoded(params))),
      // The routes read their own bodies, with their own limits.
      { parse: 'none' },
    )
  }
  return app
}

export type App = Elysia

/** Exports the counters of a route as 0 at the start, so that an alert also notices the first failure. */
function countFromZero([method, path, { answers, countedAs = path }]: Route, { metrics }: Context): void {
  for (const status of new Set([...Object.keys(answers).map(Number), 500, 503])) {
    metrics.requests.add({ method, route: countedAs, status }, 0)
  }
}

/** Answers errors of Elysia itself: the route does not exist, or the request cannot be parsed. */
function answerUnrouted(error: unknown, request: Request, { logger, metrics }: Context): Response {
  const isUnknown = (error as { code?: unknown } | null)?.code === 'NOT_FOUND'
  const status = isUnknown ? 404 : 500
  if (!isUnknown) logger.error('request_failed', { method: request.method, route: '', ...safeError(error) })
  metrics.requests.add({ method: 'other', route: 'unknown', status })
  logger.debug('request', { method: request.method, route: 'unknown', status, ms: 0 })
  if (!isUnknown) return failure(500, 'internal')
  return isMisplacedPost(request) ? refusal(404, 'wrong_address') : failure(404, 'not_found')
}

/**
 * True for a link that was posted to a wrong path. The official client waits forever unless the response has
 * the usual format.
 */
function isMisplacedPost({ method, url }: Request): boolean {
  return method === 'POST' && /\/process\/?$/.test(url.split('?', 1)[0]!)
}

/**
 * The address without duplicate slashes, or null if there are none. They are common, because people enter the
 * server's address with a slash at its end.
 */
function collapseSlashes(address: string): string | null {
  const start = address.indexOf('/', address.indexOf('://') + 3)
  const end = address.indexOf('?') < 0 ? address.length : address.indexOf('?')
  const path = address.slice(start, end)
  return path.includes('//')
    ? address.slice(0, start) + path.replace(/\/{2,1024}/g, '/') + address.slice(end)
    : null
}

/**
 * Elysia passes null for a parameter with invalid percent-encoding, and undefined for a route without
 * parameters.
 */
function decoded(params: Record<string, string | null> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, value ?? '']))
}
