/**
 * The largest requests leave a server responsive, and refused links and overlong addresses count against
 * their sender.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listen, type Listening } from '../../http/server.ts'
import { largestRequests } from '../support/hostile/largest-requests.ts'
import { bodyOf, startApi, type TestApi } from '../support/servers/api.ts'

setDefaultTimeout(300_000)

const source = join(import.meta.dir, '../..')
const origin = 'https://files.example.org'
/**
 * Copies of each request, sent at once. They take milliseconds together; a quadratic pattern, seconds each.
 */
const copies = 60
/** Generous enough for a busy machine. */
const boundMs = 5000

let api: TestApi
let server: Listening
beforeAll(async () => {
  api = await startApi({ DL_ZIP_WHITELISTED_DOMAINS: origin, TRUST_PROXY: '10.0.0.0/8,127.0.0.0/8' })
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

const at = (path: string) => `http://127.0.0.1:${server.port}${path}`

test('the largest bodies, headers and paths are answered promptly, and other requests are answered meanwhile', async () => {
  const statuses = new Map<number, number>()
  for (const { name, method, path, headers, body } of largestRequests(origin)) {
    const startedAt = performance.now()
    const answers = Array.from({ length: copies }, () => fetch(at(path), { method, headers, body }))
    const health = await fetch(at('/health'))
    expect([name, health.status]).toEqual([name, 200])
    for (const answer of await Promise.all(answers)) {
      await answer.arrayBuffer()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      expect([name, answer.status < 500]).toEqual([name, true])
    }
    const ms = performance.now() - startedAt
    expect([name, ms < boundMs]).toEqual([name, true])
  }
  // The server itself refuses most of them. Bun must not answer 431, because the server's code would not be
  // tested then.
  expect(statuses.get(431)).toBeUndefined()
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 401, 404, 414]))
})

test('an address that is longer than any route needs is refused unparsed, and counts against its sender', async () => {
  const own = await startApi({ REQUESTS_PER_MINUTE: '1', REQUESTS_BURST: '4' })
  const long = 'upn=&'.repeat(300)
  const answered = async (method: string, path: string) => {
    const response = await own.call(method, path)
    const { error, errorDetail, isAccepted } = await bodyOf(response)
    return [
      response.status,
      error ?? errorDetail,
      ...(isAccepted === false ? ['in the format of a POST'] : []),
    ]
  }
  // Their length is checked first, so other faults do not matter.
  const paths = [
    `/objects/${'0'.repeat(32)}?expires=9&signature=${long}`,
    `/${'a'.repeat(1100)}`,
    `/?${long}`,
  ]
  for (const path of paths) expect(await answered('GET', path)).toEqual([414, 'address_too_long'])
  expect(await answered('POST', `/process?${long}`)).toEqual([
    414,
    'wrong_address',
    'in the format of a POST',
  ])
  expect(await answered('GET', `/?${long}`)).toEqual([429, 'too_many_requests'])
  expect(await answered('POST', `/?${long}`)).toEqual([429, 'too_many_requests', 'in the format of a POST'])
  expect((await answered('GET', '/widget/1'))[0]).toBe(400)
  expect((await own.call('OPTIONS', paths[0]!)).status).toBe(204)
  await own.drop()
})

test('a signed address is short enough, even with the longest host name', async () => {
  const host = `${'a'.repeat(63)}.`.repeat(4).slice(0, 253)
  const own = await startApi({ PUBLIC_URL: `https://${host}:65535` })
  const key = 'k'.repeat(4096)
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  const { packageId } = await bodyOf(await own.call('POST', '/process', { body: { package_link } }))
  await own.finish(key, Buffer.from('result'))
  const { url } = await bodyOf(await own.call('GET', `/process/${packageId}/blob`, { key }))
  expect(url.length).toBeGreaterThan(350)
  expect((await own.app.handle(new Request(url))).status).toBe(200)
  await own.drop()
})

test('no regular expression that is applied to requests has an unbounded repetition', () => {
  const folders = ['http', 'packages']
  const files = folders.flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => join(folder, path)),
  )
  const patterns = [...files, 'data-package/fetch/link.ts'].flatMap((path) =>
    [...readFileSync(join(source, path), 'utf8').matchAll(literal)].map(([, pattern]) => ({
      path,
      pattern: pattern!,
    })),
  )
  expect(patterns.length).toBeGreaterThan(10)
  expect(patterns.filter(({ pattern }) => hasOpenEnd(pattern))).toEqual([])
  // Checks the detector.
  expect(['^/+|/+$', 'a*', 'x{2,}', '(ab)+'].map(hasOpenEnd)).toEqual(Array(4).fill(true))
  expect(['^[+*]{1,3}$', 'a{2,5}', '\\+', 'a?'].map(hasOpenEnd)).toEqual(Array(4).fill(false))
})

/** Matches regular expressions in source code: literals, and templates given to RegExp. */
const literal = /(?:[=(,:!&|?]\s*\/(?![*/])|new RegExp\(`)((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[`])+)/g

function hasOpenEnd(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  return /[+*]|\{\d+,\}/.test(bare)
}

test('every refused link counts against its address', async () => {
  const own = await startApi({ POSTS_PER_MINUTE: '1', POSTS_BURST: '4' })
  const refused = ['{', '{}', '{"package_link":1}', '{"package_link":"https://example.org/"}']
  for (const body of refused) {
    const response = await own.call('POST', '/process', { body })
    expect([body, (await bodyOf(response)).errorMessageCode]).toEqual([body, 'INVALID_LINK'])
  }
  const right = { package_link: `https://click.discord.com/ls/click?upn=${'k'.repeat(500)}` }
  for (const body of [...refused, right]) {
    const response = await own.call('POST', '/process', { body })
    expect([response.status, (await bodyOf(response)).errorDetail]).toEqual([429, 'too_many_requests'])
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  await own.drop()
})

test('forged signed addresses do not evict the counters of real ones', async () => {
  const own = await startApi({ RESULTS_PER_MINUTE: '1', RESULTS_BURST: '2' })
  const key = 'k'.repeat(500)
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  const { packageId } = await bodyOf(await own.call('POST', '/process', { body: { package_link } }))
  await own.finish(key, Buffer.from('result'))
  const { url } = await bodyOf(await own.call('GET', `/process/${packageId}/blob`, { key }))
  const path = url.replace('http://localhost', '')
  const fetched = async () => (await own.call('GET', path)).status
  expect([await fetched(), await fetched(), await fetched()]).toEqual([200, 200, 429])
  for (let junk = 0; junk < 52_000; junk++) {
    const name = `${junk}-`.padEnd(900, 'x')
    const response = await own.app.handle(
      new Request(`http://localhost/objects/${name}?expires=9&signature=x`),
    )
    if (response.status !== 404) throw new Error(`${response.status}`)
  }
  expect(await fetched()).toBe(429)
  await own.drop()
})
