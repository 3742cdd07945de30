/**
 * The leases of a process's running packages: all renewed in one statement; a start that was no crash is
 * taken back.
 */
import type { Database } from '../db/connect.ts'
import type { Claim, JobProgress } from './claims.ts'
import { isRunning, isUnfinished } from './states.ts'

/** A claim whose lease is kept, and what a status poll shows of it. */
export interface Lease {
  claim: Pick<Claim, 'packageId' | 'fence' | 'leaseSeconds'>
  progress: Required<JobProgress>
}

/**
 * Renews all these leases and shows their progress. Gives those that are lost: deleted, ended, or taken over.
 * A row that somebody else holds at this moment (its result is being committed, it is being deleted) is
 * passed over: the next round finds out what became of it, and no other package's lease waits for it.
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
 * Takes back the start of a claim that was lost while its worker lived: another one took the package over, so
 * it counted as a crash, and was none. A package that has started anew since (deleted and posted again, tried
 * again) is left alone.
 */
export async function handBackAttempt(
  { sql }: Database,
  { packageId, fence, startedAt }: Claim,
): Promise<void> {
  await sql`
    UPDATE packages SET attempts = greatest(attempts - 1, 0), updated_at = now()
    WHERE id = ${packageId} AND fence > ${fence} AND started_at = ${startedAt}::timestamptz AND ${isUnfinished(sql)}`
}

/** For people: whole, and within 0–100 whatever was counted. */
function percentOf({ progress }: Required<JobProgress>): number {
  return Math.floor(Math.min(Math.max(progress, 0), 100)) || 0
}
