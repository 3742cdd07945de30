/**
 * Sends requests generated from the server's own API document. Every answer must be documented and must not
 * contain the canary that is in the request.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { pageFiles } from '../../../build/page/files.js'
import { packageIdOf } from '../../crypto.ts'
import { listen, type Listening } from '../../http/server.ts'
import { findMany } from '../../queue/jobs.ts'
import { bodyOf, startApi, type TestApi } from '../support/servers/api.ts'
import {
  type GeneratedRequest,
  requestsFor,
  type KnownValues,
} from '../support/hostile/generated-requests.ts'
import { leaksIn, secretOf } from '../support/judges/leak-scanner.ts'
import { recordRun, scaled, seedOfRun } from '../support/servers/long-run.ts'
import { createJudge, type Judge, type OpenApi } from '../support/judges/openapi-judge.ts'
import { exchange } from '../support/hostile/raw-client.ts'
import { rawRequestsFor } from '../support/hostile/raw-requests.ts'

setDefaultTimeout(1_800_000)

const canary = 'Quokka-7f3a.9c2e-Numbat'
const adminToken = `${canary}-admin-0123456789abcdef`
const metricsToken = `${canary}-metrics-0123456789abcdef`
const keyOf = (name: string) => `${name}.${canary}.${'k'.repeat(500)}`
/** The files of the server's own page, under correct and nearly correct names. */
const pagePaths = pageFiles.flatMap(({ name }) => [`/page/${name}`, `/page/${name}x`])
const secrets = [secretOf('the canary', canary)]

let api: TestApi
let server: Listening
let base: string
let judge: Judge
let document: OpenApi
let knownValues: KnownValues

