/** Requests made by fast-check from an OpenAPI document: valid ones, nearly valid ones, and any others. */
import fc from 'fast-check'
import type { OpenApi, Operation } from '../judges/openapi-judge.ts'
import { damaged, valid } from './schema-values.ts'

export interface GeneratedRequest {
  method: string
  /** Including the query. */
  path: string
  headers: [name: string, value: string][]
  body: string | Uint8Array<ArrayBuffer> | null
}

/** Values that the server under test knows, so that requests get past its first check. */
export interface KnownValues {
  /** Values for parameters: existing ids, valid signatures. */
  values: string[]
  /** Valid credentials by security scheme: an id for the path, and the token for `Authorization: Bearer`. */
  keys: Record<string, Key[]>
  /** Links for the texts in bodies. */
  links: string[]
  /** Whole paths with their query, such as signed addresses. */
  paths: string[]
  /** A text in most of the invented names and values. No answer may repeat it. */
  canary: string
}

export interface Key {
  id: string
  token: string
}

type Texts = fc.Arbitrary<string>

/** Stands for the id of the chosen key in a path. */
const anyId = '{id}'

export function requestsFor({ paths }: OpenApi, knownValues: KnownValues): fc.Arbitrary<GeneratedRequest> {
  const { values, keys, links, canary } = knownValues
  const allKeys = Object.values(keys).flat()
  const junk = junkTexts(canary)
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.stringMatching(/^\d{15,22}$/) },
    { weight: 2, arbitrary: junk },
  )
  const text = fc.oneof(fc.constantFrom(...links), value)
  const headers = headerLists(
    allKeys.map(({ token }) => token),
    junk,
  )
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) =>
      fc
        .record({
          method: mostly(method.toUpperCase(), otherMethods),
          path: addresses(path, operation, value),
          headers,
          body: bodies(operation, text, junk),
          key: fc.constantFrom(...(keys[Object.keys(operation.security?.[0] ?? {})[0] ?? ''] ?? allKeys)),
          isLetIn: fc.boolean(),
        })
        .map(({ key, isLetIn, ...request }) => (isLetIn ? letIn(request, key) : withId(request, key))),
    ),
  )
  const wild = fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'DELETE'), otherMethods),
    path: fc.oneof(
      fc.constantFrom(...knownValues.paths),
      fc.array(junk, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
      fc.constantFrom('/', '//', '/swagger', '/swagger/', '/swagger/ui.js', '/swagger/json', '/.env'),
    ),
    headers,
    body: fc.oneof(fc.constant(null), bytesOf(junk)),
  })
  return fc
    .oneof({ weight: 9, arbitrary: fc.oneof(...operations) }, { weight: 1, arbitrary: wild })
    .map(fitted)
}

const otherMethods = fc.constantFrom('PUT', 'PATCH', 'OPTIONS', 'POST', 'GET', 'DELETE')

function withId(request: GeneratedRequest, { id }: Key): GeneratedRequest {
  return { ...request, path: request.path.replace(anyId, id) }
}

function letIn(request: GeneratedRequest, key: Key): GeneratedRequest {
  const others = request.headers.filter(([name]) => name !== 'authorization')
  return { ...withId(request, key), headers: [['authorization', `Bearer ${key.token}`], ...others] }
}

/** Removes the body of a GET, because fetch refuses to send it. */
function fitted(request: GeneratedRequest): GeneratedRequest {
  return request.method === 'GET' ? { ...request, body: null } : request
}

function mostly<T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })
}

/** Short and long texts, ASCII and not, raw and percent-encoded; two thirds of them contain the canary. */
function junkTexts(canary: string): Texts {
  const plain = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('..', '.', '%2e%2e', '%', '%zz', '%00', '%ff', '%2F', 'null', '-1', '1e999', '__proto__'),
    fc.constantFrom("' OR 1=1 --", '{"$ne":null}', '<script>', '\u202e', '🦘', '٣'),
    fc.nat({ max: 1200 }).map((length) => 'x'.repeat(length)),
  )
  return fc.oneof(
    plain,
    plain.map((text) => canary + text),
    plain.map((text) => text + canary),
  )
}

