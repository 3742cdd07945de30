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

/** Starts a server on 127.0.0.1. It passes each request to `answer`, which writes to the socket itself. */
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
    let head = ''
    socket.on('data', (data) => {
      head += data.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const [first, ...lines] = head.split('\r\n\r\n', 1)[0]!.split('\r\n')
      head = ''
      const headers = Object.fromEntries(
        lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      )
      const request = { number: requests.length, path: first!.split(' ')[1]!, headers }
      requests.push(request)
      answer(socket, request)
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

/** The text of a response's head. */
export function headOf(status: number, headers: Record<string, string | number> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`
}
