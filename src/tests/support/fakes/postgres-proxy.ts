/**
 * A proxy between one node and PostgreSQL that sees every statement. A test can hold a statement while the
 * node crashes, silence the network, or count statements. The proxy reads the messages of the protocol, so
 * its connections must not be encrypted.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface PostgresProxy {
  /** The database through this proxy, as a DATABASE_URL. */
  url: string
  /** The text of every statement that the node has sent for execution, in order. */
  statements: string[]
  /**
   * Holds the next matching statement: `before` PostgreSQL gets it, or `after` its execution and before the
   * node gets the answer. Lets `skip` matching statements pass first. Later messages in the same direction of
   * that connection wait too.
   */
  hold(statement: RegExp, when: 'before' | 'after', skip?: number): Hold
  /** Holds back everything on the currently open connections, like a stalled network, until `thaw`. */
  freeze(): { thaw(): void }
  /**
   * Simulates a pulled cable, until `plug`. Connections that are open now, or are opened before `plug`, never
   * get an answer, even after it.
   */
  pull(): { plug(): void }
  stop(): void
}

export interface Hold {
  /** Resolves when the statement has arrived, or was executed. */
  reached: Promise<void>
  /** Lets the statement continue. */
  release(): void
}

interface Catch {
  statement: RegExp
  when: 'before' | 'after'
  skip: number
  reached: PromiseWithResolvers<void>
  released: PromiseWithResolvers<void>
}

/** Starts a proxy on 127.0.0.1 for the database at `target` (TestDatabase.url). */
export async function startPostgresProxy(target: string): Promise<PostgresProxy> {
  const statements: string[] = []
  const catches: Catch[] = []
  const links = new Set<Link>()
  let isPulled = false
  const server = createServer((socket) => {
    const link = new Link(socket, connect(addressOf(target)), (text) => {
      statements.push(text)
      const index = catches.findIndex(({ statement }) => statement.test(text))
      if (index < 0 || catches[index]!.skip-- > 0) return undefined
      return catches.splice(index, 1)[0]
    })
    links.add(link)
    if (isPulled) link.pause()
    link.onEnd = () => links.delete(link)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.searchParams.delete('host')
  url.searchParams.set('sslmode', 'disable')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    statements,
    hold(statement, when, skip = 0) {
      const reached = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      catches.push({ statement, when, skip, reached, released })
      return { reached: reached.promise, release: () => released.resolve() }
    },
    freeze() {
      const frozen = [...links]
      const thawed = frozen.map((link) => link.pause())
      return { thaw: () => thawed.forEach((resume) => resume()) }
    },
    pull() {
      isPulled = true
      for (const link of links) link.pause()
      return { plug: () => void (isPulled = false) }
    },
    stop() {
      for (const link of links) link.end()
      server.close()
    },
  }
}

/** One connection, as two directions that forward message by message and can be paused. */
class Link {
  onEnd = () => {}
  readonly #client: Socket
  readonly #server: Socket
  readonly #texts = new Map<string, string>()
  /** Running statements, the oldest first, with the catch that applies to their answer. */
  readonly #running: { isSimple: boolean; caught: Catch | undefined }[] = []
  #isPaused = 0

  constructor(client: Socket, server: Socket, onStatement: (text: string) => Catch | undefined) {
    this.#client = client
    this.#server = server
    let isStarted = false
    this.#forward(
      client,
      server,
      (buffer) => {
        // The first message has no byte for its type.
        const length = isStarted ? messageLength(buffer) : buffer.length < 4 ? null : buffer.readInt32BE(0)
        if (length !== null && buffer.length >= length) isStarted = true
        return length
      },
      (message) => this.#sent(message, onStatement),
    )
    this.#forward(server, client, messageLength, (message) => this.#answered(message))
  }

  /**
   * Stops forwarding in both directions, so neither side even notices that the other closes. Returns the
   * function that ends the pause.
   */
  pause(): () => void {
    this.#isPaused++
    for (const socket of [this.#client, this.#server]) socket.pause()
    return () => {
      this.#isPaused--
      for (const socket of [this.#client, this.#server]) socket.resume()
    }
  }

  end(): void {
    this.#client.destroy()
    this.#server.destroy()
    this.onEnd()
  }

  #forward(
    from: Socket,
    to: Socket,
    lengthOf: (buffer: Buffer) => number | null,
    look: (message: Buffer) => Promise<unknown> | undefined,
  ): void {
    let buffer = Buffer.alloc(0)
    let isWaiting = false
    const drain = async () => {
      if (isWaiting) return
      isWaiting = true
      for (;;) {
        const length = lengthOf(buffer)
        if (length === null || buffer.length < length) break
        const message = buffer.subarray(0, length)
        buffer = buffer.subarray(length)
        const hurdle = look(message)
        if (hurdle) await hurdle
        if (to.writable) to.write(message)
      }
      isWaiting = false
    }
    from.on('data', (data) => {
      buffer = Buffer.concat([buffer, data as Buffer])
      void drain()
    })
    from.on('error', () => {})
    from.on('close', () => {
      if (!this.#isPaused) this.end()
    })
  }

  /**
   * A statement is sent for execution by a simple Query, or by a Bind that names it; an earlier Parse has its
   * text.
   */
  #sent(message: Buffer, onStatement: (text: string) => Catch | undefined): Promise<unknown> | undefined {
    const type = String.fromCharCode(message[0]!)
    const first = 'PBQ'.includes(type) ? textAt(message, 5) : ''
    const second = 'PB'.includes(type) ? textAt(message, 5 + Buffer.byteLength(first) + 1) : ''
    if (type === 'P') this.#texts.set(first, second)
    if (type !== 'B' && type !== 'Q') return undefined
    const text = (type === 'Q' ? first : (this.#texts.get(second) ?? '')).trim()
    const caught = onStatement(text)
    this.#running.push({ isSimple: type === 'Q', caught: caught?.when === 'after' ? caught : undefined })
    return caught?.when === 'before' ? reach(caught) : undefined
  }

  /**
   * CommandComplete, EmptyQueryResponse or an error ends a bound statement; ReadyForQuery ends a simple one.
   */
  #answered(message: Buffer): Promise<unknown> | undefined {
    const type = String.fromCharCode(message[0]!)
    const oldest = this.#running[0]
    if (!oldest || !(oldest.isSimple ? 'Z' : 'CIE').includes(type)) return undefined
    this.#running.shift()
    return oldest.caught && reach(oldest.caught)
  }
}

function reach({ reached, released }: Catch): Promise<void> {
  reached.resolve()
  return released.promise
}

function textAt(message: Buffer, start: number): string {
  return message.toString('utf8', start, message.indexOf(0, start))
}

/** A message is one byte of type, then the length of the rest, which includes the length field. */
function messageLength(buffer: Buffer): number | null {
  return buffer.length < 5 ? null : 1 + buffer.readInt32BE(1)
}

function addressOf(target: string): { path: string } | { host: string; port: number } {
  const url = new URL(target)
  const port = Number(url.port || 5432)
  const socketDir = url.searchParams.get('host')
  return socketDir ? { path: `${socketDir}/.s.PGSQL.${port}` } : { host: url.hostname, port }
}
