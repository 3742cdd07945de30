/** Keeps a claimed package while it is worked on, and notices when it was taken away. */
import type { Database } from '../db/connect.ts'
import { type Claim, heartbeat, type JobProgress } from '../queue/claims.ts'
import { withTimeout } from '../platform/time-limit.ts'

export interface LeaseOptions {
  heartbeatSeconds: number
  /** Read for each heartbeat. */
  progress: JobProgress
  /** The package was deleted, or another worker has it. */
  onLost: () => void
  /** A heartbeat failed; the next one comes all the same. */
  onTrouble: (error: unknown) => void
}

/**
 * Renews the lease until the returned function is called. A database that does not answer is no reason to stop: nobody
 * else can take the package over there either, and every write proves by its fence that the claim still holds.
 */
export function keepLease(database: Database, claim: Claim, options: LeaseOptions): () => void {
  let isEnded = false
  let timer: Timer

  async function beat(): Promise<void> {
    try {
      const isHeld = await withTimeout(claim.leaseSeconds, heartbeat(database, claim, options.progress))
      if (!isHeld && !isEnded) return options.onLost()
    } catch (error) {
      if (!isEnded) options.onTrouble(error)
    }
    if (!isEnded) schedule()
  }

  function schedule(): void {
    timer = setTimeout(() => void beat(), options.heartbeatSeconds * 1000)
  }

  schedule()
  return () => {
    isEnded = true
    clearTimeout(timer)
  }
}
