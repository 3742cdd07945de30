/** Keeps encrypted results in PostgreSQL: nothing more to run, and they appear with their package in one transaction. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { findBlob, writeBlob } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { readBlob, readWhole } from './read.ts'
import type { Storage } from './store.ts'

/** The storage in this database's tables `blobs` and `blob_chunks`. With a bucket, results that are there are read as well. */
export function createPostgresStorage(database: Database, bucket: Bucket | null = null): Storage {
  return {
    prepare: async (sealed) => sealed,
    write: writeBlob,
    describe: (blobId) => findBlob(database, blobId),
    read: (blobId) => readBlob(database, bucket, blobId),
    readAll: (blobId) => readWhole(database, bucket, blobId),
    async addressOf(blobId, seconds) {
      const objectId = bucket?.hasPublicEndpoint ? (await findBlob(database, blobId))?.objectId : null
      if (!bucket || !objectId) return null
      for await (const _ of readBlob(database, bucket, blobId));
      return bucket.publicAddressOf(objectId, seconds)
    },
    async reach(signal) {
      // There is no such object: that this is said is all that is wanted.
      await bucket?.read(randomUUID(), { start: 0, end: 1, length: 1 }, signal)
    },
  }
}
