/** Deletes expired packages. The limits are settings in days, measured by the database's clock. */
import type postgres from 'postgres'
import type { Database } from '../db/connect.ts'
import { hasLeftLink, isAbandoned, isErrored, isFinishedSince, isNotErrored } from './states.ts'

/** How many rows `sweep` deleted. */
export interface Swept {
  results: number
  failures: number
  /** Unfinished packages whose owners did not come back. */
  abandoned: number
  /** Results imported from dumpus-api that nobody fetched. */
  legacy: number
}

export interface RetentionDays {
  /** Limit for results, and for imported results since their import. */
  resultDays: number
  /** Limit for errored packages. */
  errorDays: number
  /** Limit for unfinished packages that no worker has, since their owners' last poll. */
  abandonedDays: number
}

/** Deletes the rows that are older than their limit, except rows that another transaction has locked. */
export async function sweep(
  { sql }: Database,
  { resultDays, errorDays, abandonedDays }: RetentionDays,
): Promise<Swept> {
  const packages = (condition: Statement) => sql`
    DELETE FROM packages WHERE id IN (
      SELECT id FROM packages WHERE ${condition} LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`
  const steps: Record<keyof Swept, () => Statement> = {
    results: () => packages(sql`${isNotErrored(sql)} AND ${isFinishedSince(sql, resultDays)}`),
    failures: () => packages(sql`${isErrored(sql)} AND ${isFinishedSince(sql, errorDays)}`),
    abandoned: () => packages(sql`${isAbandoned(sql, abandonedDays)}`),
    legacy: () => sql`
      DELETE FROM legacy_results WHERE package_id IN (
        SELECT package_id FROM legacy_results WHERE imported_at < now() - make_interval(days => ${resultDays})
        LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`,
  }
  const swept: Swept = { results: 0, failures: 0, abandoned: 0, legacy: 0 }
  for (const name of Object.keys(steps) as (keyof Swept)[]) {
    for (;;) {
      // Deletes in small steps, so that no statement holds many locks or exceeds the statement timeout.
      const { count } = await steps[name]()
      swept[name] += count
      if (count < sweepStep) break
    }
  }
  return swept
}

/**
 * Removes the sealed links that older versions left in rows of finished packages. Returns their number. It
 * must be repeated, because nodes of an older version may still be running.
 */
export async function removeLeftLinks({ sql }: Database): Promise<number> {
  const { count } = await sql`UPDATE packages SET sealed_link = NULL WHERE ${hasLeftLink(sql)}`
  return count
}

const sweepStep = 5

type Statement = postgres.PendingQuery<postgres.Row[]>
