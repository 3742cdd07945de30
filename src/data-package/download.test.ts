import { afterEach, expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import { loadConfig } from '../config.ts'
import { PackageError } from '../errors.ts'
import { headOf, type RawRequest, type RawServer, startRawServer } from '../testing/raw-server.ts'
import { download, type DownloadLimits, type DownloadOptions } from './download.ts'
import { routeTo } from './redirects.ts'

const MiB = 1024 * 1024
const secret = 'canary-key-of-the-download-test'
const storageSecret = 'canary-signature-of-storage'
const archive = Buffer.alloc(3 * MiB)
for (let at = 0; at < archive.length; at++) archive[at] = (at * 31 + (at >> 9) * 7) & 0xff
archive.write('PK\x03\x04', 'latin1')

const quick = { ...loadConfig({}), downloadPauseMilliseconds: 1, downloadTriesMax: 3 }
const servers: RawServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.stop()
})

type Answer = (socket: Socket, request: RawRequest) => unknown

async function serve(answer: Answer): Promise<RawServer> {
  const server = await startRawServer(answer)
  servers.push(server)
  return server
}

/** Click redirect → storage, where `answer` speaks; as Discord does it. */
function serveStorage(answer: Answer): Promise<RawServer> {
  let number = 0
  return serve((socket, request) => {
    if (request.path.startsWith('/storage')) return answer(socket, { ...request, number: number++ })
    return socket.end(headOf(302, { location: `/storage/1?signature=${storageSecret}`, 'content-length': 0 }))
  })
}

interface Outcome {
  detail: unknown
  received: Buffer
  resets: number
  progress: [bytes: number, total: number | null][]
  error?: unknown
}

async function run(
  server: RawServer,
  limits: Partial<DownloadLimits> = {},
  more: Partial<DownloadOptions> = {},
): Promise<Outcome> {
  let chunks: Uint8Array[] = []
  const outcome: Outcome = { detail: 'complete', received: Buffer.alloc(0), resets: 0, progress: [] }
  try {
    const { bytes } = await download(`${server.origin}/ls/click?upn=${secret}`, {
      allowedOrigins: [server.origin],
      limits: { ...quick, ...limits },
      signal: new AbortController().signal,
      onProgress: (done, total) => outcome.progress.push([done, total]),
      sink: {
        write: (chunk) => void chunks.push(chunk.slice()),
        reset: () => {
          chunks = []
          outcome.resets++
        },
      },
      ...more,
    })
    outcome.received = Buffer.concat(chunks)
    expect(bytes).toBe(outcome.received.length)
  } catch (error) {
    outcome.error = error
    outcome.detail = error instanceof PackageError ? error.detail : error
    expect(Bun.inspect(error)).not.toContain(secret)
    expect(Bun.inspect(error)).not.toContain(storageSecret)
  }
  return outcome
}

const storageRequests = (server: RawServer) =>
  server.requests.filter(({ path }) => path.startsWith('/storage'))

