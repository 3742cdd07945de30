/**
 * The store of results. It finds each result in the database or the bucket, and places new ones by the
 * placement policy.
 */
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { findBlob, writeBlob } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { inRows, type Placement } from './placement.ts'
import { readBlob, readWhole } from './read.ts'
import type { Storage } from './store.ts'

/**
 * A store in the tables of this database, and in `bucket` if there is one. A row is committed together with
 * the state of its package. An object is written before it becomes part of a result.
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
      // There is no such object, but any proper response shows that the bucket works.
      await bucket?.read(randomUUID(), { start: 0, end: 1, length: 1 }, signal)
    },
  }
}
