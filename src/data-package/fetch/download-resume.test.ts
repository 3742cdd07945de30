import { afterEach, expect, test } from 'bun:test'
import {
  type Answer,
  archive,
  MiB,
  run,
  sendCut,
  sendRest,
  serveStorage,
  stopServers,
  storageRequests,
} from '../../tests/support/servers/download-trial.ts'
import { scaled, seedOfRun } from '../../tests/support/servers/long-run.ts'
import { headOf } from '../../tests/support/fakes/raw-server.ts'
import { Random } from '../../synthetic-package/random.ts'

afterEach(stopServers)

test('a server that recovers is retried', async () => {
  const server = await serveStorage((socket, request) =>
    request.number < 2 ? socket.end(headOf(503, { 'content-length': 0 })) : sendRest(socket, request),
  )
  const outcome = await run(server)
  expect([outcome.detail, outcome.received.equals(archive), outcome.resets]).toEqual(['complete', true, 0])
})

test('a broken download continues where it stopped, and each try follows the link again', async () => {
  const server = await serveStorage((socket, request) =>
    request.number === 0 ? sendCut(socket, { etag: '"one"' }, 1_234_567) : sendRest(socket, request),
  )
  const outcome = await run(server)
  expect(outcome.received.equals(archive)).toBe(true)
  expect(outcome.resets).toBe(0)
  expect(server.requests.map(({ path }) => path.split('/')[1])).toEqual([`ls`, 'storage', 'ls', 'storage'])
  expect(server.requests[3]!.headers).toMatchObject({ range: 'bytes=1234567-', 'if-range': '"one"' })
})

test.each([
  [2, 'complete', 3],
  [1, 'download_failed', 1],
])(
  'a failed try with progress counts as the first of at most %i',
  async (downloadTriesMax, detail, tries) => {
    const part = 1.2 * MiB
    const server = await serveStorage((socket, request) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
      if (from + part >= archive.length) return sendRest(socket, request)
      const range = from > 0 && { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` }
      return sendCut(socket, { etag: '"one"', ...range }, part, from)
    })
    const outcome = await run(server, { downloadTriesMax })
    expect([outcome.detail, outcome.resets]).toEqual([detail, 0])
    expect(outcome.received.equals(archive)).toBe(detail === 'complete')
    expect(storageRequests(server)).toHaveLength(tries)
  },
)

const rest = (from: number, to = archive.length - 1, total = archive.length) => ({
  'content-range': `bytes ${from}-${to}/${total}`,
})
const restarts: [name: string, firstHeaders: Record<string, string>, second: Answer, tries: number][] = [
  ['no ETag', {}, (socket, request) => sendRest(socket, request), 2],
  ['a weak ETag', { etag: 'W/"one"' }, (socket, request) => sendRest(socket, request), 2],
  [
    'another ETag, and the whole file',
    { etag: '"one"' },
    (socket, request) => sendRest(socket, request, '"two"'),
    2,
  ],
  [
    'another ETag, and a range',
    { etag: '"one"' },
    (socket) => sendCut(socket, { etag: '"two"', ...rest(500_000) }, MiB, 500_000),
    3,
  ],
  [
    'a range at another offset',
    { etag: '"one"' },
    (socket) => sendCut(socket, { etag: '"one"', ...rest(400_000) }, MiB, 400_000),
    3,
  ],
  [
    'a range of a file of another size',
    { etag: '"one"' },
    (socket) =>
      sendCut(socket, { etag: '"one"', ...rest(500_000, archive.length, archive.length + 1) }, MiB, 500_000),
    3,
  ],
  [
    'a part without a Content-Range',
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
  // Only a strong ETag proves that the rest belongs to the same bytes.
  const isProven = firstHeaders.etag === '"one"'
  expect(storageRequests(server)[1]!.headers.range).toBe(isProven ? 'bytes=500000-' : undefined)
})

test('a range that ends early without an error does not count as complete', async () => {
  const server = await serveStorage((socket, request) => {
    if (request.number === 0) return sendCut(socket, { etag: '"one"' }, 500_000)
    if (request.number > 1) return sendRest(socket, request)
    socket.write(headOf(206, { 'transfer-encoding': 'chunked', etag: '"one"', ...rest(500_000) }))
    socket.write(Buffer.concat([Buffer.from('1000\r\n'), archive.subarray(500_000, 500_000 + 0x1000)]))
    return socket.end('\r\n0\r\n\r\n')
  })
  const outcome = await run(server)
  expect([outcome.detail, outcome.received.equals(archive), outcome.resets]).toEqual(['complete', true, 0])
  expect(storageRequests(server)[2]!.headers.range).toBe(`bytes=${500_000 + 0x1000}-`)
})

test('the file is the same after up to six random faults at random places', async () => {
  const seed = seedOfRun()
  console.error(`download-resume: TEST_SEED=${seed}`)
  for (let round = 0; round < scaled(8, 200); round++) {
    const random = new Random(seed, round)
    const faults = random.integer(1, 6)
    let etag = '"one"'
    const server = await serveStorage((socket, request) => {
      if (request.number >= faults) return sendRest(socket, request, etag)
      const asked = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
      if (random.chance(0.2)) etag = `"${round} ${request.number}"`
      const from = request.headers['if-range'] === etag ? asked : 0
      if (random.chance(0.2)) return socket.end(headOf(503, { 'content-length': 0 }))
      if (asked > 0 && random.chance(0.1)) return socket.end(headOf(416, { 'content-length': 0 }))
      return sendCut(
        socket,
        { etag, ...(from > 0 && rest(from)) },
        random.integer(0, archive.length - from),
        from,
      )
    })
    const outcome = await run(server, { downloadTriesMax: 20 })
    expect([round, outcome.detail, outcome.received.equals(archive)]).toEqual([round, 'complete', true])
    stopServers()
  }
}, 120_000)