/** The rest of the archive from the wanted place, as a storage server with ranges answers. */
function sendRest(socket: Socket, { headers }: RawRequest, etag = '"one"'): void {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const isRest = start > 0 && headers['if-range'] === etag
  const from = isRest ? start : 0
  const range = isRest && { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` }
  const head = headOf(isRest ? 206 : 200, { 'content-length': archive.length - from, etag, ...range })
  socket.write(head)
  socket.end(archive.subarray(from))
}

/** The first bytes of a complete-looking answer, then the connection breaks. */
function sendCut(socket: Socket, headers: Record<string, string | number>, bytes: number, from = 0): void {
  socket.write(headOf(from ? 206 : 200, { 'content-length': archive.length - from, ...headers }))
  socket.write(archive.subarray(from, from + bytes), () => setTimeout(() => socket.destroy(), 20))
}

test('an archive behind a redirect arrives as it is, with progress', async () => {
  const server = await serveStorage(sendRest)
  const { detail, received, progress } = await run(server)
  expect(detail).toBe('complete')
  expect(received.equals(archive)).toBe(true)
  expect(progress[0]).toEqual([0, archive.length])
  expect(progress.at(-1)).toEqual([archive.length, archive.length])
  expect(server.requests.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity'])
})

const endings: [
  name: string,
  answer: Answer,
  limits: Partial<DownloadLimits>,
  detail: string,
  tries: number,
][] = [
  ...[400, 401, 403, 404, 410].map((status): (typeof endings)[number] => [
    `${status}`,
    (socket) => socket.end(headOf(status, { 'content-length': 0 })),
    {},
    'link_expired',
    1,
  ]),
  ...[500, 502, 503, 429, 408].map((status): (typeof endings)[number] => [
    `${status} each time`,
    (socket) => socket.end(headOf(status, { 'content-length': 0 })),
    {},
    'download_failed',
    3,
  ]),
  [
    'a page',
    (socket) => send(socket, 'PK', { 'content-type': 'Text/HTML; charset=utf-8' }),
    {},
    'link_not_a_package',
    1,
  ],
  ['a picture', (socket) => send(socket, '\x89PNG....'), {}, 'link_not_a_package', 1],
  ['a P without K', (socket) => send(socket, 'PX......'), {}, 'link_not_a_package', 1],
  ['a single P', (socket) => send(socket, 'P'), {}, 'link_not_a_package', 1],
  ['nothing', (socket) => send(socket, ''), {}, 'link_not_a_package', 1],
  ['204', (socket) => socket.end(headOf(204)), {}, 'link_not_a_package', 1],
  ['304', (socket) => socket.end(headOf(304)), {}, 'link_not_a_package', 1],
  [
    '206 that nobody asked for',
    (socket) => socket.end(headOf(206, { 'content-length': 4 }) + 'PK12'),
    {},
    'link_not_a_package',
    1,
  ],
  [
    'an encoded body',
    (socket) => send(socket, Bun.gzipSync(Buffer.alloc(MiB)), { 'content-encoding': 'gzip' }),
    {},
    'link_not_a_package',
    1,
  ],
  [
    'a length over the limit',
    (socket) => sendRest(socket, { number: 0, path: '', headers: {} }),
    { archiveBytesMax: MiB },
    'archive_too_large',
    1,
  ],
  ['an endless body', sendWithoutEnd, { archiveBytesMax: 5 * MiB }, 'archive_too_large', 1],
  [
    'silence before the answer',
    () => {},
    { downloadHeadersSeconds: 1, downloadTriesMax: 2 },
    'download_too_slow',
    2,
  ],
  [
    'silence in the body',
    (socket) => socket.write(headOf(200, { 'content-length': 99 }) + 'PK12'),
    { downloadIdleSeconds: 1, downloadTriesMax: 2 },
    'download_too_slow',
    2,
  ],
  ['a trickle', (socket) => trickle(socket, 10), { downloadRateSeconds: 1 }, 'download_too_slow', 1],
  ['too long as a whole', (socket) => trickle(socket, 10), { downloadSecondsMax: 1 }, 'download_too_slow', 1],
  ['a body cut each time', (socket) => sendCut(socket, {}, 1000), {}, 'download_failed', 3],
  [
    'a length that is too long',
    (socket) => socket.end(headOf(200, { 'content-length': 99 }) + 'PK12'),
    {},
    'download_failed',
    3,
  ],
  ['no answer', (socket) => socket.destroy(), {}, 'download_failed', 3],
  [
    'an answer that is not HTTP',
    (socket) => socket.end('220 smtp.example ready\r\n\r\n'),
    {},
    'download_failed',
    3,
  ],
]

test.each(endings)('ends: %s', async (_, answer, limits, detail, tries) => {
  const server = await serveStorage(answer)
  const outcome = await run(server, limits)
  expect(outcome.detail).toBe(detail)
  expect(storageRequests(server)).toHaveLength(tries)
})

test('a body without a length ends with its connection, one in chunks with its last chunk', async () => {
  const plain = await serveStorage((socket) => socket.end(Buffer.concat([Buffer.from(headOf(200)), archive])))
  const first = await run(plain)
  expect(first.received.equals(archive)).toBe(true)
  expect(first.progress.at(-1)).toEqual([archive.length, null])

  const chunked = await serveStorage((socket, { number }) => {
    socket.write(headOf(200, { 'transfer-encoding': 'chunked' }))
    socket.write(`${archive.length.toString(16)}\r\n`)
    socket.write(archive)
    if (number === 0) setTimeout(() => socket.destroy(), 20)
    else socket.end('\r\n0\r\n\r\n')
  })
  const second = await run(chunked)
  expect(second.received.equals(archive)).toBe(true)
  expect([second.resets, storageRequests(chunked).length]).toEqual([1, 2])
})

test('a server that recovers is asked again', async () => {
  const server = await serveStorage((socket, request) =>
    request.number < 2 ? socket.end(headOf(503, { 'content-length': 0 })) : sendRest(socket, request),
  )
  const outcome = await run(server)
  expect([outcome.detail, outcome.received.equals(archive), outcome.resets]).toEqual(['complete', true, 0])
})

test('a broken download goes on where it ended, from the link again', async () => {
  const server = await serveStorage((socket, request) =>
    request.number === 0 ? sendCut(socket, { etag: '"one"' }, 1_234_567) : sendRest(socket, request),
  )
  const outcome = await run(server)
  expect(outcome.received.equals(archive)).toBe(true)
  expect(outcome.resets).toBe(0)
  expect(server.requests.map(({ path }) => path.split('/')[1])).toEqual([`ls`, 'storage', 'ls', 'storage'])
  expect(server.requests[3]!.headers).toMatchObject({ range: 'bytes=1234567-', 'if-range': '"one"' })
})

test('tries that bring the download forward are not counted', async () => {
  const part = 1.2 * MiB
  const server = await serveStorage((socket, request) => {
    const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
    if (from + part >= archive.length) return sendRest(socket, request)
    const range = from > 0 && { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` }
    return sendCut(socket, { etag: '"one"', ...range }, part, from)
  })
  const outcome = await run(server, { downloadTriesMax: 2 })
  expect([outcome.detail, outcome.received.equals(archive), outcome.resets]).toEqual(['complete', true, 0])
  expect(storageRequests(server)).toHaveLength(3)
})

