/**
 * Removes data that belongs to no package: objects of deleted and moved results, and leftovers of crashes and
 * failed uploads.
 */
import type { Database } from '../db/connect.ts'
import type { Bucket } from './bucket.ts'

/**
 * Counts of removed items. Without crashes, failures of the bucket and restored backups, all but `deleted`
 * are 0.
 */
export interface OrphansSwept {
  /** Objects of deleted or moved results. Only this sweep removes them. */
  deleted: number
  /** Objects whose upload was started but never finished. */
  unfinished: number
  /** Objects that no row refers to. There are some after a database was restored from a backup. */
  unknown: number
  /** Results that their package does not refer to. */
  unnamed: number
}

/** Far longer than an upload and the commit after it usually take. */
const unfinishedHours = 1
/** Long, because clocks of services differ and listings can be delayed. */
const unknownHours = 24

/**
 * Removes the objects of deleted and moved results and of unfinished uploads, one after another. Throws
 * StorageError if the bucket does not answer.
 */
export async function sweepObjects(
  { sql }: Database,
  bucket: Bucket,
): Promise<Pick<OrphansSwept, 'deleted' | 'unfinished'>> {
  const swept = { deleted: 0, unfinished: 0 }
  for (;;) {
    const found = await sql.begin(async (transaction) => {
      const [object] = await transaction<{ id: string; isCommitted: boolean }[]>`
        SELECT id, is_committed AS "isCommitted" FROM stored_objects
        WHERE blob_id IS NULL AND (is_committed OR created_at < now() - make_interval(hours => ${unfinishedHours}))
        ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`
      if (!object) return null
      await bucket.remove(object.id)
      await transaction`DELETE FROM stored_objects WHERE id = ${object.id}`
      return object
    })
    if (!found) return swept
    swept[found.isCommitted ? 'deleted' : 'unfinished']++
  }
}

/**
 * Lists this database's folder in the bucket, and removes objects that no row refers to and that are older
 * than a day.
 */
export async function sweepUnknownObjects({ sql }: Database, bucket: Bucket): Promise<number> {
  const newest = Date.now() - unknownHours * 3600 * 1000
  let count = 0
  for await (const page of bucket.list()) {
    const old = page.filter(({ writtenAt }) => writtenAt.getTime() < newest).map(({ id }) => id)
    if (old.length === 0) continue
    const known = await sql<{ id: string }[]>`
      SELECT id::text FROM stored_objects WHERE id::text = ANY(${old}::text[])`
    const knownIds = new Set(known.map(({ id }) => id))
    for (const id of old.filter((candidate) => !knownIds.has(candidate))) {
      await bucket.remove(id)
      count++
    }
  }
  return count
}

/**
 * Deletes results that are older than an hour and to which their packages do not refer.
 */
export async function sweepUnnamedBlobs({ sql }: Database): Promise<number> {
  const { count } = await sql`
    DELETE FROM blobs WHERE created_at < now() - make_interval(hours => ${unfinishedHours}) AND NOT EXISTS (
      SELECT FROM packages WHERE packages.id = blobs.package_id AND packages.blob_id = blobs.id)`
  return count
}
