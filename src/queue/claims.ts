/**
 * The worker's side of the queue: taking a waiting package, keeping it, and handing it back or finishing it.
 *
 * One row of `packages` is the job and the status. Its life:
 *
 *   enqueue ──▶ LOCKED ──claim──▶ DOWNLOADING ──advance──▶ ANALYZING ──complete──▶ PROCESSED
 *                 ▲                     │                      │
 *                 ├── release ──────────┴──────────────────────┤   shutdown: the start is not counted
 *                 ├── retryLater ───────┴──────────────────────┤   passing trouble: not before a time
 *                 │                                            └── fail ──▶ errored (error_code is set)
 *                 └── a lease that ran out is claimed again as it stands; after `attemptsMax` starts it is errored
 *
 * leases.ts keeps the leases. A worker that finds its claim lost while it lives takes its start back: it was
 * no crash.
 *
 * Each claim raises `fence`, and every later write names the fence of its claim: the writes of a worker that
 * was stopped past its lease change no row. All times are the database's own, so the clocks of the nodes do
 * not matter.
 */
import type postgres from 'postgres'
import type { Database } from '../db/connect.ts'
import type { Step } from '../db/schema.ts'
import { type Detail, details } from '../errors.ts'
import type { Claim } from './next-claim.ts'
import { isClaimedBy, waitingColumns } from './states.ts'

export { complete } from './complete.ts'
export { type Claim, claim, type HeldIds } from './next-claim.ts'

/** What a status poll shows of a running job. */
export interface JobProgress {
  /** Percent of the whole job, 0–100; rounded down and clamped here. */
  progress?: number
  bytesDownloaded?: number
  /** null: unknown. */
  bytesTotal?: number | null
}

/** Goes to the next step, shows progress and renews the lease. false: the claim is lost. */
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

/** Its archive is here, and it waits for a worker of this node. false: the claim is lost. */
export async function awaitWorker({ sql }: Database, claim: Claim, progress: JobProgress): Promise<boolean> {
  return changesRow(sql`
    UPDATE packages SET downloaded_at = now(), ${progressColumns(sql, progress)}, updated_at = now() WHERE ${isClaimedBy(sql, claim)}`)
}

/**
 * Ends the package with an error of errors.ts. Only a new POST starts it again. false: the claim was lost
 * before.
 */
export async function fail(database: Database, claim: Claim, detail: Detail): Promise<boolean> {
  const { sql } = database
  return changesRow(sql`
    UPDATE packages SET error_code = ${details[detail].code}, error_detail = ${detail}, sealed_link = NULL,
      lease_until = NULL, address = NULL, finished_at = now(), updated_at = now()
    WHERE ${isClaimedBy(sql, claim)}`)
}

/**
 * Puts the package back into the queue, at its old place, but not before `seconds` from now. Not counted as a
 * crash.
 */
export async function retryLater(database: Database, claim: Claim, seconds: number): Promise<boolean> {
  const { sql } = database
  return handBack(sql, claim, sql`now() + make_interval(secs => ${seconds})`)
}

/**
 * Puts the package back into the queue at once, for any node: this one is shutting down. Not counted as a
 * crash.
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

/** Values that were not given stay as they are; an unknown total does too. */
function progressColumns(sql: Database['sql'], { progress, bytesDownloaded, bytesTotal }: JobProgress) {
  const percent = progress === undefined ? null : Math.floor(Math.min(Math.max(progress, 0), 100)) || 0
  return sql`
    progress = coalesce(${percent}::smallint, progress),
    bytes_downloaded = coalesce(${bytesDownloaded ?? null}::bigint, bytes_downloaded),
    bytes_total = coalesce(${bytesTotal ?? null}::bigint, bytes_total)`
}
