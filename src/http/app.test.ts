import { afterAll, beforeAll, expect, test } from 'bun:test'
import manifest from '../../package.json' with { type: 'json' }
import { gunzipSync } from 'node:zlib'
import { packageIdOf } from '../crypto.ts'
import { bodyOf, startApi, type TestApi } from '../tests/support/servers/api.ts'
import { createDemo } from '../server/demo.ts'
import { createApp, routesOf } from './app.ts'
import { listen } from './server.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.drop())

const key = 'k'.repeat(600)
const id = packageIdOf(key)

test('preflights need no authorization, name headers and methods, and may be cached', async () => {
  for (const path of ['/process', `/process/${id}/status`, '/objects/x', '/nowhere', '//process']) {
    const response = await api.call('OPTIONS', path, {
      headers: { origin: 'https://web.example', 'access-control-request-private-network': 'true' },
    })
    expect(response.status).toBe(204)
    const header = (name: string) => response.headers.get(`access-control-${name}`)
    expect(header('allow-origin')).toBe('*')
    expect(header('allow-methods')).toBe('GET, POST, DELETE, OPTIONS')
    expect(header('allow-headers')).toBe('Authorization, Content-Type, Accept')
    expect(header('allow-private-network')).toBe('true')
    expect(Number(header('max-age'))).toBeGreaterThan(600)
  }
  const plain = await api.call('OPTIONS', '/process')
  expect(plain.headers.get('access-control-allow-private-network')).toBeNull()
})

test('double slashes count as one slash', async () => {
  const body = { package_link: `https://click.discord.com/ls/click?upn=${key}` }
  expect(await bodyOf(await api.call('POST', '//process', { body }))).toMatchObject({ isAccepted: true })
  const status = await api.call('GET', `//process//${id}/status`, { key })
  expect(await bodyOf(status)).toMatchObject({ processingStep: 'LOCKED' })
})

test('unknown routes and methods are JSON 404s that echo nothing', async () => {
  const unknown = [
    ['GET', '/'],
    ['GET', '/CANARY'],
    ['PUT', '/process'],
    ['GET', '/process'],
    ['PATCH', `/process/${id}`],
    ['GET', `/process/${id}`],
    ['POST', `/process/${id}/status`],
    ['GET', '/process/%2e%2e/CANARY'],
    ['GET', '/%'],
    ['GET', '/%00'],
  ]
  for (const [method, path] of unknown) {
    const response = await api.call(method!, path!, { key: 'CANARY' })
    expect([path, response.status, await response.text()]).toEqual([path, 404, '{"error":"not_found"}'])
  }
})

test('a link that is posted to a wrong path is refused in the format that clients understand', async () => {
  const body = { package_link: `https://click.discord.com/ls/click?upn=${key}` }
  for (const path of ['/api/process', '/dumpus/process/', '/x/process?y=1']) {
    const response = await api.call('POST', path, { body })
    expect([response.status, await bodyOf(response)]).toEqual([
      404,
      { isAccepted: false, packageId: null, errorMessageCode: 'UNKNOWN_ERROR', errorDetail: 'wrong_address' },
    ])
  }
})

test('pages are answered like every other route: logged, counted, limited', async () => {
  const own = await startApi({ REQUESTS_BURST: '3', REQUESTS_PER_MINUTE: '1' })
  const pages = ['/swagger', '/swagger/ui.js', '/swagger/json', '/swagger/ui.css']
  const statuses = []
  for (const path of pages) statuses.push((await own.call('GET', path)).status)
  expect(statuses).toEqual([200, 200, 200, 429])
  const routes = own.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request')
  expect(routes.map(({ route }) => route)).toEqual(pages)
  expect(own.context.metrics.registry.text()).toContain('route="/swagger/json"')
  await own.drop()
})

test('the demo needs no authorization', async () => {
  expect(await bodyOf(await api.call('GET', '/process/demo/status'))).toMatchObject({
    processingStep: 'PROCESSED',
  })
  const { url, iv, ttl } = await bodyOf(await api.call('GET', '/process/demo/blob'))
  expect([iv, ttl]).toEqual([null, 300])
  const data = await api.call('GET', url.replace('http://localhost', ''))
  expect(gunzipSync(await data.arrayBuffer()).toString()).toBe('demo database')
})

