/**
 * The owner's side of the queue: putting a package in, looking at it, taking it out. claims.ts draws its
 * states.
 */
import type postgres from 'postgres'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { rowSeconds } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { Step } from '../db/schema.ts'
import type { Detail, PublicCode } from '../errors.ts'
import { turnColumns } from './fair-order.ts'
import { isAwaited, isNotErrored, isRunning, isUnfinished, restartedColumns } from './states.ts'

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
  /** Its archive is there whole; with the step DOWNLOADING, it waits for a worker. */
  isDownloaded: boolean
  /** It was at work, and waits for the time of its next try. */
  isPaused: boolean
  /** The result; there when the step is PROCESSED. */
  blobId: string | null
}

interface NewPackage {
  packageId: string
  verifier: Uint8Array
  /** crypto.ts, sealLink; null for links of click.discord.com, which the KEY rebuilds. */
  sealedLink: Uint8Array | null
  /** Packages that may wait at the same time, of owners that were heard of in the last `queueSeenSeconds`. */
  queueMax: number
  queueSeenSeconds?: number
  /** Who sent the link; left out when nobody knows. */
  sender?: Sender
}

export interface Sender {
  /** A keyed hash of the address (crypto.ts, hashAddress). */
  address: string
  /** Unfinished packages that it may have at the same time. */
  packagesMax: number
}

export type Enqueued = 'accepted' | 'queue_full' | 'address_full' | 'unauthorized'

/**
 * Puts a package into the queue, once, however often and on however many nodes it is asked for; the row is
 * committed when this returns. In progress or processed: accepted, nothing is restarted. Errored, or its
 * result is gone: starts again. `unauthorized`: another KEY with the same MD5 came first.
 */
export async function enqueue(database: Database, wanted: NewPackage): Promise<Enqueued> {
  const known = await findKnown(database.sql, wanted.packageId)
  const verdict = judge(known, wanted)
  if (verdict !== 'start') return verdict
  const result = await database.sql.begin(async (sql) => {
    const queue = await lockQueue(sql, wanted)
    const again = judge(await findKnown(sql, wanted.packageId), wanted)
    if (again !== 'start') return again
    if (queue.awaited >= wanted.queueMax) return 'queue_full'
    if (wanted.sender && queue.ofAddress >= wanted.sender.packagesMax) return 'address_full'
    await start(sql, wanted, queue)
    return 'accepted'
  })
  return result
}

export interface QueueLengths {
  /** Packages that wait and whose owner was heard of lately. */
  awaited: number
  /** How many go before one that joins the end of its queue, those at work included. */
  beforeStandard: number
  beforePremium: number
  /** Unfinished packages of the address that was asked for. */
  ofAddress: number
  /** The turn of its next one (fair-order.ts). */
  nextTurn: number
}

/**
 * The lengths of the queue, and the right to put something into it until the transaction ends: one at a time,
 * on all nodes, so the limit and the lengths are exact. Only new, upgraded and retried packages come here.
 */
export async function lockQueue(
  sql: Sql,
  { queueSeenSeconds = 1800, sender }: Pick<NewPackage, 'queueSeenSeconds' | 'sender'> = {},
): Promise<QueueLengths> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('dumpus-server enqueue', 0))`
  const [queue] = await sql<QueueLengths[]>`
    SELECT (count(*) FILTER (WHERE ${isAwaited(sql, queueSeenSeconds)}))::int AS awaited, count(*)::int AS "beforeStandard",
      (count(*) FILTER (WHERE is_premium OR ${isRunning(sql)}))::int AS "beforePremium",
      ${turnColumns(sql, sender?.address ?? null)}
    FROM packages WHERE ${isUnfinished(sql)}`
  return queue!
}

/** The packages that exist among `ids`, in no order. A database that does not answer at once is trouble. */
export async function findMany(database: Database, ids: string[]): Promise<PackageState[]> {
  return withTimeout(
    rowSeconds,
    database.sql<PackageState[]>`
    SELECT id, verifier, step, error_code AS "errorCode", error_detail AS "errorDetail", is_premium AS "isPremium",
      standard_when_joined AS "standardWhenJoined", premium_when_joined AS "premiumWhenJoined", progress,
      bytes_downloaded AS "bytesDownloaded", bytes_total AS "bytesTotal", blob_id AS "blobId",
      downloaded_at IS NOT NULL AS "isDownloaded", coalesce(not_before > now(), false) AND started_at IS NOT NULL AS "isPaused"
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

/**
 * Notes that the owners of these packages were heard of. Call it every minute or so with those who asked
 * meanwhile.
 */
export async function markSeen({ sql }: Database, ids: string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += seenIdsMax)
    await sql`
      UPDATE packages SET seen_at = now()
      WHERE id = ANY(${ids.slice(at, at + seenIdsMax)}::text[]) AND ${isUnfinished(sql)}
        AND seen_at < now() - make_interval(secs => ${seenStepSeconds})`
}

/**
 * Deletes a package with its result, also one that was taken over from dumpus-api. false: there was none. A
 * worker that is busy with it finds its claim lost; results go with the row (foreign keys), also one that is
 * being written at this moment.
 */
export async function remove(database: Database, packageId: string): Promise<boolean> {
  // In this order: what is being made a package of at this moment (src/legacy/) is one when the first
  // statement is done.
  const legacy = await database.sql`DELETE FROM legacy_results WHERE package_id = ${packageId}`
  const { count } = await database.sql`DELETE FROM packages WHERE id = ${packageId}`
  return legacy.count + count > 0
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
 * A new row, or an old one set back to its beginning. The fence of a new row starts at the time in
 * microseconds: a worker that still works on an earlier, deleted row of this package has a smaller one, so it
 * cannot write here.
 */
async function start(sql: Sql, wanted: NewPackage, queue: QueueLengths): Promise<void> {
  const { packageId, verifier, sealedLink, sender } = wanted
  await sql`
    INSERT INTO packages (id, verifier, sealed_link, standard_when_joined, premium_when_joined, address, turn, fence)
    VALUES (${packageId}, ${verifier}, ${sealedLink}, ${queue.beforeStandard}, ${queue.beforePremium}, ${sender?.address ?? null}, ${queue.nextTurn},
      (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (id) DO UPDATE SET
      sealed_link = excluded.sealed_link, standard_when_joined = excluded.standard_when_joined,
      premium_when_joined = excluded.premium_when_joined, fence = greatest(packages.fence + 1, excluded.fence),
      address = excluded.address, turn = CASE WHEN packages.is_premium THEN 0 ELSE excluded.turn END,
      seen_at = now(), ${restartedColumns(sql)}`
}
