/** Placement policies: new results are stored in rows of the database or in a bucket. */
import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SealedResult } from '../crypto.ts'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { storedObjects } from '../db/schema.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import { chunkBytes } from './blob-rows.ts'
import type { Bucket } from './bucket.ts'
import { type Storage, StorageError } from './store.ts'

const uploadsMax = 2
const pauseMs = 300
const rowSeconds = 20
const rangeBytes = 4 * chunkBytes

/**
 * Decides where a new result is stored, and does the work that precedes the transaction which completes its
 * package (Storage.prepare).
 */
export type Placement = Storage['prepare']

/** Stores results in the database, together with their rows. There is nothing to prepare. */
export const inRows: Placement = async (sealed) => sealed

/**
 * Stores each result as an object in a bucket. If the bucket fails twice, the result is stored in the
 * database, where readers also find it. So its owner need not wait, and the package is not downloaded again.
 * `move-results` can move it later.
 */
export function inBucket(database: Database, bucket: Bucket, logger: Logger): Placement {
  return async (sealed, signal) => {
    for (let uploads = 1; ; uploads++) {
      try {
        return { ...sealed, objectId: await upload(database, bucket, sealed, signal) }
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        if (uploads === uploadsMax) {
          logger.error('result_kept_in_database', { bytes: sealed.ciphertext.length, ...safeError(error) })
          return sealed
        }
        logger.warn('upload_failed', safeError(error))
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => signal?.throwIfAborted())
    }
  }
}

/**
 * Writes an object, reads it back and compares it. Returns the object's id. The object is recorded before it
 * is written, so that it is swept if anything fails.
 */
export async function upload(
  database: Database,
  bucket: Bucket,
  { ciphertext, sha256 }: Pick<SealedResult, 'ciphertext' | 'sha256'>,
  signal?: AbortSignal,
): Promise<string> {
  const id = randomUUID()
  await withTimeout(rowSeconds, database.orm.insert(storedObjects).values({ id }).execute())
  await bucket.write(id, ciphertext, signal)
  const { length } = ciphertext
  const hash = createHash('sha256')
  for (let start = 0; start < length; start += rangeBytes) {
    const range = { start, end: Math.min(start + rangeBytes, length), length }
    const piece = await bucket.read(id, range, signal)
    if (!piece) throw new StorageError('object_not_there')
    hash.update(piece)
  }
  if (!sameBytes(hash.digest(), sha256)) throw new StorageError('object_differs')
  return id
}