beforeAll(async () => {
  api = await startApi({ ADMIN_TOKEN: adminToken, METRICS_TOKEN: metricsToken, QUEUE_MAX: '1000000' })
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
  base = `http://127.0.0.1:${server.port}`
  const names = ['finished', 'waiting', 'failed', 'unknown']
  await restorePackages()
  const ids = names.map((name) => packageIdOf(keyOf(name)))
  const blob = await api.call('GET', `/process/${ids[0]}/blob`, { key: keyOf('finished') })
  const { pathname, search, searchParams } = new URL((await bodyOf(blob)).url)
  document = (await bodyOf(await fetch(`${base}/swagger/json`))) as OpenApi
  judge = createJudge(document)
  knownValues = {
    values: [...ids, pathname.split('/').at(-1)!, ...searchParams.values(), 'demo', '100000000000000000'],
    keys: {
      packageKey: names.map((name) => ({ id: packageIdOf(keyOf(name)), token: keyOf(name) })),
      adminToken: ids.map((id) => ({ id, token: adminToken })),
      metricsToken: [{ id: ids[0]!, token: metricsToken }],
    },
    links: [...names, 'new'].flatMap((name) => [linkOf(keyOf(name)), `${linkOf(keyOf(name))}#x`]),
    paths: ['/', ...pagePaths, pathname + search, pathname, ...ids.map((id) => `/process/${id}/status`)],
    canary,
  }
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

const linkOf = (key: string) => `https://click.discord.com/ls/click?upn=${key}`
const post = (key: string) => api.call('POST', '/process', { body: { package_link: linkOf(key) } })

/** Adds a finished, a waiting and a failed package, unless they exist. Generated requests delete some. */
async function restorePackages(): Promise<void> {
  for (const name of ['finished', 'waiting', 'failed']) await post(keyOf(name))
  const states = await findMany(
    api.database,
    ['finished', 'failed'].map((name) => packageIdOf(keyOf(name))),
  )
  for (const { id, step } of states) {
    if (step !== 'LOCKED') continue
    if (id === packageIdOf(keyOf('finished'))) await api.finish(keyOf('finished'), Buffer.from('the result'))
    else await api.failWith(keyOf('failed'), 'link_expired')
  }
}

/** While the database works, failed lookups are the only server failures that can happen here. */
const isExpectedFailure = (body: string) => /"error":"lookup/.test(body)

/**
 * Sends a request. The answer must be documented, and neither the answer nor the log may contain the canary,
 * which is in the request's keys and tokens and in most of its texts. Returns the status and the body.
 */
async function send({
  method,
  path,
  headers,
  body,
}: GeneratedRequest): Promise<{ status: number; text: string }> {
  const address = new URL(base + path)
  const response = await fetch(address, { method, headers, body, redirect: 'manual' })
  const answer = {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  }
  expect(judge.objectionTo(method, address.pathname, answer)).toBeNull()
  const head = Buffer.from(JSON.stringify([...answer.headers]))
  expect([...leaksIn(head, secrets, 'headers'), ...leaksIn(answer.body, secrets, 'body')]).toEqual([])
  logIsClean()
  return { status: answer.status, text: answer.body.toString() }
}

test('generated requests get documented answers, and neither answers nor log contain their canary', async () => {
  const [seed, count] = [seedOfRun(), scaled(1500, 50_000)]
  console.log(`seed ${seed}`)
  const statuses = new Map<number, number>()
  const check = async (request: GeneratedRequest) => {
    const { status, text } = await send(request)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status >= 500) expect(isExpectedFailure(text)).toBeTrue()
    if (request.method === 'DELETE' && status === 200) await restorePackages()
  }
  await fc.assert(fc.asyncProperty(requestsFor(document, knownValues), check), { seed, numRuns: count })
  // If one of these never occurred, the generator is faulty.
  for (const status of [200, 204, 400, 401, 404, 413])
    expect([status, statuses.has(status)]).toEqual([status, true])
  const sum = [...statuses].sort().map(([status, times]) => `${times} × ${status}`)
  recordRun('G16', `${count} generated requests (seed ${seed}): ${sum.join(', ')}`)
})

test('while the table of packages is missing, answers are documented, and neither they nor the log contain the canary', async () => {
  const [seed, count] = [seedOfRun(), scaled(300, 5000)]
  console.log(`seed ${seed}`)
  let failures = 0
  const check = async (request: GeneratedRequest) => void ((await send(request)).status >= 500 && failures++)
  await api.database.sql`ALTER TABLE packages RENAME TO packages_elsewhere`
  try {
    await fc.assert(fc.asyncProperty(requestsFor(document, knownValues), check), { seed, numRuns: count })
  } finally {
    await api.database.sql`ALTER TABLE packages_elsewhere RENAME TO packages`
  }
  expect(failures).toBeGreaterThan(0)
  recordRun(
    'G4',
    `${count} generated requests on a failing database (seed ${seed}): ${failures} failures, 0 leaks`,
  )
})

/** Bun's own answer to bytes that are not a request. None of the server's code runs then. */
const unreadable = /^HTTP\/1\.1 (400|431|505) [A-Za-z ]+\r\nConnection: close\r\n\r\n$/

/** Searches the log lines since the last call. */
function logIsClean(): void {
  const text = api.lines.splice(0).join('\n')
  expect(leaksIn(Buffer.from(text), secrets, 'log')).toEqual([])
}

test('bytes that no client would send get answers without the canary, and the server stays healthy', async () => {
  const [seed, count] = [seedOfRun(), scaled(300, 5000)]
  console.log(`seed ${seed}`)
  const statuses = new Map<number, number>()
  const check = async (bytes: Uint8Array) => {
    const answer = await exchange(server.port, bytes)
    for (const text of answer.toString('latin1').split(/(?=HTTP\/1\.1 \d{3} )/)) {
      const status = Number(text.slice(9, 12))
      if (text === '' || status === 100) continue
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (unreadable.test(text)) continue
      expect(text.toLowerCase()).toContain('access-control-allow-origin: *')
      if (status >= 500) expect(isExpectedFailure(text)).toBeTrue()
    }
    expect(leaksIn(answer, secrets, 'answer')).toEqual([])
    logIsClean()
  }
  await fc.assert(fc.asyncProperty(rawRequestsFor(document, knownValues), check), { seed, numRuns: count })
  for (const status of [400, 401, 404]) expect([status, statuses.has(status)]).toEqual([status, true])
  expect(await bodyOf(await fetch(`${base}/health`))).toMatchObject({ status: 'alive', database: 'up' })
  const sum = [...statuses].sort().map(([status, times]) => `${times} × ${status}`)
  recordRun('G16', `${count} byte sequences on the wire (seed ${seed}): ${sum.join(', ')}`)
})
