/**
 * Reads a dumpus-api database in read-only transactions. Versions differ: results are in the column
 * `encrypted_data` of `saved_package_data` or, in versions without that column, in a bucket; columns of
 * `package_process_status` were added over time. Neither table has an index other than on `id`.
 */
import type postgres from 'postgres'
import type { Database } from '../db/connect.ts'

/** One row of `saved_package_data`. Of several rows for a package, the newest counts. */
export interface SavedRow {
  rowId: number
  packageId: string
  /** The IV as stored: 32 hex digits, possibly after `\x`. */
  iv: string
  createdAt: string
  /** Length of the ciphertext in bytes. Null if it is not in this database. */
  length: number | null
}

/** The status of a package, from its newest row in `package_process_status`. */
export interface SavedStatus {
  /** The package was processed, and neither failed nor was deleted since. */
  isFinished: boolean
  isPremium: boolean
}

/** A cached response of Discord or DisWho about a user. */
export interface CachedUser {
  userId: string
  /** The response as JSON. */
  payload: string
  /** Seconds until the response is 24 hours old. */
  secondsLeft: number
}

export interface LegacySource {
  /** The number of rows of `saved_package_data`. */
  count(): Promise<number>
  /** The next rows with an id below `before`, the highest id first. */
  rows(before: number | null, limit: number): Promise<SavedRow[]>
  /** Statuses by package id. Unknown ids are missing. */
  statuses(packageIds: string[]): Promise<Map<string, SavedStatus>>
  /**
   * Users that were looked up in the last 24 hours, ordered by id, after `after`. Empty in versions without
   * such a table.
   */
  users(after: string, limit: number): Promise<CachedUser[]>
  /** The ciphertext in pieces of at most 1 MiB, read one by one. */
  read(row: SavedRow): AsyncIterable<Uint8Array>
}

const pieceBytes = 1024 * 1024
const freshSeconds = 24 * 3600
/** Limit for a cached response in characters. Real ones have a few hundred. */
const payloadMax = 100_000

/** Checks the tables. Null if this is not a dumpus-api database. */
export async function openLegacySource(database: Database): Promise<LegacySource | null> {
  const columns = await reading(
    database,
    (sql) =>
      sql<{ table: string; column: string }[]>`
      SELECT attrelid::regclass::text AS table, attname AS column FROM pg_attribute
      WHERE attrelid IN
        (to_regclass('saved_package_data'), to_regclass('package_process_status'), to_regclass('cached_discord_user'))
        AND attnum > 0 AND NOT attisdropped`,
  )
  const has = (table: string, column: string) =>
    columns.some((found) => found.table === table && found.column === column)
  if (!has('saved_package_data', 'iv') || !has('package_process_status', 'step')) return null
  const hasData = has('saved_package_data', 'encrypted_data')
  return {
    async count() {
      const [row] = await reading(
        database,
        (sql) => sql<{ count: number }[]>`SELECT count(*) AS count FROM saved_package_data`,
      )
      return row!.count
    },
    rows: (before, limit) =>
      reading(
        database,
        (sql) =>
          sql<SavedRow[]>`
          SELECT id AS "rowId", package_id AS "packageId", iv::text AS iv, created_at::timestamptz::text AS "createdAt",
            ${hasData ? sql`octet_length(encrypted_data)` : sql`NULL::int`} AS length
          FROM saved_package_data WHERE ${before}::bigint IS NULL OR id < ${before}
          ORDER BY id DESC LIMIT ${limit}`,
      ),
    async statuses(packageIds) {
      // The row is read as JSON, so a column that this version lacks is null.
      const found = await reading(
        database,
        (sql) =>
          sql<(SavedStatus & { packageId: string })[]>`
          SELECT DISTINCT ON (package_id) package_id AS "packageId",
            step = 'PROCESSED' AND coalesce(to_jsonb(status) ->> 'is_errored', 'false') <> 'true'
              AND coalesce(to_jsonb(status) ->> 'is_cancelled', 'false') <> 'true' AS "isFinished",
            coalesce(to_jsonb(status) ->> 'is_upgraded', 'false') = 'true' AS "isPremium"
          FROM package_process_status AS status WHERE package_id = ANY(${packageIds}::text[])
          ORDER BY package_id, id DESC`,
      )
      return new Map(found.map(({ packageId, ...status }) => [packageId, status]))
    },
    async users(after, limit) {
      if (!has('cached_discord_user', 'payload')) return []
      return reading(
        database,
        (sql) =>
          sql<CachedUser[]>`
          SELECT user_id AS "userId", payload,
            floor(${freshSeconds} - extract(epoch FROM now() - cached_at::timestamptz))::int AS "secondsLeft"
          FROM cached_discord_user
          WHERE user_id > ${after} AND cached_at::timestamptz > now() - make_interval(secs => ${freshSeconds - 1})
            AND length(payload) <= ${payloadMax}
          ORDER BY user_id LIMIT ${limit}`,
      )
    },
    async *read({ rowId, length }) {
      for (let at = 0; at < (length ?? 0); at += pieceBytes) {
        const [row] = await reading(
          database,
          (sql) =>
            sql<{ bytes: Buffer }[]>`
            SELECT substring(encrypted_data FROM ${at + 1}::int FOR ${pieceBytes}) AS bytes
            FROM saved_package_data WHERE id = ${rowId}`,
        )
        if (row) yield row.bytes
      }
    },
  }
}

type ReadingSql = postgres.TransactionSql<{ int8: number }>

async function reading<T>({ sql }: Database, work: (sql: ReadingSql) => Promise<T>): Promise<T> {
  return (await sql.begin('isolation level repeatable read read only', work)) as T
}