test('without a lookup service users have placeholder names, which clients show, and servers are unknown', async () => {
  const own = { key: 'l'.repeat(600), id: packageIdOf('l'.repeat(600)) }
  await api.call('POST', '/process', {
    body: { package_link: `https://click.discord.com/ls/click?upn=${own.key}` },
  })
  const user = (userId: string, { key, id } = own) =>
    api.call('GET', `/process/${id}/user/${userId}`, { key })
  expect(await bodyOf(await user('100000000000001234'))).toEqual({
    user_id: '100000000000001234',
    username: 'App 1234',
    display_name: null,
    avatar_url: null,
  })
  for (const userId of ['1', 'abc', '1'.repeat(23), '-100000000000000000'])
    expect((await user(userId)).status).toBe(404)
  const unknown = 'm'.repeat(600)
  expect((await user('100000000000001234', { key: unknown, id: packageIdOf(unknown) })).status).toBe(401)
  const widget = async (guildId: string) => (await api.call('GET', `/widget/${guildId}`)).status
  expect([await widget('100000000000000000'), await widget('abc')]).toEqual([404, 400])
})

test('health reports the shutdown and the database', async () => {
  const health = async () => {
    const response = await api.call('GET', '/health')
    return [response.status, await bodyOf(response)]
  }
  expect(await health()).toEqual([
    200,
    {
      ...{ status: 'alive', database: 'up', storage: 'up', version: manifest.version },
      ...{ databaseMilliseconds: expect.any(Number), uptimeSeconds: expect.any(Number) },
      workers: { areAlive: true, running: 0, max: api.context.config.workers },
      service: expect.stringMatching(/^[0-9a-f]{8}$/),
      client: { address: '', forwardedFor: 0 },
    },
  ])
  const stopping = createApp({ ...api.context, isShuttingDown: () => true })
  const response = await stopping.handle(new Request('http://localhost/health'))
  expect([response.status, await response.json()]).toMatchObject([
    503,
    { status: 'stopping', database: 'up' },
  ])
})

test('without its database: polls get an empty 503, everything else a JSON 503, and nothing hangs', async () => {
  const own = await startApi()
  await own.database.close()
  const answers = await Promise.all(
    [
      ['GET', `/process/${id}/status`],
      ['GET', `/process/${id}/data`],
      ['GET', `/process/${id}/blob`],
      ['GET', `/process/${id}/user/100000000000000000`],
      ['DELETE', `/process/${id}`],
      ['GET', '/health'],
    ].map(async ([method, path]) => {
      const response = await own.call(method!, path!, { key })
      return [response.status, await response.text()]
    }),
  )
  const unavailable = '{"error":"temporarily_unavailable"}'
  const health = answers.pop()!
  expect([health[0], JSON.parse(String(health[1]))]).toMatchObject([
    503,
    { status: 'unavailable', database: 'down', storage: 'down' },
  ])
  expect(answers).toEqual([
    [503, ''],
    [503, unavailable],
    [503, unavailable],
    [503, unavailable],
    [503, '{"isDeleted":false,"errorMessageCode":"UNKNOWN_ERROR"}'],
  ])
  const body = { package_link: `https://click.discord.com/ls/click?upn=${key}` }
  const post = await own.call('POST', '/process', { body })
  expect([post.status, await bodyOf(post)]).toEqual([
    503,
    { isAccepted: false, packageId: null, errorMessageCode: 'UNKNOWN_ERROR', errorDetail: 'internal' },
  ])
  await own.drop()
}, 20_000)

