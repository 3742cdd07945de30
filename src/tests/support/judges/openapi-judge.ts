/**
 * Judges answers by the server's own OpenAPI document. Of the routes outside it, it knows only Swagger UI and
 * the page.
 */
import Schema from 'typebox/schema'

/** The part of an OpenAPI 3.1 document that is used. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
}

export interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; schema: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> }
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>
  security?: Record<string, unknown>[]
}

export type JsonSchema = Record<string, unknown>

/** An answer as received over the connection. */
export interface Answered {
  status: number
  headers: Headers
  body: Buffer
}

export interface Judge {
  /** The problem with the answer to a request, in words; null if there is none. `path` has no query. */
  objectionTo(method: string, path: string, answer: Answered): string | null
}

/**
 * The answers to OPTIONS, and those of unknown routes, which are the same everywhere; null: no content type.
 */
const anywhere: Record<string, { statuses: number[]; type: string | null }> = {
  OPTIONS: { statuses: [204], type: null },
  // 414 is for addresses that are too long.
  unknown: { statuses: [404, 414], type: 'application/json' },
}

export function createJudge({ paths }: OpenApi): Judge {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      fixedParts: path.split('/').filter((part) => !part.startsWith('{')).length,
      operation,
    })),
  )
  // Like routers: fixed parts take precedence over parameters.
  routes.sort((one, other) => other.fixedParts - one.fixedParts)
  const validators = new Map<JsonSchema, ReturnType<typeof Schema.Compile>>()
  const matches = (schema: JsonSchema, value: unknown) => {
    const validator = validators.get(schema) ?? Schema.Compile(schema)
    validators.set(schema, validator)
    return validator.Check(value)
  }
  return {
    objectionTo(method, path, { status, headers, body }) {
      const type = headers.get('content-type')
      if (headers.get('access-control-allow-origin') !== '*') return 'no CORS header'
      if (headers.get('x-content-type-options') !== 'nosniff') return 'no nosniff header'
      const single = path.replace(/\/{2,}/g, '/')
      if (/^\/swagger(\/|$)/.test(single) && method === 'GET') return status < 500 ? null : `status ${status}`
      // The page's own routes are not part of the API. Below /page/, only addresses of existing files count
      // as known.
      if (/^\/(page\/.*)?$/.test(single) && method === 'GET' && (status === 200 || status === 304))
        return null
      const route = routes.find(({ pattern, method: at }) => at === method && pattern.test(single))
      const expected = method === 'OPTIONS' ? anywhere.OPTIONS : route ? undefined : anywhere.unknown
      if (expected) {
        return expected.statuses.includes(status) && type === expected.type
          ? null
          : `${status} ${type} instead of ${expected.statuses.join(' or ')}`
      }
      const documented = route!.operation.responses[status]
      if (!documented) return `${route!.name} does not document the status ${status}`
      const [wanted, media] = Object.entries(documented.content ?? {})[0] ?? [null, null]
      if (type !== wanted) return `${route!.name} ${status}: ${type} instead of ${wanted}`
      if (wanted === null) return body.length === 0 ? null : `${route!.name} ${status}: a body`
      if (wanted !== 'application/json') return null
      const value = parse(body)
      if (value === undefined) return `${route!.name} ${status}: no JSON`
      return matches(media!.schema, value) ? null : `${route!.name} ${status}: not as its schema`
    },
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
