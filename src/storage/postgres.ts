/** Keeps encrypted results in PostgreSQL: nothing more to run, and they appear with their package in one transaction. */
import { createHash, randomUUID } from 'node:crypto'
import { and, eq, ne } from 'drizzle-orm'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { blobChunks, blobs } from '../db/schema.ts'
import { BlobChangedError, type BlobDescription, type Storage } from './storage.ts'

/** One bytea travels as twice as many hex digits, in one message: small enough for both sides, few enough statements. */
const chunkBytes = 1024 * 1024

/** The storage in this database's tables `blobs` and `blob_chunks`. */
export function createPostgresStorage(database: Database): Storage {
  const describe = (blobId: string) => findBlob(database, blobId)
  const read = (blobId: string) => readChunks(database, blobId)
  return {
    async write(transaction, packageId, sealed) {
      const id = randomUUID()
      const { iv, ciphertext, sha256, tag } = sealed
      await transaction.insert(blobs).values({ id, packageId, iv, sha256, tag, length: ciphertext.length })
      for (let number = 0; number * chunkBytes < ciphertext.length; number++) {
        const bytes = ciphertext.subarray(number * chunkBytes, (number + 1) * chunkBytes)
        await transaction.insert(blobChunks).values({ blobId: id, number, bytes })
      }
      await transaction.delete(blobs).where(and(eq(blobs.packageId, packageId), ne(blobs.id, id)))
      return id
    },
    describe,
    read,
    async readAll(blobId) {
      const chunks: Uint8Array[] = []
      for await (const chunk of read(blobId)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
  }
}

async function findBlob(database: Database, blobId: string): Promise<BlobDescription | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(blobId)) return null
  const [row] = await database.orm
    .select({
      packageId: blobs.packageId,
      iv: blobs.iv,
      sha256: blobs.sha256,
      tag: blobs.tag,
      length: blobs.length,
    })
    .from(blobs)
    .where(eq(blobs.id, blobId))
  return row ?? null
}

/** A statement per chunk: no transaction stays open while a slow client takes its time. */
async function* readChunks(database: Database, blobId: string): AsyncIterable<Uint8Array> {
  const expected = await findBlob(database, blobId)
  if (!expected) throw new BlobChangedError('the result is gone')
  const hash = createHash('sha256')
  let heldBack: Uint8Array | null = null
  let length = 0
  for (let number = 0; length < expected.length; number++) {
    const [row] = await database.orm
      .select({ bytes: blobChunks.bytes })
      .from(blobChunks)
      .where(and(eq(blobChunks.blobId, blobId), eq(blobChunks.number, number)))
    if (!row || row.bytes.length === 0) throw new BlobChangedError('a part of the result is gone')
    hash.update(row.bytes)
    length += row.bytes.length
    if (heldBack) yield heldBack
    heldBack = row.bytes
  }
  if (length !== expected.length || !sameBytes(hash.digest(), expected.sha256)) {
    throw new BlobChangedError('the result is not what was written')
  }
  if (heldBack) yield heldBack
}
