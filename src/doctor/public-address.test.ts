/**
 * The real command finds faults of a real proxy before a real server, of the server on this machine, and of a
 * bucket.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { runDoctor } from '../tests/support/servers/doctor-trial.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../tests/support/servers/server-process.ts'

setDefaultTimeout(120_000)

type Handler = (request: Request) => Response | Promise<Response>

let handle: Handler
let proxy: Bun.Server<undefined>
let dataDir: string
let own: TestDatabase
let other: TestDatabase
let server: ServerProcess
let port: string

beforeAll(async () => {
  dataDir = createDataDir()
  own = await freshDatabase()
  other = await freshDatabase()
  proxy = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: (request) => handle(request) })
  port = await freePort()
  server = await start({ PORT: port, PUBLIC_URL: publicUrl() })
})
afterAll(async () => {
  await server.stop()
  await proxy.stop(true)
  await own.drop()
  await other.drop()
  removeDataDir(dataDir)
})

const publicUrl = () => `http://127.0.0.1:${proxy.port}`
const start = (environment: Record<string, string>) =>
  startServer({ DATA_DIR: dataDir, DATABASE_URL: own.url, ...environment })

/** A server with a PUBLIC_URL does not print its port, so a port is chosen for it. */
async function freePort(): Promise<string> {
  const taken = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port: free } = taken
  await taken.stop(true)
  return String(free)
}

/** A proxy that passes everything to this port, and may change headers. */
function passing(
  to: string,
  change: { request?: (headers: Headers) => void; answer?: (headers: Headers) => void } = {},
) {
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const headers = new Headers(request.headers)
    change.request?.(headers)
    const response = await fetch(`http://127.0.0.1:${to}${url.pathname}${url.search}`, {
      ...{ method: request.method, headers, redirect: 'manual' },
      ...(request.method === 'POST' && { body: await request.bytes() }),
    })
    const answerHeaders = new Headers(response.headers)
    change.answer?.(answerHeaders)
    return new Response(response.body, { status: response.status, headers: answerHeaders })
  }
}

const examine = (environment: Record<string, string> = {}) =>
  runDoctor({ DATA_DIR: dataDir, DATABASE_URL: own.url, PUBLIC_URL: publicUrl(), ...environment })

const ofAddress = [
  ...['public address', 'cross-origin', 'preflight', 'authorization', 'deletion', 'bodies'],
  'result addresses',
]

test('a proxy that passes everything', async () => {
  handle = passing(port)
  const { exitCode, findings } = await examine({ PORT: port })
  const found = findings.filter(({ check }) => [...ofAddress, 'server'].includes(check))
  expect(found.map(({ check, level }) => [check, level])).toEqual(
    ['server', ...ofAddress].map((check) => [check, 'ok']),
  )
  expect(exitCode).toBe(0)
})

describe('faults of a proxy', () => {
  const cases: [name: string, check: string, what: string, handle: () => Handler][] = [
    [
      'it removes the Authorization header',
      'authorization',
      'gets 401',
      () => passing(port, { request: (headers) => headers.delete('authorization') }),
    ],
    [
      'it answers with its own page',
      'authorization',
      'gets 200',
      () => (request) =>
        request.url.endsWith('/status') ? new Response('<html>welcome') : passing(port)(request),
    ],
    [
      'it removes Access-Control-Allow-Origin',
      'cross-origin',
      'removes',
      () => passing(port, { answer: (headers) => headers.delete('access-control-allow-origin') }),
    ],
    [
      'it adds a second Access-Control-Allow-Origin',
      'cross-origin',
      'adds a second one',
      () => passing(port, { answer: (headers) => headers.append('access-control-allow-origin', '*') }),
    ],
    [
      'it answers preflights itself',
      'preflight',
      'gets 405',
      () => (request) =>
        request.method === 'OPTIONS' ? new Response(null, { status: 405 }) : passing(port)(request),
    ],
    [
      'it refuses DELETE',
      'deletion',
      'DELETE gets 405',
      () => (request) =>
        request.method === 'DELETE' ? new Response('<html>', { status: 405 }) : passing(port)(request),
    ],
    [
      'it refuses bodies',
      'bodies',
      'gets 413',
      () => (request) =>
        request.method === 'POST' ? new Response('<html>', { status: 413 }) : passing(port)(request),
    ],
    [
      'it requires its own password',
      'public address',
      'answers 401',
      () => () => new Response('<html>', { status: 401 }),
    ],
    [
      'it cannot reach the server',
      'public address',
      'answers 502',
      () => () => new Response('<html>bad gateway', { status: 502 }),
    ],
    [
      'it redirects',
      'public address',
      'redirects',
      () => () => Response.redirect('https://elsewhere.example/', 301),
    ],
  ]
  test.each(cases)('%s', async (_, check, what, createHandler) => {
    handle = createHandler()
    const examination = await examine()
    expect(examination.checks('fail')).toEqual([check])
    expect(examination.of(check).what).toContain(what)
    expect(examination.exitCode).toBe(1)
  })
})

