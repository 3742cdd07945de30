/** Sweeps up what belongs to no package: objects whose result was deleted, and what crashes left behind. */
import type { Database } from '../db/connect.ts'
import type { Bucket } from './bucket.ts'

/** How much was removed. On a server that never crashed, everything but `deleted` is 0. */
export interface OrphansSwept {
  /** Objects of results that were deleted or moved: this is how they go. */
  deleted: number
  /** Objects whose upload was noted and never finished. */
  unfinished: number
  /** Objects that no row speaks of: of a database that was restored from a backup, mostly. */
  unknown: number
  /** Results that their package does not name. */
  unnamed: number
}

/** Longer than any upload takes, and than a job holds its result until the row is committed. */
const unfinishedHours = 1
/** Clocks of services differ, and listings are late. */
const unknownHours = 24

/**
 * Removes the objects that are noted as nobody's, one after another; stops with StorageError when the bucket
 * does not answer.
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
 * Lists this database's folder of the bucket, and removes the objects that no row speaks of and that are
 * older than a day.
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

/** Deletes results that no package names, once they are older than any job that is about to name them. */
export async function sweepUnnamedBlobs({ sql }: Database): Promise<number> {
  const { count } = await sql`
    DELETE FROM blobs WHERE created_at < now() - make_interval(hours => ${unfinishedHours}) AND NOT EXISTS (
      SELECT FROM packages WHERE packages.id = blobs.package_id AND packages.blob_id = blobs.id)`
  return count
}