function addresses(path: string, { parameters = [] }: Operation, value: Texts): Texts {
  const encoded = value.map((text) => text.replace(/[/?#\\\s]/g, encodeURIComponent))
  const id = fc.oneof({ weight: 2, arbitrary: fc.constant(anyId) }, { weight: 1, arbitrary: encoded })
  const first = path.split('/').findIndex((part) => part.startsWith('{'))
  const inPath = path
    .split('/')
    .map((part, index) => (index === first ? id : part.startsWith('{') ? encoded : fc.constant(part)))
  const slash = fc.constantFrom('/', '/', '/', '/', '/', '//')
  const located = fc.tuple(fc.tuple(...inPath), slash, fc.constantFrom('', '', '', '/'))
  const named = parameters.filter((parameter) => parameter.in === 'query')
  const query = fc.tuple(
    ...named.map(({ name, schema }) =>
      fc.option(pair(fc.constant(name), fc.oneof(valid(schema, value), value))),
    ),
    fc.option(pair(value, value), { freq: 9 }),
  )
  return fc.tuple(located, query).map(([[parts, separator, end], pairs]) => {
    const given = pairs.filter((one) => one !== null).join('&')
    return parts.join(separator) + end + (given && `?${given}`)
  })
}

function pair(name: Texts, value: fc.Arbitrary<unknown>): Texts {
  return fc
    .tuple(name, value)
    .map(([left, right]) => `${left}=${String(right)}`.replace(/[#\s]/g, encodeURIComponent))
}

function headerLists(tokens: string[], junk: Texts): fc.Arbitrary<[string, string][]> {
  const token = fc.constantFrom(...tokens)
  const bearer = fc.tuple(fc.constantFrom('Bearer', 'bearer'), token).map((parts) => parts.join(' '))
  const authorization = fc.oneof(
    { weight: 6, arbitrary: bearer },
    { weight: 1, arbitrary: token },
    { weight: 1, arbitrary: junk.map((text) => `Bearer ${text}`) },
    { weight: 1, arbitrary: fc.tuple(bearer, junk).map((parts) => parts.join(' ')) },
  )
  const names = [
    'accept',
    'content-type',
    'cookie',
    'range',
    'if-none-match',
    'origin',
    'user-agent',
    'expect',
  ]
  const forwarded = ['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'x-real-ip', 'content-encoding']
  const other = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...names, ...forwarded), junk) },
    { weight: 1, arbitrary: fc.constant(['accept', 'text/html'] as [string, string]) },
  )
  const host = fc.tuple(
    fc.constant('x-forwarded-host'),
    fc.constantFrom('a.example', 'a.example:8', 'no host!'),
  )
  const authorized = fc
    .option(authorization, { freq: 6 })
    .map((value) => (value ? [['authorization', value]] : []))
  return fc
    .tuple(authorized, fc.array(fc.oneof(other, host), { maxLength: 3 }))
    .map(([first, rest]) =>
      [...first, ...rest].map(([name, value]): [string, string] => [name!, sendable(value!)]),
    )
}

/**
 * Limits a text to what a client can send as a header value. All headers together must stay below the 16 KiB
 * that Bun reads.
 */
function sendable(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').slice(0, 1500)
}

function bodies(
  { requestBody }: Operation,
  text: Texts,
  junk: Texts,
): fc.Arbitrary<GeneratedRequest['body']> {
  const wild = fc.oneof(
    fc.constant(null),
    bytesOf(junk),
    fc.json(),
    junk.map((inner) => JSON.stringify(inner)),
  )
  const media = requestBody && Object.values(requestBody.content)[0]
  if (!media) return mostly<GeneratedRequest['body']>(null, wild)
  const right = valid(media.schema, text)
  const nearly = fc
    .tuple(right, fc.jsonValue(), fc.nat())
    .map(([value, other, at]) => damaged(value, other, at))
  const padded = fc
    .tuple(right, fc.constantFrom(1, 20_000, 60_000))
    .map(([value, length]) => [value, ' '.repeat(length)])
  return fc.oneof(
    { weight: 5, arbitrary: right.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: nearly.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: padded.map(([value, space]) => JSON.stringify(value) + space) },
    { weight: 2, arbitrary: wild },
  )
}

function bytesOf(junk: Texts): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const random = fc.uint8Array({ maxLength: 200 })
  return fc
    .oneof(
      random,
      junk.map((text) => new TextEncoder().encode(text)),
    )
    .map((bytes) => Uint8Array.from(bytes))
}
