/**
 * The work of the heartbeat thread: renews all leases of the process, and checks whether the main thread's
 * timers run.
 */
import { type Connection, connect } from '../db/connect.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Lease, renewLeases } from '../queue/leases.ts'
import { safeError } from '../telemetry/logger.ts'
import {
  type HeartbeatOrder,
  type HeartbeatReport,
  type LeasedClaim,
  SharedLoop,
  SharedProgress,
} from './heartbeat-messages.ts'

/** After this time without a response, the connection is abandoned; the next round uses another one. */
const statementSeconds = 4
const connectionsMax = 2
const watchMs = 100
/** A delay is reported for at least this long, and at most for twice as long. */
const delayWindowMs = 30_000
/**
 * A main thread that has run no timer for this long does not process its packages either, so their leases may
 * expire. If others have claimed these packages when it recovers, it finds its claims lost and takes back
 * their starts.
 */
const silentSecondsMax = 120

/** Handles the main thread's messages until `stop`. */
export function createHeartbeatThread(
  post: (report: HeartbeatReport) => void,
): (order: HeartbeatOrder) => void {
  const leases = new Map<number, Lease & { number: number }>()
  let stop = async () => {}
  return (order) => {
    if (order.kind === 'start') stop = startRounds(order, leases, post)
    if (order.kind === 'keep') leases.set(order.number, leaseOf(order))
    if (order.kind === 'drop') leases.delete(order.number)
    if (order.kind === 'stop') void stop().finally(() => post({ kind: 'stopped' }))
  }
}

function leaseOf({
  number,
  claim,
  progress,
}: {
  number: number
  claim: LeasedClaim
  progress: SharedArrayBuffer
}) {
  return { number, claim, progress: new SharedProgress(progress) }
}

interface Start {
  connection: Connection
  heartbeatSeconds: number
  loop: SharedArrayBuffer
}

function startRounds(
  { connection, heartbeatSeconds, loop }: Start,
  leases: Map<number, Lease & { number: number }>,
  post: (report: HeartbeatReport) => void,
): () => Promise<void> {
  const database = connect(connection, { connectionsMax, statementSeconds, silenceSeconds: statementSeconds })
  const watch = watchLoop(new SharedLoop(loop))
  let isBeating = false

  async function round(): Promise<void> {
    if (isBeating || watch.silentSeconds() > silentSecondsMax) return
    isBeating = true
    try {
      const lost = await withTimeout(statementSeconds + 1, renewLeases(database, [...leases.values()]))
      for (const { number } of lost) {
        // A lost lease is reported once. The main thread then ends the job and drops the lease.
        if (leases.delete(number)) post({ kind: 'lost', number })
      }
    } catch (error) {
      post({ kind: 'failed', cause: safeError(error) })
    } finally {
      isBeating = false
    }
  }

  const timer = setInterval(() => void round(), heartbeatSeconds * 1000)
  return async () => {
    clearInterval(timer)
    watch.stop()
    await database.close(1)
  }
}

/** Measures how long the main thread has run no timer. Its timers increment a counter. */
function watchLoop(loop: SharedLoop): { silentSeconds(): number; stop(): void } {
  let beats = loop.beats
  let seenAt = performance.now()
  let windowAt = performance.now()
  let [longest, longestBefore] = [0, 0]
  const silentSeconds = () => (performance.now() - seenAt) / 1000
  const timer = setInterval(() => {
    const now = performance.now()
    // Both timers run every 100 ms, so twice that is not a delay.
    const delay = Math.max(0, now - seenAt - 2 * watchMs) / 1000
    longest = Math.max(longest, delay)
    if (loop.beats !== beats) [beats, seenAt] = [loop.beats, now]
    if (now - windowAt > delayWindowMs) [longestBefore, longest, windowAt] = [longest, delay, now]
    loop.delaySeconds = Math.max(longest, longestBefore)
  }, watchMs)
  return { silentSeconds, stop: () => clearInterval(timer) }
}
