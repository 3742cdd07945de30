/** A proxy between a browser and a server that records every byte that the browser sends. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface WireTap {
  port: number
  /** Everything sent so far, connection by connection. */
  sent(): Buffer
  stop(): void
}

/** Starts a tap on 127.0.0.1 in front of the server at `target`. */
export async function startWireTap(target: string): Promise<WireTap> {
  const { hostname, port } = new URL(target)
  const connections: Buffer[][] = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const parts: Buffer[] = []
    connections.push(parts)
    const upstream = connect(Number(port), hostname)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one))
      one.pipe(other)
    }
    client.on('data', (bytes) => void parts.push(Buffer.from(bytes)))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(connections.flat()),
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
