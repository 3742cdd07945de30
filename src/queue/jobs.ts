/** The owner's side of the queue: putting a package in, looking at it, taking it out. claims.ts draws its states. */
import type postgres from 'postgres'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { rowSeconds } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { Step } from '../db/schema.ts'
import type { Detail, PublicCode } from '../errors.ts'
import { isAwaited, isNotErrored, isRunning, isUnfinished, isWaiting, restartedColumns } from './states.ts'

/** What a request needs to know of a package. */
export interface PackageState {
  id: string
  /** Compare it in constant time with crypto.ts's verifierOf before anything is told. */
  verifier: Uint8Array
  step: Step
  errorCode: PublicCode | null
  errorDetail: Detail | null
  isPremium: boolean
  standardWhenJoined: number | null
  premiumWhenJoined: number | null
  /** Percent of the whole job. */
  progress: number
  bytesDownloaded: number
  bytesTotal: number | null
  /** The result; there when the step is PROCESSED. */
  blobId: string | null
}

/** One package of the queue. */
export interface Queued {
  id: string
  isPremium: boolean
  /** Being worked on; else it waits. */
  isRunning: boolean
}

interface NewPackage {
  packageId: string
  verifier: Uint8Array
  /** crypto.ts, sealLink; null for links of click.discord.com, which the KEY rebuilds. */
  sealedLink: Uint8Array | null
  /** Packages that may wait at the same time, of owners that were heard of in the last `queueSeenSeconds`. */
  queueMax: number
  queueSeenSeconds?: number
}

export type Enqueued = 'accepted' | 'queue_full' | 'unauthorized'

/**
 * Puts a package into the queue, once, however often and on however many nodes it is asked for; the row is committed
 * when this returns. In progress or processed: accepted, nothing is restarted. Errored, or its result is gone: starts
 * again. `unauthorized`: another KEY with the same MD5 came first.
 */
export async function enqueue(database: Database, wanted: NewPackage): Promise<Enqueued> {
  const known = await findKnown(database.sql, wanted.packageId)
  const verdict = judge(known, wanted)
  if (verdict !== 'start') return verdict
  const result = await database.sql.begin(async (sql) => {
    const queue = await lockQueue(sql, wanted.queueSeenSeconds)
    const again = judge(await findKnown(sql, wanted.packageId), wanted)
    if (again !== 'start') return again
    if (queue.awaited >= wanted.queueMax) return 'queue_full'
    await start(sql, wanted, queue)
    return 'accepted'
  })
  return result
}

/** Packages that wait, those of them that are premium, and those whose owner was heard of lately. */
export interface QueueLengths {
  all: number
  premium: number
  awaited: number
}

/**
 * The lengths of the queue, and the right to put something into it until the transaction ends: one at a time, on all
 * nodes, so the limit and the lengths are exact. Only new, upgraded and retried packages come here.
 */
