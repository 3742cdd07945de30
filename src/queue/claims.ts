/**
 * The queue for its workers: claims a waiting package, advances it, and hands it back or ends it.
 *
 * A row of `packages` is both the job and its status. Its states:
 *
 *   enqueue ──▶ LOCKED ──claim──▶ DOWNLOADING ──advance──▶ ANALYZING ──complete──▶ PROCESSED
 *                 ▲                     │                      │
 *                 ├── release ──────────┴──────────────────────┤   shutdown: the start is not counted
 *                 ├── retryLater ───────┴──────────────────────┤   transient error: claimable after a pause
 *                 │                                            └── fail ──▶ errored (error_code is set)
 *                 └── a row whose lease expired is claimed again; after `attemptsMax` starts it is errored
 *
 * leases.ts renews the leases. A worker that has lost its claim but is alive takes its start back, since it
 * did not crash.
 *
 * Each claim increments `fence`, and every later write must match the fence of its claim. So the writes of a
 * worker change no row once another worker has claimed its package. All times come from the database's clock,
 * so the clocks of the nodes do not matter.
 */
import type postgres from 'postgres'
import type { Database } from '../db/connect.ts'
import type { Step } from '../db/schema.ts'
import { type Detail, details } from '../errors.ts'
import type { Claim } from './next-claim.ts'
import { endedColumns, isClaimedBy, waitingColumns } from './states.ts'

export { complete } from './complete.ts'
export { type Claim, claim, type HeldIds } from './next-claim.ts'

/** What a status poll shows of a running job. */
export interface JobProgress {
  /** Percent of the whole job, 0–100. It is rounded down and clamped when it is written. */
  progress?: number
  bytesDownloaded?: number
  /** null: unknown. */
  bytesTotal?: number | null
}

/**
 * Advances to the next step, updates the progress and renews the lease. Returns false if the claim is lost.
 */
export async function advance(
  database: Database,
  claim: Claim,
  step: Extract<Step, 'DOWNLOADING' | 'ANALYZING'>,
  progress: JobProgress = {},
): Promise<boolean> {
  const { sql } = database
  return changesRow(sql`
    UPDATE packages SET step = ${step}, ${progressColumns(sql, progress)},
      lease_until = ${leaseFromNow(sql, claim)}, updated_at = now()
    WHERE ${isClaimedBy(sql, claim)}`)
}

/**
 * Records that the archive is downloaded and the package waits for a worker. Returns false if the claim is
 * lost.
 */
export async function awaitWorker({ sql }: Database, claim: Claim, progress: JobProgress): Promise<boolean> {
  return changesRow(sql`
    UPDATE packages SET downloaded_at = now(), ${progressColumns(sql, progress)}, updated_at = now() WHERE ${isClaimedBy(sql, claim)}`)
}

/**
 * Marks the package errored with a detail of errors.ts. Only a new POST or an operator restarts it. Returns
 * false if the claim is lost.
 */
export async function fail(database: Database, claim: Claim, detail: Detail): Promise<boolean> {
  const { sql } = database
  return changesRow(sql`
    UPDATE packages SET error_code = ${details[detail].code}, error_detail = ${detail}, ${endedColumns(sql)}
    WHERE ${isClaimedBy(sql, claim)}`)
}

/**
 * Puts the package back into the queue at its old position, claimable after `seconds`. The start is not
 * counted as a crash.
 */
export async function retryLater(database: Database, claim: Claim, seconds: number): Promise<boolean> {
  const { sql } = database
  return handBack(sql, claim, sql`now() + make_interval(secs => ${seconds})`)
}

/**
 * Puts the package back into the queue, claimable at once by any node. The start is not counted as a crash.
 */
export async function release(database: Database, claim: Claim): Promise<boolean> {
  return handBack(database.sql, claim, database.sql`NULL`)
}

type Statement = postgres.PendingQuery<postgres.Row[]>

function handBack(sql: Database['sql'], claim: Claim, notBefore: Statement): Promise<boolean> {
  return changesRow(sql`
    UPDATE packages SET ${waitingColumns(sql)}, attempts = greatest(attempts - 1, 0), not_before = ${notBefore}
    WHERE ${isClaimedBy(sql, claim)}`)
}

async function changesRow(update: Statement): Promise<boolean> {
  const { count } = await update
  return count === 1
}

function leaseFromNow(sql: Database['sql'], { leaseSeconds }: Claim) {
  return sql`now() + make_interval(secs => ${leaseSeconds})`
}

/** Columns for SET. A value that is not given, and an unknown total, leave their columns unchanged. */
function progressColumns(sql: Database['sql'], { progress, bytesDownloaded, bytesTotal }: JobProgress) {
  const percent = progress === undefined ? null : Math.floor(Math.min(Math.max(progress, 0), 100)) || 0
  return sql`
    progress = coalesce(${percent}::smallint, progress),
    bytes_downloaded = coalesce(${bytesDownloaded ?? null}::bigint, bytes_downloaded),
    bytes_total = coalesce(${bytesTotal ?? null}::bigint, bytes_total)`
}
