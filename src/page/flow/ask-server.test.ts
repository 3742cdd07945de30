/** Submitting a link and fetching its result from a server that is busy, restarts, or has lost the result. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { fetchDemo, fetchResult, fetchViewed } from './fetch-result.ts'
import { FlowError, followPackage } from './follow.ts'
import type { Trouble } from './ask-server.ts'
import { problemOf } from './problem.ts'

const packageId = '5d41402abc4b2a76b9719d911017c592'
const key = 'u001.abc'
const refused = { isAccepted: false, packageId: null, errorMessageCode: 'UNKNOWN_ERROR' }
const soon = { 'retry-after': '0.05' }

/** The answers of the server by method and path; the last one is repeated. */
let answers: Record<string, (() => Response)[]>
let server: Bun.Server<unknown>
const before = { document: globalThis.document, location: globalThis.location }

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch({ method, url }) {
      const left = answers[`${method} ${new URL(url).pathname}`]!
      return (left.length > 1 ? left.shift()! : left[0]!)()
    },
  })
  Object.assign(globalThis, {
    document: { baseURI: server.url.href },
    location: { origin: server.url.origin },
  })
})
afterAll(async () => {
  Object.assign(globalThis, before)
  await server.stop(true)
})
beforeEach(() => {
  answers = {}
})

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}) =>
  () =>
    Response.json(value, { status, headers })
const errorPage = () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: soon })

async function follow(): Promise<{ outcome: unknown; troubles: Trouble[] }> {
  const troubles: Trouble[] = []
  const outcome = await followPackage({
    link: `https://click.discord.com/ls/click?upn=${key}`,
    key,
    signal: new AbortController().signal,
    onProgress: ({ trouble }) => trouble && troubles.push(trouble),
    onAccepted: () => {},
  }).catch((error: unknown) => error)
  return { outcome, troubles }
}

async function fetchIt(): Promise<{ outcome: unknown; troubles: Trouble[] }> {
  const troubles: Trouble[] = []
  const outcome = await fetchResult(packageId, key, {
    signal: new AbortController().signal,
    onTrouble: (trouble) => troubles.push(trouble),
  }).catch((error: unknown) => error)
  return { outcome, troubles }
}

test('a link is sent again after a full queue, a rate limit, or a proxy’s error page', async () => {
  answers = {
    'POST /process': [
      json(503, { ...refused, errorDetail: 'queue_full' }, soon),
      json(429, { ...refused, errorDetail: 'too_many_requests' }, soon),
      errorPage,
      json(200, { isAccepted: true, packageId, errorMessageCode: null, errorDetail: null }),
    ],
    [`GET /process/${packageId}/status`]: [
      () => new Response(null, { status: 429, headers: soon }),
      json(200, { isErrored: false, processingStep: 'PROCESSED' }),
    ],
  }
  expect(await follow()).toEqual({ outcome: packageId, troubles: ['busy', 'busy', 'busy', 'busy'] })
})

test.each([
  ['an expired link', 200, 'EXPIRED_LINK', 'link_expired'],
  ['a network that is not allowed', 403, 'UNAUTHORIZED', 'network_not_allowed'],
  ['an internal error', 500, 'UNKNOWN_ERROR', 'internal'],
] as const)('%s is reported at once', async (_, status, errorMessageCode, errorDetail) => {
  answers = { 'POST /process': [json(status, { ...refused, errorMessageCode, errorDetail })] }
  expect(await follow()).toEqual({ outcome: new FlowError(errorMessageCode, errorDetail), troubles: [] })
})

/** A result as the server stores it. */
async function encrypted(text: string): Promise<{ iv: Uint8Array; bytes: ArrayBuffer }> {
  const iv = new Uint8Array(16).fill(7)
  const secret = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  const imported = await crypto.subtle.importKey('raw', secret, 'AES-CBC', false, ['encrypt'])
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, imported, Bun.gzipSync(text)) }
}

test('a result is requested again after a 503, a proxy’s error page, and a 429', async () => {
  const { iv, bytes } = await encrypted('the result')
  const answer = { url: `${server.url.origin}/objects/1`, iv: iv.toHex(), ttl: 300 }
  answers = {
    [`GET /process/${packageId}/blob`]: [
      json(503, { error: 'temporarily_unavailable' }, soon),
      errorPage,
      json(200, answer),
    ],
    'GET /objects/1': [json(429, { error: 'too_many_requests' }, soon), () => new Response(bytes)],
  }
  const { outcome, troubles } = await fetchIt()
  expect(new TextDecoder().decode(outcome as Uint8Array)).toBe('the result')
  expect(troubles).toEqual(['busy', 'busy', 'busy'])
})

test.each([
  [404, new FlowError('UNKNOWN_PACKAGE_ID', null)],
  [410, new FlowError('UNKNOWN_PACKAGE_ID', null)],
  [401, new FlowError('UNAUTHORIZED', 'key_mismatch')],
  [500, new FlowError('UNKNOWN_ERROR', 'internal')],
])('a %d for a result is final', async (status, outcome) => {
  answers = { [`GET /process/${packageId}/blob`]: [json(status, { error: 'any' })] }
  expect(await fetchIt()).toEqual({ outcome, troubles: [] })
})

test('nobody is asked to paste a link again if there was none: the demo, and a result that `view` serves', async () => {
  const missing = [json(404, { error: 'any' })]
  answers = { 'GET /process/demo/data': missing, 'GET /view/x': missing }
  const fetching = { signal: new AbortController().signal, onTrouble: () => {} }
  for (const attempt of [fetchDemo(fetching), fetchViewed('x')]) {
    const error: unknown = await attempt.catch((error: unknown) => error)
    expect(problemOf(error)).toEqual({ code: 'NO_RESULT', detail: null })
  }
})

test('the user can leave while the server is unreachable', async () => {
  const left = new AbortController()
  answers = { 'POST /process': [() => new Response('<h1>Service unavailable</h1>', { status: 503 })] }
  const following = followPackage({
    link: '',
    key,
    signal: left.signal,
    // The page shows the trouble, and the user goes back to Start.
    onProgress: ({ trouble }) => trouble === 'unreachable' && left.abort(new Error('left')),
    onAccepted: () => {},
  })
  expect(await following.catch(String)).toBe('Error: left')
})
