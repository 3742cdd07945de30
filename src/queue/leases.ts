/**
 * Renews the leases of all running packages of a process in one statement. It also takes back starts that
 * were not crashes.
 */
import type { Database } from '../db/connect.ts'
import type { Claim, JobProgress } from './claims.ts'
import { isRunning, isUnfinished } from './states.ts'

/** A claim whose lease is renewed, with its progress for status polls. */
export interface Lease {
  claim: Pick<Claim, 'packageId' | 'fence' | 'leaseSeconds'>
  progress: Required<JobProgress>
}

/**
 * Renews these leases and updates the progress. Returns the lost leases: their package was deleted, ended, or
 * taken over. A locked row is skipped, so that no other lease waits for it: the result is being committed, or
 * the package is being deleted. The next round renews the lease if the package is still running.
 */
export async function renewLeases<Kept extends Lease>(
  { sql }: Database,
  leases: readonly Kept[],
): Promise<Kept[]> {
  if (leases.length === 0) return []
  const ids = leases.map(({ claim }) => claim.packageId)
  const fences = leases.map(({ claim }) => String(claim.fence))
  const kept = await sql<{ id: string }[]>`
    WITH beats AS (
      SELECT * FROM unnest(${ids}::text[], ${fences}::bigint[],
        ${leases.map(({ claim }) => String(claim.leaseSeconds))}::float8[],
        ${leases.map(({ progress }) => percentOf(progress))}::smallint[],
        ${leases.map(({ progress }) => String(progress.bytesDownloaded))}::bigint[],
        ${leases.map(({ progress }) => progress.bytesTotal)}::bigint[]
      ) AS beats(id, fence, seconds, percent, bytes, total)
    ), free AS (
      SELECT packages.id FROM packages JOIN beats USING (id, fence) WHERE ${isRunning(sql)}
      FOR NO KEY UPDATE OF packages SKIP LOCKED
    )
    UPDATE packages SET lease_until = now() + make_interval(secs => beats.seconds), progress = beats.percent,
      bytes_downloaded = beats.bytes, bytes_total = coalesce(beats.total, packages.bytes_total), updated_at = now()
    FROM beats JOIN free USING (id) WHERE packages.id = beats.id
    RETURNING packages.id`
  if (kept.length === leases.length) return []
  const running = await sql<{ id: string }[]>`
    SELECT packages.id FROM packages JOIN unnest(${ids}::text[], ${fences}::bigint[]) AS beats(id, fence)
      USING (id, fence) WHERE ${isRunning(sql)}`
  const held = new Set([...kept, ...running].map(({ id }) => id))
  return leases.filter(({ claim }) => !held.has(claim.packageId))
}

/**
 * Takes back the start of a claim that was lost although its worker was alive, because that start was no
 * crash. A package that was restarted since (deleted and posted again, or retried) is not changed.
 */
export async function handBackAttempt(
  { sql }: Database,
  { packageId, fence, startedAt }: Claim,
): Promise<void> {
  await sql`
    UPDATE packages SET attempts = greatest(attempts - 1, 0), updated_at = now()
    WHERE id = ${packageId} AND fence > ${fence} AND started_at = ${startedAt}::timestamptz AND ${isUnfinished(sql)}`
}

/** The progress as a whole number, clamped to 0–100. */
function percentOf({ progress }: Required<JobProgress>): number {
  return Math.floor(Math.min(Math.max(progress, 0), 100)) || 0
}
