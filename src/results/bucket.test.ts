/**
 * A failing bucket: every call ends in time, with the right code, and never with wrong bytes. Retries are
 * limited.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { loadConfig } from '../config/config.ts'
import { packageIdOf, sealResult } from '../crypto.ts'
import { packages } from '../db/schema.ts'
import { createLogger } from '../telemetry/logger.ts'
import {
  type BucketServer,
  type Fault,
  secretAccessKey,
  send,
  startBucketServer,
} from '../tests/support/fakes/bucket-server.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { inBucket } from './placement.ts'
import { createStorage } from './storage.ts'
import { StorageError } from './store.ts'

let server: BucketServer
let bucket: Bucket
let fresh: TestDatabase
const MiB = 1024 * 1024

beforeAll(async () => {
  server = await startBucketServer()
  fresh = await freshDatabase()
  bucket = open()
})
afterEach(() => server.setFault(null))
afterAll(async () => {
  await server.stop()
  await fresh.drop()
})

function open(environment: Record<string, string> = {}): Bucket {
  return createBucket(loadConfig({ S3_SECONDS: '20', ...server.environment, ...environment }), 'folder')!
}

const answer = (status: number, body = '', headers = {}) => ({ status, headers, body: Buffer.from(body) })
const always =
  (status: number, code: string): Fault =>
  (socket) =>
    send(socket, answer(status, `<Error><Code>${code}</Code></Error>`))

/** Each fault with its code for the log. */
const faults: [what: string, fault: Fault, code: string | RegExp][] = [
  ['is gone', (socket: Socket) => void socket.destroy(), /^(ECONNRESET|ConnectionClosed|no_answer)$/],
  ['never answers', () => {}, 'timeout'],
  [
    'stops in the middle of a response',
    (socket) =>
      void socket.write('HTTP/1.1 206 OK\r\ncontent-length: 20\r\ncontent-range: bytes 0-19/20\r\n\r\nabc'),
    'timeout',
  ],
  ['sends its response byte by byte', (socket) => drip(socket), 'timeout'],
  ['is busy', always(503, 'SlowDown'), 'status_503'],
  ['fails', always(500, 'InternalError'), 'status_500'],
  ['refuses', always(403, 'AccessDenied'), 'status_403'],
  ['has no such bucket', always(404, 'NoSuchBucket'), 'status_404'],
  [
    'is in another region',
    (socket) => send(socket, answer(301, '', { location: 'http://127.0.0.1:1/' })),
    'status_301',
  ],
  ['speaks no HTTP', (socket) => void socket.end('SSH-2.0-OpenSSH\r\n'), /^\w+$/],
]

describe.each(faults)('a service that %s', (_, fault, code) => {
  const id = randomUUID()
  const callsOf = (bucket: Bucket): [string, () => Promise<unknown>][] => [
    ['write', () => bucket.write(id, Buffer.alloc(20))],
    ['read', () => bucket.read(id, { start: 0, end: 20, length: 20 })],
    ['remove', () => bucket.remove(id)],
    [
      'list',
      async () => {
        for await (const _ of bucket.list());
      },
    ],
  ]
  test('all calls end in time, with a code for the log', async () => {
    server.setFault(fault)
    // Other faults get a long limit, because three attempts can take a second on a busy machine.
    const calls = callsOf(code === 'timeout' ? open({ S3_SECONDS: '1' }) : bucket)
    const failing = calls.map(([, call]) =>
      call().then(
        () => null,
        (thrown: unknown) => thrown,
      ),
    )
    for (const [index, error] of (await Promise.all(failing)).entries()) {
      const name = calls[index]![0]
      expect([name, error instanceof StorageError]).toEqual([name, true])
      // Bun implements listing itself and has its own codes.
      if (name !== 'list') expect((error as StorageError).code).toMatch(code)
      expect(Bun.inspect(error)).not.toMatch(/127\.0\.0\.1|Signature/)
    }
  })
})

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 206 OK\r\ncontent-length: 1000000\r\ncontent-range: bytes 0-19/20\r\n\r\n')
  const timer = setInterval(() => socket.write('x'), 20)
  socket.on('close', () => clearInterval(timer))
}