const rest = (from: number, to = archive.length - 1, total = archive.length) => ({
  'content-range': `bytes ${from}-${to}/${total}`,
})
const restarts: [name: string, firstHeaders: Record<string, string>, second: Answer, tries: number][] = [
  ['no ETag', {}, (socket, request) => sendRest(socket, request), 2],
  ['a weak ETag', { etag: 'W/"one"' }, (socket, request) => sendRest(socket, request), 2],
  [
    'another ETag, and the whole',
    { etag: '"one"' },
    (socket, request) => sendRest(socket, request, '"two"'),
    2,
  ],
  [
    'another ETag, and a part',
    { etag: '"one"' },
    (socket) => sendCut(socket, { etag: '"two"', ...rest(500_000) }, MiB, 500_000),
    3,
  ],
  [
    'a part of another place',
    { etag: '"one"' },
    (socket) => sendCut(socket, { etag: '"one"', ...rest(400_000) }, MiB, 400_000),
    3,
  ],
  [
    'a part of another size',
    { etag: '"one"' },
    (socket) =>
      sendCut(socket, { etag: '"one"', ...rest(500_000, archive.length, archive.length + 1) }, MiB, 500_000),
    3,
  ],
  [
    'a part without a place',
    { etag: '"one"' },
    (socket) => sendCut(socket, { etag: '"one"' }, MiB, 500_000),
    3,
  ],
  ['416', { etag: '"one"' }, (socket) => socket.end(headOf(416, { 'content-length': 0 })), 3],
]

test.each(restarts)('starts over: %s', async (_, firstHeaders, second, tries) => {
  const server = await serveStorage((socket, request) => {
    if (request.number === 0) return sendCut(socket, firstHeaders, 500_000)
    return request.number === 1 ? second(socket, request) : sendRest(socket, request)
  })
  const outcome = await run(server)
  expect([outcome.detail, outcome.received.equals(archive), outcome.resets]).toEqual(['complete', true, 1])
  expect(storageRequests(server)).toHaveLength(tries)
})

