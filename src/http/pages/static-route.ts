/**
 * Routes for pages and their files. They are open to GET requests and handled like every other route (log
 * line, metric, limit).
 */
import type { Context, Route } from '../endpoint.ts'
import { Failure } from '../schemas.ts'

export interface StaticContent {
  /** The Content-Type header, with its charset. */
  type: string
  /**
   * A text, bytes or a file (`Bun.file(path)`); or a function that makes one of these, or a whole response,
   * for a request.
   */
  body: StaticBody | ((request: Request, context: Context) => Made | Promise<Made>)
  /** Headers besides Content-Type: `cache-control`, `content-security-policy`, … */
  headers?: Record<string, string>
  /** The route in metrics and log lines, if several addresses share one. */
  countedAs?: string
}

type StaticBody = string | Uint8Array<ArrayBuffer> | Blob
/** A whole response must be a 200 with the `type`, a 304, or a 404 from `failure`. */
type Made = StaticBody | Response

/**
 * A route for a page or a part of one. Make one for each address, and add them to `routesOf` (app.ts):
 *
 *     staticRoute('/page.js', { type: 'text/javascript; charset=utf-8', body: Bun.file(path) })
 *     staticRoute('/', { type: 'text/html; charset=utf-8', body: html, headers: { 'content-security-policy': policy } })
 *
 * Each address needs its own route: there are no folders, so a crafted path reaches no other file. The route
 * is not in the API's documentation. Its requests are logged at debug level, and count against
 * REQUESTS_PER_MINUTE of the client's address. Without `cache-control`, browsers keep the response for an
 * hour.
 */
export function staticRoute(path: string, { type, body, headers, countedAs }: StaticContent): Route {
  return [
    'GET',
    path,
    {
      summary: path,
      description: 'A page, or a part of one.',
      group: 'Server',
      needs: 'nothing',
      isHidden: true,
      ...(countedAs !== undefined && { countedAs }),
      isPoll: true,
      limit: 'request',
      answers: {
        200: { description: 'The page.', contentType: type },
        304: { description: 'The browser’s copy is current.' },
        404: { description: 'Not available for this kind of request.', schema: Failure },
        429: { description: 'Too many requests from this address; see Retry-After.', schema: Failure },
      },
      async handle({ request }, context) {
        const content = typeof body === 'function' ? await body(request, context) : body
        if (content instanceof Response) return content
        return new Response(content, {
          headers: { 'cache-control': 'max-age=3600', ...headers, 'content-type': type },
        })
      },
    },
  ]
}
