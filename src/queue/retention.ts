/** Deletes packages whose time is over. The times are settings in days, by the database's clock. */
import type postgres from 'postgres'
import type { Database } from '../db/connect.ts'
import { isErrored, isFinishedSince, isNotErrored, isUnfinished, isUnleased } from './states.ts'

/** How many rows `sweep` deleted. */
export interface Swept {
  results: number
  failures: number
  /** Never finished, and their owners did not come back. */
  abandoned: number
  /** Taken over from a dumpus-api database, and never asked for. */
  legacy: number
}

/**
 * Deletes what is older than its time: results, abandoned packages and what was taken over (counted from then) after
 * `resultDays`, failures after `errorDays`.
 */
export async function sweep(
  { sql }: Database,
  { resultDays, errorDays }: { resultDays: number; errorDays: number },
): Promise<Swept> {
  const since = (column: string, days: number) => sql`${sql(column)} < now() - make_interval(days => ${days})`
  const packages = (condition: Statement) => sql`
    DELETE FROM packages WHERE id IN (
      SELECT id FROM packages WHERE ${condition} LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`
  const steps: Record<keyof Swept, () => Statement> = {
    results: () => packages(sql`${isNotErrored(sql)} AND ${isFinishedSince(sql, resultDays)}`),
    failures: () => packages(sql`${isErrored(sql)} AND ${isFinishedSince(sql, errorDays)}`),
    abandoned: () =>
      packages(sql`${isUnfinished(sql)} AND ${isUnleased(sql)} AND ${since('queued_at', resultDays)}`),
    legacy: () => sql`
      DELETE FROM legacy_results WHERE package_id IN (
        SELECT package_id FROM legacy_results WHERE ${since('imported_at', resultDays)}
        LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`,
  }
  const swept: Swept = { results: 0, failures: 0, abandoned: 0, legacy: 0 }
  for (const name of Object.keys(steps) as (keyof Swept)[]) {
    for (;;) {
      // In small steps, so that no statement holds many locks or runs into the statement timeout.
      const { count } = await steps[name]()
      swept[name] += count
      if (count < sweepStep) break
    }
  }
  return swept
}

const sweepStep = 5

type Statement = postgres.PendingQuery<postgres.Row[]>
