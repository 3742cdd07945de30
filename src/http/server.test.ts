/**
 * Requests with bodies of any length are answered in the format and with the headers that clients need, and
 * long bodies are not kept in memory.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { startApi, type TestApi } from '../tests/support/servers/api.ts'
import { scaled } from '../tests/support/servers/long-run.ts'
import { listen, type Listening } from './server.ts'

setDefaultTimeout(120_000)

const MiB = 1024 * 1024
const bodyBytes = scaled(256, 1024) * MiB
/** Far less than the body, and far more than a test run allocates temporarily. */
const keptBytesMax = 128 * MiB

let api: TestApi
let server: Listening
beforeAll(async () => {
  api = await startApi()
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

const refused =
  '{"isAccepted":false,"packageId":null,"errorMessageCode":"INVALID_LINK","errorDetail":"link_malformed"}'

test.each<[method: string, path: string, framing: 'length' | 'chunked', status: number, body: string]>([
  ['POST', '/process', 'length', 413, refused],
  ['POST', '/process', 'chunked', 413, refused],
  ['POST', '//process', 'chunked', 413, refused],
  ['POST', '/nowhere', 'length', 404, '{"error":"not_found"}'],
  ['PUT', '/process', 'chunked', 404, '{"error":"not_found"}'],
  ['GET', '/process/demo/status', 'length', 200, '"processingStep":"PROCESSED"'],
])(
  `${bodyBytes / MiB} MiB as the body of %s %s (%s) get %d and are not kept in memory`,
  async (method, path, framing, status, body) => {
    Bun.gc(true)
    const before = resident()
    let most = before
    const timer = setInterval(() => (most = Math.max(most, resident())), 5)
    const answer = await sendLong(`${method} ${path} HTTP/1.1\r\nHost: localhost`, framing)
    clearInterval(timer)
    expect(answer).toStartWith(`HTTP/1.1 ${status} `)
    expect(answer.toLowerCase()).toContain('\r\naccess-control-allow-origin: *\r\n')
    expect(answer).toContain(body)
    expect(most - before).toBeLessThan(keptBytesMax)
    expect((await fetch(`http://127.0.0.1:${server.port}/process/demo/status`)).status).toBe(200)
  },
)

/** The resident memory of this process, in which the server runs. */
function resident(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024
}

/** Sends a head and a long body from one small buffer, and returns the response. */
async function sendLong(head: string, framing: 'length' | 'chunked'): Promise<string> {
  const content = Buffer.alloc(MiB, 'x')
  const piece =
    framing === 'length' ? content : Buffer.concat([Buffer.from('100000\r\n'), content, Buffer.from('\r\n')])
  const frame = framing === 'length' ? `Content-Length: ${bodyBytes}` : 'Transfer-Encoding: chunked'
  const { promise, resolve } = Promise.withResolvers<void>()
  let rest: Buffer = Buffer.from(`${head}\r\n${frame}\r\n\r\n`)
  let pieces = 0
  let answer = ''
  let isSent = false
  /**
   * The server keeps the connection open, so the client closes it once everything is sent and the response
   * has arrived.
   */
  const endWhenAnswered = (socket: Bun.Socket) => {
    isSent = true
    if (answer !== '') socket.end()
  }
  const write = (socket: Bun.Socket) => {
    for (;;) {
      rest = rest.subarray(Math.max(0, socket.write(rest)))
      if (rest.length > 0) return
      if (pieces === bodyBytes / MiB) return endWhenAnswered(socket)
      rest = piece
      pieces++
      if (pieces === bodyBytes / MiB && framing === 'chunked')
        rest = Buffer.concat([piece, Buffer.from('0\r\n\r\n')])
    }
  }
  await Bun.connect({
    hostname: '127.0.0.1',
    port: server.port,
    socket: {
      open: write,
      drain: write,
      data(socket, bytes) {
        answer += bytes.toString('latin1')
        if (isSent) socket.end()
      },
      close: () => resolve(),
      error: () => resolve(),
    },
  })
  await promise
  return answer
}
