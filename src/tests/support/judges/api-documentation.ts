/**
 * Compares the API with its documentation: an answer that is not documented fails the test that requested it.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Route } from '../../../http/endpoint.ts'
import { answersOf } from '../../../http/pages/openapi.ts'
import { addressCharactersMax } from '../../../http/routes/too-long.ts'

const validators = new WeakMap<TSchema, ReturnType<typeof Compile>>()

/**
 * Throws unless the answer's status, type and body are documented at its route, and it has a CORS header. An
 * unknown route must give a JSON 404; if its address is too long, it may also give a JSON 414 or 429. Answers
 * to OPTIONS are not checked.
 */
export async function checkAnswer(routes: Route[], request: Request, response: Response): Promise<void> {
  if (request.method === 'OPTIONS') return
  const path = new URL(request.url).pathname.replace(/\/{2,}/g, '/')
  const route = find(routes, request.method, path)
  const name = route ? `${route[0]} ${route[1]} ${response.status}` : `${request.method} unknown route`
  const type = response.headers.get('content-type')
  if (response.headers.get('access-control-allow-origin') !== '*') throw new Error(`${name}: no CORS header`)
  const isTooLong = request.url.length > addressCharactersMax
  if (!route) {
    if (![404, ...(isTooLong ? [414, 429] : [])].includes(response.status) || type !== 'application/json')
      throw new Error(`${name}: ${response.status}`)
    return
  }
  const answer = answersOf(route[0], route[2])[response.status]
  if (!answer) throw new Error(`${name} is not documented`)
  const expected = answer.schema ? 'application/json' : (answer.contentType ?? null)
  if (type !== expected) throw new Error(`${name}: ${type} instead of ${expected}`)
  if (answer.schema && !validatorOf(answer.schema).Check(await response.json())) {
    throw new Error(`${name}: the body does not match its schema`)
  }
}

/** Finds the route like the router: fixed parts take precedence over parameters. */
function find(routes: Route[], method: string, path: string): Route | undefined {
  const matching = routes.filter(([at, pattern]) => {
    const expression = pattern.replace(/:[A-Za-z]+/g, '[^/]+')
    return at === method && new RegExp(`^${expression}/?$`).test(path)
  })
  return matching.find(([, pattern]) => !pattern.includes(':')) ?? matching[0]
}

function validatorOf(schema: TSchema) {
  const known = validators.get(schema) ?? Compile(schema)
  validators.set(schema, known)
  return known
}