test('a proxy that refuses headers of 3 KB', async () => {
  handle = (request) =>
    (request.headers.get('authorization') ?? '').length > 2048
      ? new Response('<html>', { status: 431 })
      : passing(port)(request)
  const examination = await examine()
  expect(examination.checks('fail')).toEqual(['authorization', 'deletion'])
  expect(examination.of('authorization').what).toContain('of 3 KB gets 431')
})

describe('the address of clients', () => {
  const append = (headers: Headers) =>
    headers.set(
      'x-forwarded-for',
      [headers.get('x-forwarded-for'), '198.51.100.9'].filter(Boolean).join(', '),
    )
  test.each<[string, string, (headers: Headers) => void, string, string]>([
    ['is appended', '1', append, 'ok', 'the one that the proxy sees'],
    [
      'is not passed',
      '1',
      (headers) => headers.delete('x-forwarded-for'),
      'fail',
      'sends no X-Forwarded-For',
    ],
    ['is taken from one proxy too many', '2', append, 'fail', 'clients can choose their own'],
  ])('%s', async (_, TRUST_PROXY, request, level, what) => {
    const trusting = await start({ TRUST_PROXY })
    handle = passing(new URL(trusting.url).port, { request })
    const finding = (await examine({ TRUST_PROXY })).of('forwarded address')
    await trusting.stop()
    expect([finding.level, finding.what]).toEqual([level as 'ok', expect.stringContaining(what)])
  })
})

test('an address that leads to a server with another database', async () => {
  handle = passing(port)
  const { level, what } = (await examine({ DATABASE_URL: other.url })).of('public address')
  // No server has run on that database, so nothing is known about it.
  expect([level, what]).toEqual(['ok', expect.stringContaining('version')])
  const second = await startServer({ DATA_DIR: dataDir, DATABASE_URL: other.url })
  const examination = await examine({ DATABASE_URL: other.url })
  await second.stop()
  expect(examination.of('public address')).toMatchObject({
    ...{ level: 'fail', what: expect.stringContaining('another database') },
  })
})

test('the server does not know its public address', async () => {
  const modest = await start({})
  handle = passing(new URL(modest.url).port, { request: (headers) => headers.set('host', 'inside:5000') })
  const finding = (await examine()).of('result addresses')
  await modest.stop()
  expect([finding.level, finding.what]).toEqual([
    'fail',
    'the running server makes them for http://inside:5000',
  ])
})

test('an address without https that does not answer', async () => {
  const examination = await examine({ PUBLIC_URL: 'http://dumpus.invalid' })
  const found = examination.findings.filter(({ check }) => check === 'public address')
  expect(found.map(({ level, what }) => [level, what.slice(0, 20)])).toEqual([
    ['fail', 'PUBLIC_URL is http: '],
    ['fail', 'http://dumpus.invali'],
  ])
})

describe('the server on this machine, and a bucket', () => {
  test('another program on the port', async () => {
    handle = () => new Response('hello')
    const { level, what } = (await examine({ PORT: String(proxy.port), PUBLIC_URL: '' })).of('server')
    expect([level, what]).toEqual(['fail', expect.stringContaining('is used by another program')])
  })

  test('a server that has lost its database', async () => {
    handle = () =>
      Response.json({ status: 'unavailable', version: '0.1.0', service: '01234567' }, { status: 503 })
    const { level, what } = (await examine({ PORT: String(proxy.port), PUBLIC_URL: '' })).of('server')
    expect([level, what]).toEqual(['warn', 'version 0.1.0 is unavailable'])
  })

  test('a server that is too busy to answer /health quickly', async () => {
    handle = async () => {
      await Bun.sleep(2500)
      return Response.json({ status: 'alive', version: '0.1.0', service: '01234567' })
    }
    const { level, what } = (await examine({ PORT: String(proxy.port), PUBLIC_URL: '' })).of('server')
    expect([level, what]).toEqual(['warn', expect.stringContaining('its main thread is busy')])
  })

  test.each([
    ['refuses the access key', 403, 'fail', 'refuses the access key'],
    ['is broken', 500, 'fail', 'does not respond properly'],
    ['only allows reading', 200, 'fail', 'refuses the access key'],
    ['can be read and written', 404, 'ok', 'can be read and written'],
  ])('a bucket that %s', async (_, status, level, what) => {
    handle = ({ method }) => {
      // 403 and 500 answer every request. 404: everything works, and the requested object does not exist.
      // 200: the same, but writing is refused.
      if (status === 404 && method !== 'GET') return new Response(null, { status: 204 })
      const answered = status === 200 ? (method === 'GET' ? 404 : 403) : status
      return new Response('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', {
        ...{ status: answered, headers: { 'content-type': 'application/xml' } },
      })
    }
    const bucket = {
      S3_ENDPOINT: publicUrl(),
      ...{ S3_BUCKET: 'results', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hunter2-secret' },
    }
    const examination = await examine({ ...bucket, PUBLIC_URL: '' })
    const finding = examination.of('bucket')
    expect([finding.level, finding.what]).toEqual([level as 'ok' | 'fail', expect.stringContaining(what)])
    expect(JSON.stringify(examination.findings)).not.toContain('hunter2')
  })
})
