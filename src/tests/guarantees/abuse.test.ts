/**
 * Clients that send too many requests are refused in a form that clients understand, and others are not
 * affected.
 */
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { listen, type Listening } from '../../http/server.ts'
import { bodyOf, startApi, type TestApi } from '../support/servers/api.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'

setDefaultTimeout(600_000)

const flood = scaled(1000, 10_000)
const queueMax = scaled(200, 10_000)
const limits = {
  ...{ POSTS_PER_MINUTE: '10', POSTS_BURST: '20' },
  ...{ REQUESTS_PER_MINUTE: '3000', REQUESTS_BURST: '500' },
  // One a minute instead of the default of 10, so that even a slow test ends before the next token.
  ...{ RESULTS_PER_MINUTE: '1', RESULTS_BURST: '20' },
}

let api: TestApi
let server: Listening
let keys = 0
beforeEach(() => begin())

async function begin(more: Record<string, string> = {}): Promise<void> {
  api = await startApi({ ...limits, TRUST_PROXY: '1', QUEUE_MAX: String(queueMax), ...more })
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
}

afterEach(() => end())

async function end(): Promise<void> {
  await server.stop(0)
  await api.drop()
}

const newKey = () => `${String(++keys).padStart(8, '0')}${'k'.repeat(500)}`
const newAddress = (index: number) => `198.18.${index >> 8}.${index & 255}`

/** Sends a request as the proxy in front does: the client's address comes last in the header. */
async function call(
  method: string,
  path: string,
  from: string,
  { key = '', body = '' } = {},
): Promise<Response> {
  const headers = { 'x-forwarded-for': from, ...(key && { authorization: `Bearer ${key}` }) }
  const url = path.startsWith('http') ? path : `http://127.0.0.1:${server.port}${path}`
  return fetch(url, { method, headers, ...(body && { body }) })
}

async function post(key: string, from: string) {
  const body = JSON.stringify({ package_link: `https://click.discord.com/ls/click?upn=${key}` })
  const response = await call('POST', '/process', from, { body })
  const { isAccepted, packageId, errorMessageCode, errorDetail } = await bodyOf(response)
  const retryAfter = response.headers.get('retry-after')
  return { status: response.status, isAccepted, packageId, errorMessageCode, errorDetail, retryAfter }
}

const get = (key: string, what: string, from = '192.0.2.9') =>
  call('GET', `/process/${packageIdOf(key)}/${what}`, from, { key })

/** Makes `count` calls, 40 at a time. */
async function many<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let at = 0; at < count; at += 40) {
    const size = Math.min(40, count - at)
    results.push(...(await Promise.all(Array.from({ length: size }, (_, index) => make(at + index)))))
  }
  return results
}

const rows = async () => {
  const [row] = await api.database.sql<{ count: number }[]>`SELECT count(*)::int AS count FROM packages`
  return row!.count
}
const refused = { isAccepted: false, packageId: null, errorMessageCode: 'UNKNOWN_ERROR' }

test.each<[what: string, from: (index: number) => string]>([
  ['one address', () => '203.0.113.5'],
  ['one address that claims to be others', (index) => `${newAddress(index)}, 203.0.113.5`],
  ['one IPv6 network', (index) => `2001:db8:1:2:${index.toString(16)}::${index}`],
])(
  'of a flood of links from %s, a burst is accepted, the rest is refused, and others are not affected',
  async (what, from) => {
    const [owner, other] = [newKey(), newKey()]
    expect(await post(owner, '192.0.2.1')).toMatchObject({ isAccepted: true })
    const begun = performance.now()
    const [answers, polls] = await Promise.all([
      many(flood, (index) => post(newKey(), from(index))),
      // Fewer than the owner's own limit allows at once.
      many(250, async () => (await get(owner, 'status')).status),
    ])
    const refilled = Math.ceil((performance.now() - begun) / 6000)
    const accepted = answers.filter(({ isAccepted }) => isAccepted).length
    expect(accepted).toBeWithin(20, 20 + refilled + 1)
    expect(await rows()).toBe(accepted + 1)
    for (const answer of answers.filter(({ isAccepted }) => !isAccepted)) {
      expect(answer).toMatchObject({ status: 429, errorDetail: 'too_many_requests', ...refused })
      expect(Number(answer.retryAfter)).toBeWithin(1, 7)
    }
    expect(polls.every((status) => status === 200)).toBeTrue()
    expect(await post(other, '192.0.2.2')).toMatchObject({ isAccepted: true })
    // Known packages do not count against the burst, because clients send them whenever their user returns.
    for (let again = 0; again < 50; again++) {
      expect(await post(owner, '192.0.2.1')).toMatchObject({ isAccepted: true })
    }
    recordRun('G24', `${flood} new links from ${what}: ${accepted} accepted`)
  },
)