export async function lockQueue(sql: Sql, seenSeconds = 1800): Promise<QueueLengths> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('dumpus-server enqueue', 0))`
  const [queue] = await sql<QueueLengths[]>`
    SELECT count(*)::int AS all, (count(*) FILTER (WHERE is_premium))::int AS premium,
      (count(*) FILTER (WHERE ${isAwaited(sql, seenSeconds)}))::int AS awaited
    FROM packages WHERE ${isWaiting(sql)}`
  return queue!
}

/** The packages that exist among `ids`, in no order. A database that does not answer at once is trouble. */
export async function findMany(database: Database, ids: string[]): Promise<PackageState[]> {
  return withTimeout(
    rowSeconds,
    database.sql<PackageState[]>`
    SELECT id, verifier, step, error_code AS "errorCode", error_detail AS "errorDetail", is_premium AS "isPremium",
      standard_when_joined AS "standardWhenJoined", premium_when_joined AS "premiumWhenJoined", progress,
      bytes_downloaded AS "bytesDownloaded", bytes_total AS "bytesTotal", blob_id AS "blobId"
    FROM packages WHERE id = ANY(${ids}::text[])`,
  )
}

/** Those among `ids` that still wait for a worker or are being worked on, here or elsewhere. */
export async function findUnfinished(database: Database, ids: string[]): Promise<string[]> {
  const rows = await database.sql<{ id: string }[]>`
    SELECT id FROM packages WHERE id = ANY(${ids}::text[]) AND ${isUnfinished(database.sql)}`
  return rows.map(({ id }) => id)
}

/** A row that was written so lately is as good as new: each poll would be a write otherwise. */
const seenStepSeconds = 300
/** Ids of one statement. */
const seenIdsMax = 1000

/** Notes that the owners of these packages were heard of. Call it every minute or so with those who asked meanwhile. */
export async function markSeen({ sql }: Database, ids: string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += seenIdsMax)
    await sql`
      UPDATE packages SET seen_at = now()
      WHERE id = ANY(${ids.slice(at, at + seenIdsMax)}::text[]) AND ${isUnfinished(sql)}
        AND seen_at < now() - make_interval(secs => ${seenStepSeconds})`
}

/**
 * Deletes a package with its result, also one that was taken over from dumpus-api. false: there was none. A worker that is
 * busy with it finds its claim lost; results go with the row (foreign keys), also one that is being written at this moment.
 */
export async function remove(database: Database, packageId: string): Promise<boolean> {
  // In this order: what is being made a package of at this moment (src/legacy/) is one when the first statement is done.
  const legacy = await database.sql`DELETE FROM legacy_results WHERE package_id = ${packageId}`
  const { count } = await database.sql`DELETE FROM packages WHERE id = ${packageId}`
  return legacy.count + count > 0
}

/** The packages that wait, in the order in which they will be taken, with those that run somewhere between; at most `limit`. */
export async function queueList({ sql }: Database, limit = 20_000): Promise<Queued[]> {
  return sql<Queued[]>`
    SELECT id, is_premium AS "isPremium", ${isRunning(sql)} AS "isRunning" FROM packages
    WHERE ${isUnfinished(sql)}
    ORDER BY is_premium DESC, queued_at LIMIT ${limit}`
}

export type Sql = postgres.ISql<{ int8: number }>

interface Known {
  verifier: Uint8Array
  /** Waiting, in progress, or processed with its result in place. */
  isAlive: boolean
}

async function findKnown(sql: Sql, packageId: string): Promise<Known | undefined> {
  const [known] = await sql<Known[]>`
    SELECT verifier, ${isNotErrored(sql)} AND
      (step <> 'PROCESSED' OR EXISTS (SELECT FROM blobs WHERE blobs.id = packages.blob_id)) AS "isAlive"
    FROM packages WHERE id = ${packageId}`
  return known
}

function judge(known: Known | undefined, { verifier }: NewPackage): Enqueued | 'start' {
  if (!known) return 'start'
  if (!sameBytes(known.verifier, verifier)) return 'unauthorized'
  return known.isAlive ? 'accepted' : 'start'
}

/**
 * A new row, or an old one set back to its beginning. The fence of a new row starts at the time in microseconds: a
 * worker that still works on an earlier, deleted row of this package has a smaller one, so it cannot write here.
 */
async function start(sql: Sql, wanted: NewPackage, queue: QueueLengths): Promise<void> {
  const { packageId, verifier, sealedLink } = wanted
  await sql`
    INSERT INTO packages (id, verifier, sealed_link, standard_when_joined, premium_when_joined, fence)
    VALUES (${packageId}, ${verifier}, ${sealedLink}, ${queue.all}, ${queue.premium},
      (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (id) DO UPDATE SET
      sealed_link = excluded.sealed_link, standard_when_joined = excluded.standard_when_joined,
      premium_when_joined = excluded.premium_when_joined, fence = greatest(packages.fence + 1, excluded.fence),
      seen_at = now(), ${restartedColumns(sql)}`
}