describe('wrong bytes are never returned', () => {
  const bytes = randomBytes(5000)
  const id = randomUUID()
  const range = { start: 0, end: 5000, length: 5000 }
  const changed =
    (change: (body: Uint8Array) => Uint8Array, length?: (body: Uint8Array) => number): Fault =>
    async (socket, request, forward) => {
      const original = await forward(request)
      const body = change(original.body)
      send(socket, { ...original, body }, length?.(body))
    }
  beforeAll(() => bucket.write(id, bytes))

  test.each<[string, Fault]>([
    [
      'a body that ends early',
      changed(
        (body) => body.subarray(0, 2000),
        () => 5000,
      ),
    ],
    ['a shorter body with its actual length', changed((body) => body.subarray(0, 2000))],
    ['a longer body', changed((body) => Buffer.concat([body, body]))],
    [
      'an endless body',
      changed(
        (body) => Buffer.concat(Array(2000).fill(body)),
        () => 1e12,
      ),
    ],
    ['no body', changed(() => Buffer.alloc(0))],
    [
      'the whole object instead of a range',
      async (socket, request, forward) => {
        const { range: _, ...headers } = request.headers
        send(socket, await forward({ ...request, headers }))
      },
    ],
    [
      'another range',
      async (socket, request, forward) =>
        send(socket, await forward({ ...request, headers: { ...request.headers, range: 'bytes=1-2' } })),
    ],
  ])('%s', async (_, fault) => {
    server.setFault(fault)
    const part = { ...range, end: 4000 }
    await expect(bucket.read(id, part)).rejects.toBeInstanceOf(StorageError)
  })

  test('a missing object, or one of another length, is null', async () => {
    expect(await bucket.read(randomUUID(), range)).toBeNull()
    for (const length of [4999, 5001, 20_000]) expect(await bucket.read(id, { ...range, length })).toBeNull()
    expect(await bucket.read(id, { start: 6000, end: 7000, length: 7000 })).toBeNull()
    expect(Buffer.from((await bucket.read(id, range))!).equals(bytes)).toBeTrue()
  })

  test('callers do not notice transient errors', async () => {
    let failures = 2
    const before = server.requests.length
    server.setFault(async (socket, request, forward) => {
      if (failures-- > 0) return socket.destroy()
      send(socket, await forward(request))
    })
    expect(Buffer.from((await bucket.read(id, range))!).equals(bytes)).toBeTrue()
    expect(server.requests.length - before).toBe(3)
  })

  test('an aborted call ends with its reason', async () => {
    server.setFault(() => {})
    const controller = new AbortController()
    const call = bucket.write(randomUUID(), bytes, controller.signal)
    controller.abort(new Error('stopped'))
    await expect(call).rejects.toThrow('stopped')
  })
})

test('wrong keys are refused, and the secret is in no error', async () => {
  const stranger = open({ S3_SECRET_ACCESS_KEY: `${secretAccessKey}x` })
  const error = await stranger.write(randomUUID(), Buffer.alloc(1)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'status_403' })
  expect(Bun.inspect(error)).not.toContain(secretAccessKey)
})

test('addresses keep the path of the endpoint, and have the bucket in the host name if that is configured', async () => {
  const at = (environment: Record<string, string>) =>
    new URL(open({ S3_PUBLIC_ENDPOINT: 'https://s3.example/base', ...environment }).publicAddressOf('id', 60))
  expect(at({}).href).toStartWith('https://s3.example/base/results/folder/id?')
  expect(at({ S3_URL_STYLE: 'host' }).href).toStartWith('https://results.s3.example/base/folder/id?')
  expect(at({}).searchParams.get('X-Amz-Expires')).toBe('60')
})

describe('a result is stored in a bucket only if the bucket returns the same bytes', () => {
  const key = 'K'.repeat(500)
  const sealed = sealResult(randomBytes(5 * MiB), key, packageIdOf(key))
  const lines: string[] = []
  const prepare = (signal?: AbortSignal) =>
    createStorage(
      fresh.database,
      bucket,
      inBucket(
        fresh.database,
        bucket,
        createLogger('debug', (line) => lines.push(line)),
      ),
    ).prepare(sealed, signal)

  const storing =
    (change: (body: Uint8Array) => Uint8Array): Fault =>
    async (socket, request, forward) =>
      send(
        socket,
        await forward(request.method === 'PUT' ? { ...request, body: change(request.body) } : request),
      )

  test.each<[string, Fault]>([
    ['stores half of it and reports success', storing((body) => body.subarray(0, MiB))],
    [
      'stores another byte and reports success',
      storing((body) => Buffer.concat([Buffer.of(body[0]! ^ 1), body.subarray(1)])),
    ],
    [
      'stores nothing and reports success',
      async (socket, request, forward) =>
        send(socket, request.method === 'PUT' ? answer(200) : await forward(request)),
    ],
    [
      'can be read but not written',
      async (socket, request, forward) =>
        send(socket, request.method === 'PUT' ? answer(403, '') : await forward(request)),
    ],
    [
      'can be written but not read',
      async (socket, request, forward) =>
        send(socket, request.method === 'GET' ? answer(503, '') : await forward(request)),
    ],
    [
      'closes the connection instead of answering',
      (socket, request) => void (request.method === 'PUT' && socket.destroy()),
    ],
  ])('a service that %s: the result stays in the database', async (_, fault) => {
    server.setFault(fault)
    const before = lines.length
    expect((await prepare()).objectId).toBeUndefined()
    expect(lines.slice(before).map((line) => JSON.parse(line))).toMatchObject([
      { event: 'upload_failed', error: 'StorageError', errorCode: expect.any(String) },
      { event: 'result_kept_in_database', error: 'StorageError', errorCode: expect.any(String) },
    ])
    server.setFault(null)
    expect((await prepare()).objectId).toBeString()
  })

  test('a prepared result is not visible', async () => {
    await prepare()
    expect(await fresh.database.orm.$count(packages)).toBe(0)
    const [row] = await fresh.database
      .sql`SELECT count(*) FILTER (WHERE is_committed OR blob_id IS NOT NULL) AS n FROM stored_objects`
    expect(row).toEqual({ n: 0 })
  })

  test('a stopped job ends its upload', async () => {
    server.setFault(() => {})
    await expect(prepare(AbortSignal.timeout(50))).rejects.toThrow('timed out')
  })

  test('no log line contains a secret, an address or an object', () => {
    expect(lines.join()).not.toMatch(/canary|127\.0\.0\.1|Signature|folder/)
  })
})
