/**
 * Makes databases as versions of dumpus-api leave them, for tests of imports. It follows the description of
 * their tables, and does not use the server's code.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Database } from '../../../db/connect.ts'

export interface LegacyPackage {
  key: string
  packageId: string
  /** The SQLite file that its owner expects. */
  sqlite: Buffer
  iv: Buffer
  ciphertext: Buffer
}

/**
 * A package as dumpus-api's worker stores it: the gzipped SQLite file, encrypted by AES-256-CBC under
 * SHA-256(KEY).
 */
export function legacyPackage(
  name: string,
  { bytes = 4096, content = sqliteLike(bytes) } = {},
): LegacyPackage {
  const key = name.replaceAll(' ', '_').padEnd(500, '-')
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv)
  const ciphertext = Buffer.concat([cipher.update(gzipSync(content)), cipher.final()])
  return { key, packageId: createHash('md5').update(key).digest('hex'), sqlite: content, iv, ciphertext }
}

/** Begins like a SQLite file, and cannot be compressed. */
function sqliteLike(bytes: number): Buffer {
  return Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), randomBytes(Math.max(0, bytes - 16))])
}

/**
 * Versions of dumpus-api: with results in the table, with results in a bucket, and an early one, whose table
 * of states has fewer columns.
 */
export type LegacyVersion = 'with data' | 'with bucket' | 'early'

/** Creates the two tables of dumpus-api, empty. */
export async function createLegacyTables({ sql }: Database, version: LegacyVersion): Promise<void> {
  await sql.unsafe(`
    CREATE TABLE saved_package_data (
      id serial PRIMARY KEY, package_id varchar(255) NOT NULL,
      ${version === 'with bucket' ? '' : 'encrypted_data bytea NOT NULL,'}
      iv varchar(255) NOT NULL, created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now());
    CREATE TABLE package_process_status (
      id serial PRIMARY KEY, package_id varchar(255) NOT NULL, step varchar(255) NOT NULL, progress integer,
      ${
        version === 'early'
          ? ''
          : `queue_standard_total_when_started integer, queue_premium_total_when_started integer,
            is_upgraded boolean NOT NULL DEFAULT false, is_errored boolean NOT NULL DEFAULT false,
            error_message_code varchar(255), error_message_traceback varchar,
            is_cancelled boolean NOT NULL DEFAULT false,`
      }
      created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now())`)
}

export interface SavedOptions {
  /** The form of the IV in its text column: hex digits, or PostgreSQL's text form of bytea. */
  ivForm?: 'hex' | 'bytea text'
  /** The row has no result, because a bucket has it. */
  isInBucket?: boolean
  status?: { step?: string; [column: string]: string | boolean }
}

/** Inserts a row into each table. */
export async function saveLegacy(
  { sql }: Database,
  { packageId, iv, ciphertext }: Pick<LegacyPackage, 'packageId' | 'iv' | 'ciphertext'>,
  { ivForm = 'hex', isInBucket = false, status = {} }: SavedOptions = {},
): Promise<void> {
  const text = `${ivForm === 'hex' ? '' : '\\x'}${iv.toString('hex')}`
  const data = isInBucket ? {} : { encrypted_data: ciphertext }
  await sql`INSERT INTO saved_package_data ${sql({ package_id: packageId, iv: text, ...data })}`
  await sql`INSERT INTO package_process_status ${sql({ package_id: packageId, step: 'PROCESSED', ...status })}`
}
