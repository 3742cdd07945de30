/**
 * Renews the leases of claimed packages in a separate thread. When requests keep the main thread's event loop
 * busy, it runs no timers, and leases renewed there would expire although the worker is alive.
 */
import type { Connection } from '../db/connect.ts'
import type { Claim } from '../queue/claims.ts'
import type { Logger } from '../telemetry/logger.ts'
import {
  type HeartbeatOrder,
  type HeartbeatReport,
  type LeasedClaim,
  SharedLoop,
  type SharedProgress,
} from './heartbeat-messages.ts'

export interface HeartbeatsOptions {
  /** Starts src/heartbeat-thread.ts. */
  createThread: () => Worker
  connection: Connection
  heartbeatSeconds: number
  logger: Logger
}

export interface Heartbeats {
  /**
   * Renews the lease of a claim until the returned function is called. Calls `onLost` if the package was
   * deleted or another worker has it.
   */
  keep(claim: Claim, progress: SharedProgress, onLost: () => void): () => void
  /**
   * The longest time during about the last minute in which the main thread ran no timer, as measured by the
   * heartbeat thread.
   */
  loopDelaySeconds(): number
  stop(): Promise<void>
}

interface Kept {
  claim: LeasedClaim
  progress: SharedProgress
  onLost: () => void
}

/** How often the main thread signals that its timers run. */
const beatMs = 100
/** Pause between the unexpected end of a thread and the start of the next one. */
const restartMs = 500
/** Time for closing the thread's connections. */
const stopMs = 1000

/** Starts the thread. If it ends unexpectedly, a new thread gets all leases. */
export function startHeartbeats(options: HeartbeatsOptions): Heartbeats {
  const { connection, heartbeatSeconds, logger } = options
  const loop = new SharedLoop()
  const kept = new Map<number, Kept>()
  let lastNumber = 0
  let isStopped = false
  let thread: Worker | null = null
  const stopped = Promise.withResolvers<void>()
  const tell = (order: HeartbeatOrder) => thread?.postMessage(order)
  const tellKept = (number: number, { claim, progress }: Kept) =>
    tell({ kind: 'keep', number, claim, progress: progress.memory })

  function start(): void {
    if (isStopped) return
    const started = options.createThread()
    thread = started
    started.addEventListener('message', ({ data }: MessageEvent<HeartbeatReport>) => hear(data))
    started.addEventListener('error', (event) => event.preventDefault())
    started.addEventListener('close', () => {
      thread = null
      stopped.resolve()
      if (isStopped) return
      logger.error('heartbeat_thread_ended')
      setTimeout(start, restartMs)
    })
    tell({ kind: 'start', connection, heartbeatSeconds, loop: loop.memory })
    for (const entry of kept) tellKept(...entry)
  }

  function hear(report: HeartbeatReport): void {
    if (report.kind === 'stopped') stopped.resolve()
    else if (report.kind === 'failed') logger.warn('heartbeat_failed', report.cause)
    else kept.get(report.number)?.onLost()
  }

  const timer = setInterval(() => loop.beat(), beatMs)
  start()

  return {
    keep({ packageId, fence, leaseSeconds }, progress, onLost) {
      const number = ++lastNumber
      const entry = { claim: { packageId, fence, leaseSeconds }, progress, onLost }
      kept.set(number, entry)
      tellKept(number, entry)
      return () => {
        kept.delete(number)
        tell({ kind: 'drop', number })
      }
    },
    loopDelaySeconds: () => loop.delaySeconds,
    async stop() {
      isStopped = true
      clearInterval(timer)
      tell({ kind: 'stop' })
      if (thread) await Promise.race([stopped.promise, Bun.sleep(stopMs)])
      thread?.terminate()
    },
  }
}
