/** Opens the configured result storage and reports problems at the start. */
import { type Config, ConfigError } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { sharedSecret } from '../db/secrets.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { countElsewhere } from './move.ts'
import { inBucket, inRows } from './placement.ts'
import { createStorage } from './storage.ts'
import { type Storage, StorageError } from './store.ts'

export interface OpenStorage {
  storage: Storage
  /** Null if the settings have no bucket. */
  bucket: Bucket | null
}

/**
 * Opens the storage for new results. It also finds old results in either store. Throws ConfigError if the
 * bucket refuses access. A bucket that does not respond is only logged, because everything else works without
 * it.
 */
export async function openStorage(config: Config, database: Database, logger: Logger): Promise<OpenStorage> {
  const bucket = await openBucket(config, database)
  if (!bucket) {
    const count = await countElsewhere(database, 'postgres')
    if (count > 0) logger.error('results_in_unknown_bucket', { count })
    return { storage: createStorage(database), bucket }
  }
  const place = config.resultStorage === 'postgres' ? inRows : inBucket(database, bucket, logger)
  const storage = createStorage(database, bucket, place)
  await tryOut(storage, config.resultStorage === 'postgres' ? null : bucket, logger)
  return { storage, bucket }
}

/**
 * The bucket of the settings. Its objects are in a folder with a random name, which is different for every
 * database.
 */
export async function openBucket(config: Config, database: Database): Promise<Bucket | null> {
  if (config.s3Endpoint === null) return null
  const names = await sharedSecret(database, 'object-names')
  return createBucket(config, Buffer.from(names).toString('hex', 0, 8))
}

/** How long a start waits for a bucket that does not respond. */
const tryOutSeconds = 5

/**
 * Checks the bucket. If it is the `target` of new results, this includes writing: with a read-only key, every
 * upload would fail later.
 */
async function tryOut(storage: Storage, target: Bucket | null, logger: Logger): Promise<void> {
  try {
    const signal = AbortSignal.timeout(tryOutSeconds * 1000)
    await storage.reach(signal)
    if (target) {
      const name = crypto.randomUUID()
      await target.write(name, new TextEncoder().encode('start'), signal)
      await withTimeout(tryOutSeconds, target.remove(name))
    }
    logger.info('bucket_ready')
  } catch (error) {
    const code = error instanceof StorageError ? error.code : ''
    if (/^status_[34]/.test(code) && !['status_408', 'status_429'].includes(code)) {
      throw new ConfigError(
        `the bucket S3_BUCKET at S3_ENDPOINT refuses this server (${code}): check name, region, key and secret, and that the key may list, get, put and delete`,
      )
    }
    logger.error('bucket_unusable', safeError(error))
  }
}
