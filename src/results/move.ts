/**
 * Moves results between the database and the bucket while servers are running. Each result is always complete
 * in one of the two.
 */
import { and, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import type { Database, Transaction } from '../db/connect.ts'
import { blobChunks, blobs, storedObjects } from '../db/schema.ts'
import { type Blob, findBlob, giveObject, writeChunks } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { readWhole } from './read.ts'
import { upload } from './placement.ts'
import { BlobChangedError } from './store.ts'

export type Place = 'postgres' | 's3'

export interface Moved {
  moved: number
  /** Not moved, because the bytes that were read differ from those that were written. */
  damaged: number
}

/**
 * Moves every result that is not yet at `to`, one after another in the order of their ids. Each is verified
 * while it is read and, after an upload, in the bucket, before its row changes. The call may be interrupted
 * and repeated, and run on several nodes at once. Results that are written to the old store meanwhile, with
 * smaller ids than the current one, are left for the next call. Throws StorageError if the bucket does not
 * respond or stores other bytes.
 */
export async function moveResults(
  database: Database,
  bucket: Bucket,
  to: Place,
  onProgress: (sofar: Moved) => void = () => {},
): Promise<Moved> {
  const sofar: Moved = { moved: 0, damaged: 0 }
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const [next] = await elsewhere(database, to, last)
    if (!next) return sofar
    last = next.id
    try {
      const blob = await findBlob(database, next.id)
      if (isElsewhere(blob, to) && (await moveOne(database, bucket, to, blob))) sofar.moved++
    } catch (error) {
      if (!(error instanceof BlobChangedError)) throw error
      // A result that was deleted meanwhile, or moved by another node, does not count as damaged.
      if (isElsewhere(await findBlob(database, next.id), to)) sofar.damaged++
    }
    onProgress(sofar)
  }
}

/** How many results are not at `to`. */
export async function countElsewhere(database: Database, to: Place): Promise<number> {
  const { sql } = database
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*) FILTER (WHERE (stored_objects.id IS NULL) = ${to === 's3'}) AS count
    FROM blobs LEFT JOIN stored_objects ON stored_objects.blob_id = blobs.id`
  return row!.count
}

function elsewhere(database: Database, to: Place, after: string) {
  return database.orm
    .select({ id: blobs.id })
    .from(blobs)
    .leftJoin(storedObjects, eq(storedObjects.blobId, blobs.id))
    .where(and((to === 's3' ? isNull : isNotNull)(storedObjects.id), gt(blobs.id, after)))
    .orderBy(blobs.id)
    .limit(1)
}

/** False if it is at `to` or does not exist. */
function isElsewhere(blob: Blob | null, to: Place): blob is Blob {
  return blob !== null && (blob.objectId === null) === (to === 's3')
}

/** Moves one result. Returns false if it was deleted or moved by another node meanwhile. */
async function moveOne(database: Database, bucket: Bucket, to: Place, blob: Blob): Promise<boolean> {
  const ciphertext = await readWhole(database, bucket, blob.id)
  const objectId =
    to === 's3' ? await upload(database, bucket, { ciphertext, sha256: Buffer.from(blob.sha256) }) : null
  const isMoved = await database.orm.transaction(async (transaction) => {
    if (!(await lockAt(transaction, blob))) return false
    if (objectId !== null) {
      if (!(await giveObject(transaction, objectId, blob.id))) return false
      await transaction.delete(blobChunks).where(eq(blobChunks.blobId, blob.id))
    } else {
      await writeChunks(transaction, blob.id, ciphertext)
      // The commit releases the object, and it is then swept.
      await transaction.update(storedObjects).set({ blobId: null }).where(eq(storedObjects.blobId, blob.id))
    }
    return true
  })
  if (!isMoved && objectId !== null) {
    await database.orm.update(storedObjects).set({ isCommitted: true }).where(eq(storedObjects.id, objectId))
  }
  return isMoved
}

/**
 * Locks the blob against deletion and other moves until the transaction ends. False if it was deleted or
 * moved meanwhile.
 */
async function lockAt(transaction: Transaction, { id, objectId }: Blob): Promise<boolean> {
  const [locked] = await transaction
    .select({ id: blobs.id })
    .from(blobs)
    .where(eq(blobs.id, id))
    .for('update')
  if (!locked) return false
  const [object] = await transaction
    .select({ id: storedObjects.id })
    .from(storedObjects)
    .where(eq(storedObjects.blobId, id))
  return (object?.id ?? null) === objectId
}
