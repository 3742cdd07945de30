/** The queue for package owners: submits, reads and deletes a package. claims.ts shows the states. */
import type postgres from 'postgres'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { rowSeconds } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { Step } from '../db/schema.ts'
import type { Detail, PublicCode } from '../errors.ts'
import { turnColumns } from './fair-order.ts'
import { isAwaited, isNotErrored, isRunning, isUnfinished, restartedColumns } from './states.ts'

/** The state of a package, for requests. */
export interface PackageState {
  id: string
  /** Before revealing anything, compare it in constant time with verifierOf (crypto.ts). */
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
  /**
   * In the step DOWNLOADING: the archive is complete, and the package waits for a worker.
   */
  isDownloaded: boolean
  /** It was in progress, and pauses before its next attempt. */
  isPaused: boolean
  /** The result. Null before the step PROCESSED, and if the result was lost. */
  blobId: string | null
}

interface NewPackage {
  packageId: string
  verifier: Uint8Array
  /** See sealLink in crypto.ts. Null for links to click.discord.com, which are rebuilt from the KEY. */
  sealedLink: Uint8Array | null
  /** Limit on waiting packages whose owners polled within the last `queueSeenSeconds`. */
  queueMax: number
  queueSeenSeconds?: number
  /** The sender of the link; undefined if unknown. */
  sender?: Sender
}

export interface Sender {
  /** A keyed hash of the address (`hashAddress` in packages/parts.ts). */
  address: string
  /** Limit on unfinished packages of this address. */
  packagesMax: number
}

export type Enqueued = 'accepted' | 'queue_full' | 'address_full' | 'unauthorized'

/**
 * Puts a package into the queue exactly once, even if it is submitted repeatedly on several nodes. The row is
 * committed when this returns. A package in progress or processed is accepted but not restarted; a package
 * that errored or lost its result starts again. `unauthorized`: the row has another verifier, because it
 * belongs to another KEY with the same MD5, or somebody uploaded a result under this id.
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
  /** Number of waiting packages whose owners polled recently. */
  awaited: number
  /** How many packages, including running ones, are ahead of a package that joins the end of its queue. */
  beforeStandard: number
  beforePremium: number
  /** Number of unfinished packages of the given address. */
  ofAddress: number
  /** The turn of the next package of that address (fair-order.ts). */
  nextTurn: number
}

/**
 * Locks the queue until the transaction ends, and returns its lengths. Only one transaction on all nodes
 * holds the lock, so limits and lengths are exact. Only submitting, upgrading and retrying a package need the
 * lock.
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

/**
 * The existing packages among `ids`, in no particular order. Fails if the database takes longer than
 * `rowSeconds`.
 */
export async function findMany(database: Database, ids: string[]): Promise<PackageState[]> {
  return withTimeout(
    rowSeconds,
    database.sql<PackageState[]>`
    SELECT id, verifier, step, error_code AS "errorCode", error_detail AS "errorDetail", is_premium AS "isPremium",
      standard_when_joined AS "standardWhenJoined", premium_when_joined AS "premiumWhenJoined", progress,
      bytes_downloaded AS "bytesDownloaded", bytes_total AS "bytesTotal",
      (SELECT blobs.id FROM blobs WHERE blobs.id = packages.blob_id) AS "blobId",
      downloaded_at IS NOT NULL AS "isDownloaded", coalesce(not_before > now(), false) AND started_at IS NOT NULL AS "isPaused"
    FROM packages WHERE id = ANY(${ids}::text[])`,
  )
}

/** The packages among `ids` that are waiting or running, on any node. */
export async function findUnfinished(database: Database, ids: string[]): Promise<string[]> {
  const rows = await database.sql<{ id: string }[]>`
    SELECT id FROM packages WHERE id = ANY(${ids}::text[]) AND ${isUnfinished(database.sql)}`
  return rows.map(({ id }) => id)
}

/** The shortest interval between two recorded polls of a package. */
const seenStepSeconds = 300
/** Ids per statement. */
const seenIdsMax = 1000

/**
 * Records that the owners of these packages polled. Call it about once a minute with the packages polled
 * since.
 */
export async function markSeen({ sql }: Database, ids: string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += seenIdsMax)
    await sql`
      UPDATE packages SET seen_at = now()
      WHERE id = ANY(${ids.slice(at, at + seenIdsMax)}::text[]) AND ${isUnfinished(sql)}
        AND seen_at < now() - make_interval(secs => ${seenStepSeconds})`
}

/**
 * Deletes a package with its result, including one imported from dumpus-api. Returns false if there was none.
 * Foreign keys delete the result with the row, even a result that is being written. A worker that is
 * processing the package finds its claim lost.
 */
export async function remove(database: Database, packageId: string): Promise<boolean> {
  // The order matters, because src/legacy/ may be turning an imported result into a package at this moment.
  // The first statement waits for that, and the second one then deletes the package.
  const legacy = await database.sql`DELETE FROM legacy_results WHERE package_id = ${packageId}`
  const { count } = await database.sql`DELETE FROM packages WHERE id = ${packageId}`
  return legacy.count + count > 0
}

export type Sql = postgres.ISql<{ int8: number }>

interface Known {
  verifier: Uint8Array
  /** The package is waiting, in progress, or processed with its result. */
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
 * Inserts a row, or resets an old one. The fence of a new row starts at the time in microseconds. A worker
 * that still processes a deleted row of this package has a smaller fence, so it cannot write here.
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
