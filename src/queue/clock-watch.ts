/** Notices when the database's clock jumps ahead, so that nothing is deleted by a time that may be wrong. */
import { sql as statement } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { housekeepingRounds } from '../db/schema.ts'

/** A server looks every hour, so a longer gap is a server that was off, or a clock that jumped. */
const gapSecondsMax = 86_400
/**
 * So long an operator has to set a clock right. Results of a server that was off are deleted so much later.
 */
const patienceSeconds = 86_400

export interface ClockWatch {
  /**
   * Days since the last look, by the database's clock, when nothing should be deleted by it yet; null: it can
   * be trusted.
   */
  suspiciousDays(): Promise<number | null>
}

/**
 * A watch for the rounds that delete by age. The last trusted time stays in the database while there is a
 * suspicion, so neither a restart nor another server forgets it. A clock that is set back is trusted at once.
 * `nowMs` is a clock of this process that never jumps.
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
