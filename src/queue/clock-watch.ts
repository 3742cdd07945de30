/** Detects when the database's clock jumps ahead, because packages would then seem to have expired. */
import { sql as statement } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { housekeepingRounds } from '../db/schema.ts'

/**
 * A server checks every hour. If the last check is longer ago than this, either no server was running or the
 * clock jumped.
 */
const gapSecondsMax = 86_400
/**
 * How long an operator has to correct the clock. If no server was running, deletions are delayed by this
 * time.
 */
const patienceSeconds = 86_400

export interface ClockWatch {
  /**
   * Null if the clock is trusted for deletions. Otherwise the days since the last check at which it was
   * trusted, by the database's clock.
   */
  suspiciousDays(): Promise<number | null>
}

/**
 * Creates a watch for tasks that delete by age. While the clock is not trusted, the last trusted time remains
 * in the database, so other servers and restarted ones detect the jump, too. Each process waits a day from
 * its own detection. A clock that is set back is trusted at once. `nowMs` is a monotonic clock of this
 * process.
 */
export function createClockWatch({ orm }: Database, nowMs = () => performance.now()): ClockWatch {
  let suspectedSinceMs: number | null = null
  return {
    async suspiciousDays() {
      const [row] = await orm
        .select({ gap: statement<number>`extract(epoch FROM now() - ${housekeepingRounds.endedAt})::float8` })
        .from(housekeepingRounds)
        .where(statement`${housekeepingRounds.name} = 'retention'`)
      const gap = row?.gap ?? 0
      if (gap > gapSecondsMax) {
        suspectedSinceMs ??= nowMs()
        if (nowMs() - suspectedSinceMs < patienceSeconds * 1000) return Math.round(gap / 86_400)
      }
      suspectedSinceMs = null
      const endedAt = statement`now()`
      await orm
        .insert(housekeepingRounds)
        .values({ name: 'retention', endedAt })
        .onConflictDoUpdate({ target: housekeepingRounds.name, set: { endedAt } })
      return null
    },
  }
}
