/**
 * A process that polls statuses over many keep-alive connections, one request at a time on each, and prints
 * its figures as JSON.
 *
 *     poll-load.ts ORDER.json
 *
 * It sends as fast as answers come, or at a fixed rate. At a fixed rate, the time of a poll is counted from
 * the moment at which it was due. It uses loopback only, and limits its connections and its duration.
 */
import { percentile } from './middle.ts'

export interface PollOrder {
  port: number
  users: { id: string; key: string }[]
  connections: number
  seconds: number
  /** Polls per second; null: as fast as answers come. */
  rate: number | null
}

export interface PollFigures {
  answered: number
  /** Answers that were not the status of a waiting package. */
  wrong: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  slowest: number
}

interface Connection {
  send(request: Buffer): void
  end(): void
}

const connectionsMax = 2000
const secondsMax = 60

if (import.meta.main) {
  const order = (await Bun.file(process.argv[2]!).json()) as PollOrder
  process.stdout.write(JSON.stringify(await poll(order)))
  process.exit()
}

async function poll(order: PollOrder): Promise<PollFigures> {
  const requests = order.users.map(({ id, key }) => requestOf(order.port, id, key))
  const seconds = Math.min(order.seconds, secondsMax)
  const times: number[] = []
  /** `due`: when the polls that wait for a free connection were due. `free`: the free connections. */
  const due: number[] = []
  const free: number[] = []
  const dueAt: number[] = []
  const connections: Connection[] = []
  let wrong = 0
  let next = 0
  let isOver = false
  const sendOn = (index: number, at: number) => {
    dueAt[index] = at
    connections[index]!.send(requests[next++ % requests.length]!)
  }
  const answered = (index: number, isRight: boolean) => {
    if (isOver) return
    const now = performance.now()
    times.push(now - dueAt[index]!)
    if (!isRight) wrong++
    if (order.rate === null) sendOn(index, now)
    else if (due.length > 0) sendOn(index, due.shift()!)
    else free.push(index)
  }
  for (let index = 0; index < Math.min(order.connections, connectionsMax); index++) {
    connections.push(await connect(order.port, (isRight) => answered(index, isRight)))
    free.push(index)
  }
  const begun = performance.now()
  if (order.rate === null) for (const index of free.splice(0)) sendOn(index, begun)
  else
    await pace(order.rate, seconds, (at) => (free.length > 0 ? sendOn(free.pop()!, at) : void due.push(at)))
  await Bun.sleep(Math.max(0, begun + seconds * 1000 - performance.now()))
  isOver = true
  for (const connection of connections) connection.end()
  // Polls that still wait for a free connection at the end count with their waiting time so far, so that
  // overload is not left out.
  const now = performance.now()
  const waiting = order.rate === null ? [] : due.map((at) => now - at)
  const sorted = Float64Array.from([...times, ...waiting]).sort()
  return {
    answered: times.length,
    wrong,
    perSecond: times.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    slowest: sorted.at(-1) ?? Number.NaN,
  }
}

/**
 * Calls `onDue` at an even rate. If a timer fires late, the missed calls follow at once, each with the time
 * at which it was due.
 */
async function pace(rate: number, seconds: number, onDue: (at: number) => void): Promise<void> {
  const begun = performance.now()
  const all = Math.floor(rate * seconds)
  for (let sent = 0; sent < all; await Bun.sleep(1)) {
    const until = Math.min(all, Math.floor(((performance.now() - begun) * rate) / 1000))
    for (; sent < until; sent++) onDue(begun + (sent * 1000) / rate)
  }
}

function requestOf(port: number, id: string, key: string): Buffer {
  const lines = [
    `GET /process/${id}/status HTTP/1.1`,
    `Host: localhost:${port}`,
    `Authorization: Bearer ${key}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

async function connect(port: number, onAnswer: (isRight: boolean) => void): Promise<Connection> {
  let received = ''
  const fail = () => {
    throw new Error('a connection broke')
  }
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      data(_, bytes) {
        received += bytes.toString('latin1')
        const head = received.indexOf('\r\n\r\n')
        if (head < 0) return
        const length = Number(/content-length: *(\d+)/i.exec(received)?.[1])
        if (!(length >= 0)) throw new Error('an answer without a length')
        if (received.length < head + 4 + length) return
        const answer = received
        received = ''
        onAnswer(answer.startsWith('HTTP/1.1 200') && answer.includes('"processingStep":"LOCKED"'))
      },
      error: fail,
    },
  })
  return {
    send(request) {
      // One request at a time always fits into the system's buffer.
      if (socket.write(request) !== request.length) fail()
    },
    end: () => socket.end(),
  }
}
