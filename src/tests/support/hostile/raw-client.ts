/** Sends bytes to a server and collects the answer, without a client that would normalize either. */

/**
 * A server does not answer an incomplete request. After this many milliseconds without a byte, the client
 * closes the connection.
 */
const silenceMs = 100

/** Everything that the server sent until the server closed the connection, or the client after a silence. */
export async function exchange(port: number, bytes: Uint8Array | string): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const received: Buffer[] = []
  let rest = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes)
  let timer: Timer | undefined
  const write = (socket: Bun.Socket) => {
    rest = rest.subarray(Math.max(0, socket.write(rest)))
    clearTimeout(timer)
    timer = setTimeout(() => socket.end(), silenceMs)
  }
  await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      open: write,
      drain: write,
      data(socket, chunk) {
        received.push(Buffer.from(chunk))
        clearTimeout(timer)
        timer = setTimeout(() => socket.end(), silenceMs)
      },
      close: () => resolve(),
      error: () => resolve(),
    },
  })
  await promise
  clearTimeout(timer)
  return Buffer.concat(received)
}
