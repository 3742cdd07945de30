/**
 * An HTTP server on bare sockets, for answers that no proper server sends: truncated, stalled, false ones.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface RawRequest {
  /** 0 for the server's first request. */
  number: number
  path: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
}

export interface RawServer {
  origin: string
  /** All requests so far. */
  requests: RawRequest[]
  /** Connections opened so far, including those without a request. */
  connections(): number
  /** Connections that are open now. */
  open(): number
  stop(): void
}

/**
 * Starts a server on 127.0.0.1. It passes each complete request to `answer`, which writes to the socket
 * itself.
 */
export async function startRawServer(
  answer: (socket: Socket, request: RawRequest) => unknown,
): Promise<RawServer> {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    let received = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data])
      for (let next = firstRequestOf(received); next; next = firstRequestOf(received)) {
        received = received.subarray(next.length)
        const request = { number: requests.length, ...next.request }
        requests.push(request)
        answer(socket, request)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    open: () => sockets.size,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** The first request in these bytes, and its length. Null if it is incomplete. */
function firstRequestOf(bytes: Buffer): { request: Omit<RawRequest, 'number'>; length: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [first, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  if (headers['transfer-encoding']) throw new Error('the raw server reads no body without a Content-Length')
  const start = headEnd + 4
  const length = start + Number(headers['content-length'] ?? 0)
  if (bytes.length < length) return null
  const request = { path: first!.split(' ')[1]!, headers, body: bytes.subarray(start, length) }
  return { request, length }
}

/** The text of a response's head. */
export function headOf(status: number, headers: Record<string, string | number> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`
}