test('one log line per request: with the route, without the package id and the KEY', async () => {
  api.lines.length = 0
  await api.call('GET', `/process/${id}/status`, { key })
  await api.call('GET', `/process/${id}/blob`, { key })
  const lines = api.lines.map((line) => JSON.parse(line))
  expect(lines).toMatchObject([
    { level: 'debug', event: 'request', method: 'GET', route: '/process/:id/status', status: 200 },
    { level: 'info', event: 'request', method: 'GET', route: '/process/:id/blob', status: 404 },
  ])
  expect(lines[0].package).toBe(lines[1].package)
  expect(api.lines.join()).not.toContain(id)
  expect(api.lines.join()).not.toContain(key)
})

test('a stop lets running requests finish and does not wait for idle connections', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const slow = createApp({
    ...api.context,
    demo: async () => {
      started.resolve()
      await promise
      return { sqliteGzip: Buffer.from('late') }
    },
  })
  const server = listen(slow, { host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${server.port}`
  await (await fetch(`${address}/health`)).text()
  const answer = fetch(`${address}/process/demo/data`).then((response) => response.text())
  await started.promise
  const stopped = server.stop(10)
  resolve()
  expect(await answer).toBe('late')
  await stopped
  await expect(fetch(`${address}/health`)).rejects.toThrow()
})

test('a stop aborts a request that takes longer than the grace period', async () => {
  const started = Promise.withResolvers<void>()
  const stuck = createApp({
    ...api.context,
    demo: () => {
      started.resolve()
      return new Promise(() => {})
    },
  })
  const server = listen(stuck, { host: '127.0.0.1', port: 0 })
  const answer = fetch(`http://127.0.0.1:${server.port}/process/demo/data`)
  await started.promise
  await server.stop(0)
  await expect(answer).rejects.toThrow()
})

test('a demo thread that never ends is terminated at the limit, and the request gets the ordinary error', async () => {
  const codes = [
    'self.onmessage = () => { for (;;); }',
    'self.onmessage = () => self.postMessage(new Uint8Array([1, 2]))',
  ]
  let started = 0
  const ended = Promise.withResolvers<void>()
  const createThread = () => {
    const thread = new Worker(URL.createObjectURL(new Blob([codes[started++]!])))
    thread.addEventListener('close', () => ended.resolve())
    return thread
  }
  const app = createApp({ ...api.context, demo: createDemo(createThread, 0.1) })
  const ask = () => app.handle(new Request('http://localhost/process/demo/data'))
  const answer = await ask()
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'internal' }])
  await ended.promise
  expect((await ask()).status).toBe(200)
})

test('the OpenAPI document has every documented route with its answers and path parameters, and Swagger’s page loads nothing from elsewhere', async () => {
  const { paths, openapi, components } = await bodyOf(await api.call('GET', '/swagger/json'))
  expect(openapi).toStartWith('3.1')
  expect(components.securitySchemes.packageKey).toMatchObject({ type: 'http', scheme: 'bearer' })
  const documented = Object.entries<Record<string, unknown>>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = routesOf(api.context).filter(([, , endpoint]) => !endpoint.isHidden)
  const expected = routes.map(([method, path]) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(documented.sort()).toEqual(expected.sort())
  for (const [method, path, endpoint] of routes) {
    const operation = paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()]
    expect(operation.summary).toBe(endpoint.summary)
    const statuses = new Set([...Object.keys(endpoint.answers), '414'])
    expect(Object.keys(operation.responses).sort()).toEqual([...statuses].sort())
    const named = operation.parameters.filter((parameter: { in: string }) => parameter.in === 'path')
    expect(named.map(({ name }: { name: string }) => `:${name}`)).toEqual(path.match(/:\w+/g) ?? [])
  }
  for (const path of ['/swagger', '/swagger/']) {
    const page = await (await api.call('GET', path)).text()
    expect(page).not.toMatch(/https?:|\/\/[a-z]/i)
    const assets = [...page.matchAll(/(?:src|href)="((?!data:)[^"]+)"/g)].map(([, asset]) => asset!)
    expect(assets).toHaveLength(3)
    for (const asset of assets) {
      const { pathname } = new URL(asset, `http://localhost${path}`)
      const response = await api.call('GET', pathname)
      expect([pathname, response.status]).toEqual([pathname, 200])
      expect((await response.text()).length).toBeGreaterThan(100)
    }
  }
})