test('random KEYs from different addresses fill the queue up to its limit, and the last accepted one is served', async () => {
  const sent = queueMax + flood
  const sentKeys = Array.from({ length: sent }, newKey)
  const answers = await many(sent, (index) => post(sentKeys[index]!, newAddress(index)))
  const accepted = answers.filter(({ isAccepted }) => isAccepted).length
  expect(accepted).toBe(queueMax)
  expect(await rows()).toBe(queueMax)
  for (const answer of answers.filter(({ isAccepted }) => !isAccepted)) {
    expect(answer).toMatchObject({ status: 503, errorDetail: 'queue_full', retryAfter: '60', ...refused })
  }
  const last = sentKeys[answers.findLastIndex(({ isAccepted }) => isAccepted)]!
  const { processingStep, processingQueuePosition } = await bodyOf(await get(last, 'status'))
  expect([processingStep, processingQueuePosition.standardQueueTotal]).toEqual(['LOCKED', queueMax])
  expect(await post(last, newAddress(1))).toMatchObject({ isAccepted: true })
  expect(api.context.keyring.size).toBe(queueMax)
  await call('DELETE', `/process/${packageIdOf(last)}`, newAddress(1), { key: last })
  expect(await post(newKey(), '192.0.2.77')).toMatchObject({ isAccepted: true })
  recordRun('G24', `${sent} new links from as many addresses: ${accepted} accepted, the limit of the queue`)
})

test('one package’s requests are limited, and a refused poll gets an empty 429 with Retry-After', async () => {
  await end()
  await begin({ REQUESTS_PER_MINUTE: '60' })
  const [owner, other] = [newKey(), newKey()]
  await post(owner, '192.0.2.1')
  await post(other, '192.0.2.1')
  // Somebody who only knows the id cannot use up the owner's limit.
  const wrong = await many(600, async () => {
    const path = `/process/${packageIdOf(owner)}/status`
    return (await call('GET', path, '203.0.113.5', { key: other })).status
  })
  expect(new Set(wrong)).toEqual(new Set([401]))
  // To show a list of people, the client sends one lookup for each of them at once.
  const lookups = await Promise.all(
    Array.from(
      { length: 50 },
      async (_, index) => (await get(owner, `user/${10n ** 17n + BigInt(index)}`)).status,
    ),
  )
  expect(lookups).not.toContain(429)
  const polls = await many(800, async () => {
    const response = await get(owner, 'status')
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    }
  })
  expect(polls.slice(0, 400).every(({ status }) => status === 200)).toBeTrue()
  const limited = polls.filter(({ status }) => status !== 200)
  expect(limited.length).toBeGreaterThan(0)
  expect(new Set(limited.map((poll) => JSON.stringify(poll)))).toEqual(
    new Set([JSON.stringify({ status: 429, retryAfter: '1', text: '' })]),
  )
  expect((await get(other, 'status')).status).toBe(200)
  const path = `/process/${packageIdOf(owner)}`
  while ((await get(owner, 'status')).status === 200);
  const removed = await call('DELETE', path, '192.0.2.1', { key: owner })
  expect(await bodyOf(removed)).toEqual(
    removed.status === 429
      ? { isDeleted: false, errorMessageCode: 'UNKNOWN_ERROR' }
      : { isDeleted: true, errorMessageCode: null },
  )
})

test('fetches of results are limited per package, per signed address, and for the demo per client', async () => {
  const [owner, other] = [newKey(), newKey()]
  for (const key of [owner, other]) {
    await post(key, '192.0.2.1')
    await api.finish(key, Buffer.from('result'))
  }
  const { url } = await bodyOf(await get(owner, 'blob'))
  const tries = async (request: (index: number) => Promise<Response>) => {
    const statuses = await many(40, async (index) => (await request(index)).status)
    return {
      served: statuses.filter((status) => status === 200).length,
      kinds: [...new Set(statuses)].sort(),
    }
  }
  const kinds = [200, 429]
  // The request to /blob used up one.
  expect(await tries((index) => get(owner, 'data', newAddress(index)))).toEqual({ served: 19, kinds })
  expect(await tries((index) => call('GET', url, newAddress(index)))).toEqual({ served: 20, kinds })
  expect(await tries(() => call('GET', '/process/demo/data', '203.0.113.5'))).toEqual({ served: 20, kinds })
  expect((await get(other, 'data')).status).toBe(200)
  expect((await call('GET', '/process/demo/data', '203.0.113.6')).status).toBe(200)
})

test('restarts of a failed package are limited, however many addresses submit it', async () => {
  const key = newKey()
  const answers = []
  for (let index = 0; index < 30; index++) {
    answers.push(await post(key, newAddress(index)))
    if (answers.at(-1)!.isAccepted) await api.failWith(key, 'link_expired')
  }
  expect(answers.filter(({ isAccepted }) => isAccepted).length).toBeWithin(20, 23)
  expect(answers.at(-1)).toMatchObject({ status: 429, errorDetail: 'too_many_requests', ...refused })
})
