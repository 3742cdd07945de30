/**
 * The guard on every route. The list of routes comes from the application, so a new route is tested
 * automatically.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { packageIdOf, signObject } from '../crypto.ts'
import { startApi, type TestApi } from '../tests/support/servers/api.ts'
import { createAnswering } from './answer.ts'
import { routesOf } from './app.ts'
import type { Endpoint, Need, Route } from './endpoint.ts'

const adminToken = 'Z9-operator_token.0123456789abcdef'
const metricsToken = 'Y8-prometheus_token.0123456789abcd'
const key = `u001.${'a'.repeat(600)}`
const otherKey = `u001.${'b'.repeat(600)}`
const id = packageIdOf(key)
let api: TestApi
let blobId: string

beforeAll(async () => {
  api = await startApi({ ADMIN_TOKEN: adminToken, METRICS_TOKEN: metricsToken, TRUST_PROXY: '1' })
  for (const each of [key, otherKey]) {
    const package_link = `https://click.discord.com/ls/click?upn=${each}`
    await api.call('POST', '/process', { body: { package_link } })
    await api.finish(each, Buffer.from('the result'))
  }
  const [row] = await api.database.sql<{ blobId: string }[]>`
    SELECT blob_id AS "blobId" FROM packages WHERE id = ${id}`
  blobId = row!.blobId
})
afterAll(() => api.drop())

const openRoutes = [
  'POST /process',
  'POST /results/:id',
  'GET /process/demo/status',
  'GET /process/demo/data',
  'GET /process/demo/blob',
  'GET /widget/:guildId',
  'GET /health',
]

test('only these documented routes are open to everybody', () => {
  const open = routesOf(api.context).filter(([, , { needs, isHidden }]) => needs === 'nothing' && !isHidden)
  expect(open.map(([method, path]) => `${method} ${path}`)).toEqual(openRoutes)
})

const bearers: Record<'key' | 'admin' | 'metrics', Record<string, string | undefined>> = {
  key: {
    missing: undefined,
    malformed: `Bearer ${key} x`,
    wrong: `Bearer ${otherKey}`,
    token: `Bearer ${adminToken}`,
  },
  admin: {
    missing: undefined,
    malformed: `Bearer${adminToken}`,
    wrong: `Bearer ${adminToken}x`,
    other: `Bearer ${metricsToken}`,
    key: `Bearer ${key}`,
  },
  metrics: {
    missing: undefined,
    malformed: `Basic ${metricsToken}`,
    wrong: `Bearer ${metricsToken.slice(1)}`,
    other: `Bearer ${adminToken}`,
    key: `Bearer ${key}`,
  },
}

const later = Math.floor(Date.now() / 1000) + 300
const addresses = () => {
  const right = signObject(api.context.objectSecret, blobId, later)
  return {
    missing: '',
    malformed: `?expires=${later}&signature=x`,
    'of another time': `?expires=${later + 1}&signature=${right}`,
    'not a number': `?expires=1e12&signature=${signObject(api.context.objectSecret, blobId, 1e12)}`,
    'of another object': `?expires=${later}&signature=${signObject(api.context.objectSecret, id, later)}`,
    expired: `?expires=1&signature=${signObject(api.context.objectSecret, blobId, 1)}`,
    'of another server': `?expires=${later}&signature=${signObject(Buffer.alloc(32), blobId, later)}`,
  }
}

let senders = 0
/** Each request has its own address, because wrong tokens are limited per address. */
async function ask([method, path]: Route, query: string, authorization?: string): Promise<number> {
  const at = path
    .replace('/:id', `/${id}`)
    .replace(':blobId', blobId)
    .replace(':userId', '100000000000000000')
  const sender = ++senders
  const headers = {
    'x-forwarded-for': `10.1.${sender >> 8}.${sender & 255}`,
    ...(authorization !== undefined && { authorization }),
  }
  return (await api.call(method, at + query, { headers })).status
}

test('every other route refuses a missing, malformed or wrong key, token or signature, and changes no package', async () => {
  const routes = routesOf(api.context).filter(([, , { needs }]) => needs !== 'nothing')
  const before = await api.database.sql`SELECT * FROM packages ORDER BY id`
  let asked = 0
  for (const route of routes) {
    const { needs } = route[2]
    const tries =
      needs === 'signature'
        ? Object.entries(addresses()).map(([name, query]) => ({ name, query, authorization: undefined }))
        : Object.entries(bearers[needs as keyof typeof bearers]).map(([name, authorization]) => ({
            name,
            query: '',
            authorization,
          }))
    for (const { name, query, authorization } of tries) {
      const status = await ask(route, query, authorization)
      expect([route[0], route[1], name, status]).toEqual([
        route[0],
        route[1],
        name,
        needs === 'signature' ? 404 : 401,
      ])
      asked++
    }
  }
  expect(asked).toBeGreaterThan(50)
  expect([...(await api.database.sql`SELECT * FROM packages ORDER BY id`)]).toEqual([...before])
})

test('every other route accepts the right key, token or signature', async () => {
  const right: Record<Need, () => [query: string, authorization?: string]> = {
    key: () => ['', `Bearer ${key}`],
    admin: () => ['', `Bearer ${adminToken}`],
    metrics: () => ['', `Bearer ${metricsToken}`],
    signature: () => [`?expires=${later}&signature=${signObject(api.context.objectSecret, blobId, later)}`],
    nothing: () => [''],
  }
  // Routes that delete come last, the operator's after the owner's.
  const routes = routesOf(api.context).filter(([, , { needs }]) => needs !== 'nothing')
  const inOrder = [
    ...routes.filter(([method]) => method !== 'DELETE'),
    ...routes.filter(([method]) => method === 'DELETE'),
  ]
  for (const route of inOrder) {
    const status = await ask(route, ...right[route[2].needs]())
    expect([
      route[0],
      route[1],
      status === 401 || (status === 404 && !route[1].startsWith('/admin')),
    ]).toEqual([route[0], route[1], false])
  }
})

describe('a route that was added without a need', () => {
  const endpoint = {
    summary: '',
    description: '',
    group: 'Server',
    answers: {},
    handle: () => new Response('everything'),
  }
  test.each([undefined, null, '', 'keys', 'constructor'])('is closed when it needs %p', async (needs) => {
    const route: Route = ['GET', '/new', { ...endpoint, needs } as unknown as Endpoint]
    const answer = createAnswering(api.context)
    const response = await answer(route, {
      request: new Request('http://localhost/new'),
      params: {},
      address: '',
    })
    expect([response.status, await response.text()]).not.toContain('everything')
    expect(response.status).toBe(401)
  })
})
