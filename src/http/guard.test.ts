import { afterAll, beforeAll, expect, test } from 'bun:test'
import { gunzipSync } from 'node:zlib'
import { packageIdOf, verifierOf } from '../crypto.ts'
import { bodyOf, startApi, type TestApi } from '../tests/support/servers/api.ts'
import { recordRun } from '../tests/support/servers/long-run.ts'
import { exchange } from '../tests/support/hostile/raw-client.ts'
import { listen, type Listening } from './server.ts'

let api: TestApi
let server: Listening
const key = `u001.${'a'.repeat(600)}`
const otherKey = `u001.${'b'.repeat(600)}`
const deletedKey = `u001.${'c'.repeat(600)}`
const id = packageIdOf(key)
const secret = 'the secret result'

beforeAll(async () => {
  api = await startApi()
  for (const each of [key, otherKey, deletedKey]) {
    const package_link = `https://click.discord.com/ls/click?upn=${each}`
    await api.call('POST', '/process', { body: { package_link } })
    await api.finish(each, Buffer.from(secret))
  }
  await api.call('DELETE', `/process/${packageIdOf(deletedKey)}`, { key: deletedKey })
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

const headers: (string | undefined)[] = [
  undefined,
  '',
  ' ',
  'Bearer',
  'Bearer ',
  'Bearer  ',
  `Bearer  ${key}`,
  `Bearer\t${key}`,
  `Bearer${key}`,
  `Bearer: ${key}`,
  `Bearer ${key} x`,
  `Bearer ${key} ${key}`,
  `Bearer ${key}, Bearer ${key}`,
  `Bearer ${key},`,
  `Bearer x, Bearer ${key}`,
  `Bearer ${otherKey}, Bearer ${key}`,
  key,
  `Basic ${key}`,
  `Basic ${btoa(`user:${key}`)}`,
  `Digest ${key}`,
  `Token ${key}`,
  `bearer=${key}`,
  `Bearer "${key}"`,
  `Bearer '${key}'`,
  `Bearer <${key}>`,
  `Bearer ${encodeURIComponent(`${key}/`)}`,
  `Bearer ${btoa(key)}`,
  `Bearer ${key.toUpperCase()}`,
  `Bearer ${key.slice(0, -1)}`,
  `Bearer ${key}a`,
  `Bearer ${key.slice(1)}`,
  `Bearer ${otherKey}`,
  `Bearer ${deletedKey}`,
  `Bearer ${id}`,
  `Bearer md5:${id}`,
  `Bearer ${verifierOf(key, id).toString('hex')}`,
  `Bearer ${verifierOf(key, id).toString('base64')}`,
  `Bearer ${'k'.repeat(499)}`,
  `Bearer ${'k'.repeat(500)}`,
  `Bearer ${'k'.repeat(4096)}`,
  `Bearer ${'k'.repeat(4097)}`,
  `Bearer ${'k'.repeat(12_000)}`,
  'Bearer null',
  'Bearer undefined',
  'Bearer true',
  'Bearer 0',
  'Bearer *',
  'Bearer %',
  'Bearer %00',
  'Bearer %2e%2e',
  'Bearer ../../etc/passwd',
  'Bearer {}',
  'Bearer []',
  'Bearer {"$ne": null}',
  "Bearer ' OR 1=1 --",
  'Bearer é',
  `Bearer ${key}é`,
  'Bearer \u00a0',
  `BEARER\u00a0${key}`,
  'demo',
  'Bearer demo',
  `Bearer demo ${key}`,
  `Bearer ${key};`,
]
const calls = [
  ['GET', 'status'],
  ['GET', 'data'],
  ['GET', 'blob'],
  ['GET', 'user/100000000000000000'],
  ['DELETE', ''],
] as const

test(`${headers.length} Authorization headers other than the owner's get 401 on every route of a package, and delete nothing`, async () => {
  for (const authorization of headers) {
    for (const [method, path] of calls) {
      const response = await api.call(method, `/process/${id}/${path}`.replace(/\/$/, ''), {
        headers: authorization === undefined ? {} : { authorization },
      })
      const text = await response.text()
      expect([authorization, path, response.status]).toEqual([authorization, path, 401])
      expect(JSON.parse(text)).toMatchObject({ errorMessageCode: 'UNAUTHORIZED' })
      expect(text).not.toContain(secret)
    }
  }
  expect((await api.call('GET', `/process/${id}/data`, { key })).status).toBe(200)
  recordRun(
    'G15',
    `${headers.length} Authorization headers and ${elsewhere.length} other places on ${calls.length} routes: 401`,
  )
})

const elsewhere: [where: string, query: string, headers: Record<string, string>][] = [
  ['the query', `?authorization=Bearer%20${key}`, {}],
  ...['upn', 'key', 'access_token', 'token'].map((name): [string, string, Record<string, string>] => [
    `the query, as ${name}`,
    `?${name}=${key}`,
    {},
  ]),
  ['a cookie', '', { cookie: `authorization=Bearer ${key}; key=${key}; token=${key}` }],
  ['Proxy-Authorization', '', { 'proxy-authorization': `Bearer ${key}` }],
  ['X-Authorization', '', { 'x-authorization': `Bearer ${key}`, 'x-api-key': key, 'x-auth-token': key }],
  ['X-Forwarded-Authorization', '', { 'x-forwarded-authorization': `Bearer ${key}` }],
  ['Authentication', '', { authentication: `Bearer ${key}`, 'www-authenticate': `Bearer ${key}` }],
  ['X-HTTP-Method-Override', '', { 'x-http-method-override': 'OPTIONS', 'x-method-override': 'OPTIONS' }],
  ['X-Original-URL', '', { 'x-original-url': '/process/demo/data', 'x-rewrite-url': '/process/demo/data' }],
]

test.each(elsewhere)('a KEY or an override in %s admits nobody', async (_, query, more) => {
  for (const [method, path] of calls) {
    const address = `/process/${id}/${path}`.replace(/\/$/, '') + query
    const response = await api.call(method, address, { headers: more })
    expect([path, response.status]).toEqual([path, 401])
    expect(await response.text()).not.toContain(secret)
  }
})

test('everyone gets the same demo, and it gives no access to packages', async () => {
  const headers = [undefined, 'Bearer', `Bearer ${key}`, `Basic ${btoa(`demo:${key}`)}`]
  for (const authorization of headers) {
    const given = authorization === undefined ? {} : { authorization }
    const answers = await Promise.all(
      ['status', 'blob', 'data'].map((path) => api.call('GET', `/process/demo/${path}`, { headers: given })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(gunzipSync(await answers[2]!.arrayBuffer()).toString()).toBe('demo database')
  }
  for (const path of [
    `demo/../${id}/data`,
    `demo/%2e%2e/${id}/data`,
    `demo%2f..%2f${id}/data`,
    'DEMO/data',
    'demo%00/data',
  ]) {
    const response = await fetch(`http://127.0.0.1:${server.port}/process/${path}`)
    expect([path, [401, 404].includes(response.status)]).toEqual([path, true])
    expect(await response.text()).not.toContain(secret)
  }
})

test('the scheme may be in upper or lower case', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const response = await api.call('GET', `/process/${id}/data`, {
      headers: { authorization: `${scheme} ${key}` },
    })
    expect(response.status).toBe(200)
  }
})

test('ids that are not the MD5 of the KEY get 401 or 404, however they are written', async () => {
  const spellings = [
    id.toUpperCase(),
    id.slice(1),
    `${id}0`,
    `%20${id}`,
    `${id}%00`,
    '%2e%2e',
    '%zz',
    '%',
    '.',
    ' ',
    'x'.repeat(900),
  ]
  for (const spelling of spellings) {
    const response = await api.call('GET', `/process/${spelling}/data`, { key })
    expect([spelling, [401, 404].includes(response.status)]).toEqual([spelling, true])
  }
})

test('a wrong KEY does not reveal whether a package exists; the right KEY of a deleted package gets no data', async () => {
  const ofExisting = await api.call('GET', `/process/${id}/status`, { key: otherKey })
  const ofUnknown = await api.call('GET', `/process/${'0'.repeat(32)}/status`, { key: otherKey })
  expect([ofExisting.status, await ofExisting.text()]).toEqual([ofUnknown.status, await ofUnknown.text()])
  const gone = packageIdOf(deletedKey)
  expect((await api.call('GET', `/process/${gone}/data`, { key: deletedKey })).status).toBe(404)
  expect(
    (await api.call('GET', `/process/${gone}/user/100000000000000000`, { key: deletedKey })).status,
  ).toBe(401)
})

test('a KEY with the same MD5 is refused: the verifier in the row decides', async () => {
  const [row] = await api.database.sql<
    { verifier: Uint8Array }[]
  >`SELECT verifier FROM packages WHERE id = ${id}`
  await api.database.sql`UPDATE packages SET verifier = ${verifierOf(otherKey, id)} WHERE id = ${id}`
  api.context.statusCache.invalidate(id)
  for (const [method, path] of calls) {
    const response = await api.call(method, `/process/${id}/${path}`.replace(/\/$/, ''), { key })
    expect([path, response.status]).toEqual([path, 401])
  }
  await api.database.sql`UPDATE packages SET verifier = ${row!.verifier} WHERE id = ${id}`
  api.context.statusCache.invalidate(id)
})

test('malformed HTTP never reaches data and never breaks the server', async () => {
  const lines = [
    [`Authorization: Bearer ${otherKey}`, `Authorization: Bearer ${key}`],
    [`Authorization: Bearer \0${key}`],
    [`Authorization: Bearer ${key}\0`],
    [`Authorization : Bearer ${key}`],
    [`Authorization:`, ` Bearer ${key}`],
    [`X: ${'x'.repeat(40_000)}`],
  ]
  for (const header of lines) {
    const request = `GET /process/${id}/data HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header.join('\r\n')}\r\n\r\n`
    const answer = (await exchange(server.port, request)).toString('latin1')
    expect(answer).not.toContain(secret)
    expect(answer).not.toMatch(/^HTTP\/1\.1 (2|5)/)
  }
  expect((await bodyOf(await fetch(`http://127.0.0.1:${server.port}/health`))).status).toBe('alive')
})

test('a missing or malformed Host does not cause a server error', async () => {
  const paths = [
    '/process/demo/blob',
    `/process/${id}/blob`,
    '/objects/abc?expires=1&signature=x',
    '/swagger',
    '/health',
  ]
  for (const path of paths) {
    for (const start of [
      `GET ${path} HTTP/1.0`,
      `GET ${path} HTTP/1.1\r\nHost: %%%%`,
      `GET ${path} HTTP/1.1\r\nHost: x:99999999`,
    ]) {
      const request = `${start}\r\nAuthorization: Bearer ${key}\r\nConnection: close\r\n\r\n`
      const answer = (await exchange(server.port, request)).toString('latin1')
      expect([path, start.slice(-12), answer.slice(9, 10)]).toEqual([
        path,
        start.slice(-12),
        expect.stringMatching(/[234]/),
      ])
    }
  }
})
