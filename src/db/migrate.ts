/** Migrates a database to this version's tables. */
import type { TransactionSql } from 'postgres'
import { ConfigError } from '../config/config.ts'
import type { Database } from './connect.ts'
import type { Migration } from './migration-files.ts'
import { readMigrations } from './migration-files.ts' with { type: 'macro' }

const ownMigrations = readMigrations()
/** Creation time of this version's newest migration, in epoch milliseconds. */
export const newestMigration = Math.max(...ownMigrations.map(({ createdAt }) => createdAt))
/** The oldest supported PostgreSQL, as its server_version_num. */
export const oldestServer = 140_000
/** An arbitrary fixed number for the advisory lock that all nodes use. */
const lockNumber = 0x64756d70

/**
 * Applies missing migrations and returns their names. Each has its own transaction, so its locks are released
 * before the next one begins. Nodes that start together wait for each other. With Drizzle's own migrator they
 * do not: 2 of 5 parallel first starts failed. Applied migrations are recorded in Drizzle's own table, so its
 * tools know them. A database that a newer version has migrated is not changed; migrations must keep the
 * previous version working. Throws ConfigError for a server older than PostgreSQL 14.
 */
export async function migrate({ sql }: Database, migrations = ownMigrations): Promise<string[]> {
  await requireVersion(sql)
  const applied: string[] = []
  for (;;) {
    const tag = (await sql.begin(async (transaction) => {
      // The pool's limit on statements must not apply while this waits for another node. This setting and the
      // lock end with the transaction, because behind a pooler only the statements of one transaction are
      // sure to share a session.
      await transaction`SET LOCAL statement_timeout = 0`
      await transaction`SELECT pg_advisory_xact_lock(${lockNumber})`
      return applyNext(transaction, migrations)
    })) as string | null
    if (tag === null) return applied
    applied.push(tag)
  }
}

/**
 * The migrations that the next start would apply, and whether a newer version has migrated the database.
 * Changes nothing.
 */
export async function pendingMigrations(
  { sql }: Database,
  migrations = ownMigrations,
): Promise<{ missing: string[]; isNewer: boolean }> {
  const [books] = await sql<{ exist: boolean }[]>`
    SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS exist`
  const [last] = books!.exist
    ? await sql<{ at: number | null }[]>`SELECT max(created_at) AS at FROM drizzle.__drizzle_migrations`
    : [{ at: null }]
  const at = last?.at ?? 0
  return {
    missing: migrations.filter(({ createdAt }) => createdAt > at).map(({ tag }) => tag),
    isNewer: migrations.every(({ createdAt }) => createdAt < at),
  }
}

type Session = TransactionSql<{ int8: number }>

async function requireVersion(sql: Database['sql']): Promise<void> {
  const [row] = await sql<{ version: string; number: number }[]>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number`
  if (row!.number >= oldestServer) return
  throw new ConfigError(`DATABASE_URL leads to PostgreSQL ${row!.version}: 14 or newer is needed`)
}

/** Applies the next migration and returns its name; null if none is missing. */
async function applyNext(session: Session, migrations: Migration[]): Promise<string | null> {
  await session`CREATE SCHEMA IF NOT EXISTS drizzle`
  await session`
    CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`
  const [last] = await session<{ at: number | null }[]>`
    SELECT max(created_at) AS at FROM drizzle.__drizzle_migrations`
  const next = migrations.find(({ createdAt }) => createdAt > (last?.at ?? 0))
  if (!next) return null
  for (const statement of next.statements) await session.unsafe(statement)
  await session`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${next.hash}, ${next.createdAt})`
  return next.tag
}
