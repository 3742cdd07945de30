import { afterAll, afterEach, expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import { PackageError } from '../../errors.ts'
import {
  type Answer,
  archive,
  MiB,
  run,
  send,
  sendCut,
  sendRest,
  serveStorage,
  stopServers,
  storageRequests,
} from '../../tests/support/servers/download-trial.ts'
import { recordRun, scaled } from '../../tests/support/servers/long-run.ts'
import { headOf } from '../../tests/support/fakes/raw-server.ts'
import type { DownloadLimits } from './download.ts'

afterEach(stopServers)

test('an archive behind a redirect arrives unchanged, with progress', async () => {
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
    '206 without a range request',
    (socket) => socket.end(headOf(206, { 'content-length': 4 }) + 'PK12'),
    {},
    'link_not_a_package',
    1,
  ],
  [
    'an encoded body',
    (socket) => send(socket, 'PK12', { 'content-encoding': 'gzip' }),
    {},
    'link_not_a_package',
    1,
  ],
  [
    'a length over the limit',
    (socket) => sendRest(socket, { headers: {} }),
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
    'a gigabyte that would take a day, at an accepted rate',
    (socket) => trickle(socket, 1000, 100, 1e9),
    {
      downloadRateSeconds: 1,
      downloadBytesPerSecondMin: 1,
      downloadSecondsMax: 3600,
      downloadIdleSeconds: 30,
    },
    'download_too_slow',
    1,
  ],
  [
    'a Content-Length beyond the end of the body',
    (socket) => socket.end(headOf(200, { 'content-length': 99 }) + 'PK12'),
    {},
    'download_failed',
    3,
  ],
  ['no answer', (socket) => socket.destroy(), {}, 'download_failed', 3],
  ['a reset in the body', (socket) => sendReset(socket), {}, 'download_failed', 3],
  [
    'one byte a second',
    (socket) => trickle(socket, 1, 1000),
    { downloadRateSeconds: 2 },
    'download_too_slow',
    1,
  ],
  [
    'headers without end',
    (socket) => repeat(socket, `HTTP/1.1 200 OK\r\n`, `x: ${'x'.repeat(60_000)}\r\n`),
    { downloadHeadersSeconds: 2 },
    'download_failed',
    3,
  ],
  [
    'one endless header',
    (socket) => repeat(socket, 'HTTP/1.1 200 OK\r\nx: ', 'x'.repeat(60_000)),
    { downloadHeadersSeconds: 2 },
    'download_failed',
    3,
  ],
  [
    'endless informational responses',
    (socket) => repeat(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(2000)),
    { downloadHeadersSeconds: 1, downloadTriesMax: 2 },
    'download_too_slow',
    2,
  ],
  [
    'chunks with an invalid size',
    (socket) => socket.end(headOf(200, { 'transfer-encoding': 'chunked' }) + 'zz\r\nPK12\r\n0\r\n\r\n'),
    {},
    'download_failed',
    3,
  ],
  [
    'a chunk without end',
    (socket) => socket.end(headOf(200, { 'transfer-encoding': 'chunked' }) + 'ffffffff\r\nPK12'),
    {},
    'download_failed',
    3,
  ],
  [
    'a negative length',
    (socket) => socket.end(headOf(200, { 'content-length': -4 }) + 'PK12'),
    {},
    'download_failed',
    3,
  ],
  [
    'a response that is not HTTP',
    (socket) => socket.end('220 smtp.example ready\r\n\r\n'),
    {},
    'download_failed',
    3,
  ],
]

afterAll(() =>
  recordRun(
    'G14',
    `${endings.length} kinds of responses, ${scaled(8, 200)} files resumed after random faults`,
  ),
)

test.each(endings)('ends: %s', async (_, answer, limits, detail, tries) => {
  const server = await serveStorage(answer)
  const outcome = await run(server, limits)
  expect(outcome.detail).toBe(detail)
  expect(storageRequests(server)).toHaveLength(tries)
})

test('a body without a length ends with its connection, a chunked one with its last chunk', async () => {
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

test('an abort ends the download and the connection at once', async () => {
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

test('an error of the sink is passed on and not retried', async () => {
  const server = await serveStorage(sendRest)
  const sink = {
    write: () => Promise.reject(new PackageError('disk_full')),
    reset: () => {},
  }
  const outcome = await run(server, {}, { sink })
  expect([outcome.detail, storageRequests(server).length]).toEqual(['disk_full', 1])
})

function sendWithoutEnd(socket: Socket): void {
  socket.write(headOf(200))
  const more = () => {
    if (!socket.destroyed) socket.write(archive.subarray(0, 262_144), more)
  }
  more()
}

function sendReset(socket: Socket): void {
  socket.write(headOf(200, { 'content-length': MiB }))
  socket.write(archive.subarray(0, 1000), () => setTimeout(() => socket.resetAndDestroy(), 20))
}

/** Writes as much as the other side accepts, until the socket is closed. */
function repeat(socket: Socket, first: string, text: string): void {
  const more = () => {
    if (!socket.destroyed) socket.write(text, () => setImmediate(more))
  }
  socket.write(first, more)
}

function trickle(socket: Socket, bytes: number, milliseconds = 50, length = MiB): void {
  socket.write(headOf(200, { 'content-length': length }) + 'PK')
  const timer = setInterval(() => socket.write(Buffer.alloc(bytes)), milliseconds)
  socket.on('close', () => clearInterval(timer))
}
