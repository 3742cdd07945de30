/**
 * Reads a stored result in pieces from either store, even while it is moved. Reading a modified result throws
 * before its last piece.
 */
import { createHash } from 'node:crypto'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { type Blob, chunkBytes, findBlob, readChunk } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { BlobChangedError, StorageError } from './store.ts'

/**
 * The size of a piece from the bucket: large enough for few requests per result (1–10 MB), small enough for
 * slow readers. It is a multiple of the chunk size, so that a blob may be moved between two pieces.
 */
const rangeBytes = 4 * chunkBytes

/** See Storage.read. `bucket` is null if the settings have none. */
export async function* readBlob(
  database: Database,
  bucket: Bucket | null,
  blobId: string,
): AsyncIterable<Uint8Array> {
  let blob = await findBlob(database, blobId)
  if (!blob) throw new BlobChangedError('the result is gone')
  const { length, sha256 } = blob
  const hash = createHash('sha256')
  let heldBack: Uint8Array | null = null
  for (let offset = 0; offset < length;) {
    const piece: Uint8Array | null = await pieceOf(database, bucket, blob, offset)
    if (!piece || piece.length === 0) {
      const again = await findBlob(database, blobId)
      if (!again || again.objectId === blob.objectId) {
        throw new BlobChangedError('a part of the result is gone')
      }
      // The blob was moved between two pieces.
      blob = again
      continue
    }
    hash.update(piece)
    offset += piece.length
    if (heldBack) yield heldBack
    heldBack = piece
    const isWhole = offset === length || (offset < length && offset % chunkBytes === 0)
    if (!isWhole) throw new BlobChangedError('a part of the result has another length')
  }
  if (!sameBytes(hash.digest(), sha256)) throw new BlobChangedError('the result is not what was written')
  if (heldBack) yield heldBack
}

export async function readWhole(database: Database, bucket: Bucket | null, blobId: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of readBlob(database, bucket, blobId)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Null if the piece is not in that store. */
async function pieceOf(
  database: Database,
  bucket: Bucket | null,
  { id, objectId, length }: Blob,
  offset: number,
): Promise<Uint8Array | null> {
  if (objectId === null) return readChunk(database, id, offset)
  if (!bucket) throw new StorageError('no_bucket_set')
  return bucket.read(objectId, { start: offset, end: Math.min(offset + rangeBytes, length), length })
}
