/**
 * The one store of results: it finds each wherever it is, and puts new ones where the policy of placement
 * says.
 */
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { findBlob, writeBlob } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { inRows, type Placement } from './placement.ts'
import { readBlob, readWhole } from './read.ts'
import type { Storage } from './store.ts'

/**
 * The store in this database's tables, and in `bucket` if there is one. Rows appear with their package in one
 * transaction, and an object is written before a row speaks of it.
 */
export function createStorage(
  database: Database,
  bucket: Bucket | null = null,
  place: Placement = inRows,
): Storage {
  return {
    prepare: place,
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