test('a redirect into closed networks or odd schemes is not followed', async () => {
  const canary = await serve((socket) => socket.end(headOf(200)))
  const port = new URL(canary.origin).port
  const targets = [
    ...[`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `https://127.0.0.1:${port}/`],
    ...[`https://[::ffff:127.0.0.1]:${port}/`, `http://2130706433:${port}/`, `http://0x7f.1:${port}/`],
    ...['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://[::]/', 'https://0/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://[fd00::1]/', 'https://169.254.169.254/latest/meta-data'],
    ...['https://100.64.0.1/', 'https://198.18.0.1/', 'https://224.0.0.1/', 'https://240.0.0.1/'],
    ...['https://8.8.8.8:8443/', 'http://8.8.8.8/', 'https://me:pw@8.8.8.8/', 'ftp://8.8.8.8/', 'https://'],
    ...[
      'file:///etc/passwd',
      'data:application/zip;base64,UEsDBA==',
      'blob:https://8.8.8.8/1',
      'gopher://x/',
    ],
  ]
  for (const location of targets) {
    const server = await serve((socket) => socket.end(headOf(302, { location, 'content-length': 0 })))
    expect([location, (await run(server)).detail]).toEqual([location, 'link_redirects_away'])
    expect(server.requests).toHaveLength(1)
  }
  expect(canary.connections()).toBe(0)
})

test("nothing redirects into an operator's source from outside, not even another of its sources", async () => {
  const inner = await serve((socket) => send(socket, archive))
  const outer = await serve((socket) =>
    socket.end(headOf(302, { location: `${inner.origin}/a`, 'content-length': 0 })),
  )
  const outcome = await run(outer, {}, { allowedOrigins: [outer.origin, inner.origin] })
  expect([outcome.detail, inner.connections()]).toEqual(['link_redirects_away', 0])
})

test('redirects end', async () => {
  const loop = await serve((socket) => socket.end(headOf(302, { location: '/again', 'content-length': 0 })))
  expect((await run(loop)).detail).toBe('link_redirects_away')
  expect(loop.requests).toHaveLength(6)

  const nowhere = await serve((socket) => socket.end(headOf(302, { 'content-length': 0 })))
  expect((await run(nowhere)).detail).toBe('link_not_a_package')
})

test('an address that was checked is the one that is connected to, under the name of the host', () => {
  const url = new URL('https://files.example/a%20b?c=d&e')
  expect(routeTo(url, '93.184.216.34')).toEqual({
    href: 'https://93.184.216.34/a%20b?c=d&e',
    tls: { serverName: 'files.example', rejectUnauthorized: true },
  })
  expect(routeTo(url, '2606:4700::1111').href).toBe('https://[2606:4700::1111]/a%20b?c=d&e')
})

test('an abort ends it at once, and the connection', async () => {
  const reason = new Error('stopped by the test')
  const controller = new AbortController()
  const server = await serveStorage((socket) => {
    socket.write(headOf(200, { 'content-length': archive.length }))
    socket.write(archive.subarray(0, 100_000))
  })
  const outcome = await run(
    server,
    {},
    {
      signal: controller.signal,
      onProgress: (bytes) => bytes > 0 && controller.abort(reason),
    },
  )
  expect(outcome.error).toBe(reason)
  while (server.open() > 0) await Bun.sleep(5)
  const before = server.requests.length
  expect((await run(server, {}, { signal: controller.signal })).error).toBe(reason)
  expect(server.requests).toHaveLength(before)
})

test('trouble of the sink is passed on and not tried again', async () => {
  const server = await serveStorage(sendRest)
  const sink = {
    write: () => Promise.reject(new PackageError('disk_full')),
    reset: () => {},
  }
  const outcome = await run(server, {}, { sink })
  expect([outcome.detail, storageRequests(server).length]).toEqual(['disk_full', 1])
})

function send(socket: Socket, body: string | Uint8Array, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(body as string, 'latin1')
  socket.end(Buffer.concat([Buffer.from(headOf(200, { 'content-length': bytes.length, ...headers })), bytes]))
}

function sendWithoutEnd(socket: Socket): void {
  socket.write(headOf(200))
  const more = () => {
    if (!socket.destroyed) socket.write(archive.subarray(0, 262_144), more)
  }
  more()
}

function trickle(socket: Socket, bytes: number): void {
  socket.write(headOf(200, { 'content-length': MiB }) + 'PK')
  const timer = setInterval(() => socket.write(Buffer.alloc(bytes)), 50)
  socket.on('close', () => clearInterval(timer))
}
