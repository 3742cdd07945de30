/**
 * The rows of results: the description of each, the location of its ciphertext, and the ciphertext itself if
 * it is in the database.
 */
import { randomUUID } from 'node:crypto'
import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Database, Transaction } from '../db/connect.ts'
import { rowSeconds } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { blobChunks, blobs, storedObjects } from '../db/schema.ts'
import { type BlobDescription, type PreparedResult, StorageError } from './store.ts'

/**
 * The size of a chunk. A bytea is sent in one message, as two hex digits per byte. This size is small enough
 * for both sides, and large enough for few statements.
 */
export const chunkBytes = 1024 * 1024

export interface Blob extends BlobDescription {
  id: string
  /** The id of its object in the bucket. Null if the ciphertext is in the database. */
  objectId: string | null
}

export async function findBlob(database: Database, blobId: string): Promise<Blob | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(blobId)) return null
  const select = database.orm
    .select({
      id: blobs.id,
      packageId: blobs.packageId,
      iv: blobs.iv,
      sha256: blobs.sha256,
      tag: blobs.tag,
      length: blobs.length,
      objectId: storedObjects.id,
    })
    .from(blobs)
    .leftJoin(storedObjects, eq(storedObjects.blobId, blobs.id))
    .where(eq(blobs.id, blobId))
  const [row] = await withTimeout(rowSeconds, select.execute())
  return row ?? null
}

/** See Storage.write. */
export async function writeBlob(
  transaction: Transaction,
  packageId: string,
  prepared: PreparedResult,
): Promise<string> {
  const id = randomUUID()
  const { iv, ciphertext, sha256, tag, objectId } = prepared
  await transaction.insert(blobs).values({ id, packageId, iv, sha256, tag, length: ciphertext.length })
  if (objectId === undefined) await writeChunks(transaction, id, ciphertext)
  else if (!(await giveObject(transaction, objectId, id))) throw new StorageError('object_swept')
  await transaction.delete(blobs).where(and(eq(blobs.packageId, packageId), ne(blobs.id, id)))
  return id
}

export async function writeChunks(
  transaction: Transaction,
  blobId: string,
  ciphertext: Uint8Array,
): Promise<void> {
  for (let number = 0; number * chunkBytes < ciphertext.length; number++) {
    const bytes = ciphertext.subarray(number * chunkBytes, (number + 1) * chunkBytes)
    await transaction.insert(blobChunks).values({ blobId, number, bytes })
  }
}

/**
 * The chunk that begins at `offset`, or null if there is none. Each chunk is a separate statement, so that no
 * transaction stays open.
 */
export async function readChunk(
  database: Database,
  blobId: string,
  offset: number,
): Promise<Uint8Array | null> {
  const [row] = await database.orm
    .select({ bytes: blobChunks.bytes })
    .from(blobChunks)
    .where(and(eq(blobChunks.blobId, blobId), eq(blobChunks.number, offset / chunkBytes)))
  return row?.bytes ?? null
}

/** Makes a written object the location of a blob. Returns false if the object was removed as an orphan. */
export async function giveObject(
  transaction: Transaction,
  objectId: string,
  blobId: string,
): Promise<boolean> {
  const given = await transaction
    .update(storedObjects)
    .set({ blobId, isCommitted: true })
    .where(and(eq(storedObjects.id, objectId), isNull(storedObjects.blobId)))
    .returning({ id: storedObjects.id })
  return given.length === 1
}
