/** The command `restore`: loads a backup into an empty database, the embedded one or another. */
import { Database as SqliteFile } from 'bun:sqlite'
import type { TransactionSql } from 'postgres'
import { type Config, ConfigError } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { newestMigration } from '../db/migrate.ts'
import { type TableDescription, tables } from '../db/tables.ts'
import { type Command, CommandError, type Given } from './command.ts'
import { withDatabase } from './database.ts'
import { requireReadable } from './file-errors.ts'
import { createLineProgress } from './line-progress.ts'

export const restoreCommand: Command = {
  usage: [['restore FILE', 'Load a backup into an empty database that no server uses.']],
  arguments: ['FILE'],
  examples: [
    ['dumpus-server restore /backups/dumpus.backup', 'Into a new DATA_DIR.'],
    [
      'DATABASE_URL=postgres://… dumpus-server restore dumpus.backup',
      'Into your own PostgreSQL, also from an embedded one.',
    ],
  ],
  run: restore,
}

const rowsPerBatch = 20

async function restore({ arguments: [path] }: Given, config: Config): Promise<number> {
  using file = openBackup(path!)
  const rows = await withDatabase(config, (database) => copyFrom(file, database), {
    mayCreate: true,
    mayRun: false,
  })
  process.stderr.write(`restored ${rows} rows\n`)
  return 0
}

function openBackup(path: string): SqliteFile {
  requireReadable(path)
  const file = new SqliteFile(path, { readonly: true })
  let made: { version: string; migration: number } | null = null
  try {
    made = file
      .query<{ version: string; migration: number }, []>('SELECT version, migration FROM backup')
      .get()
  } catch {
    // The file is not a backup. This is reported below.
  }
  if (!made) throw new ConfigError(`${path} is not a backup made by this program`)
  if (made.migration > newestMigration) {
    throw new ConfigError(
      `${path} was made by version ${made.version}, which has newer tables: restore it with that version`,
    )
  }
  const [check] = file.query<{ integrity_check: string }, []>('PRAGMA integrity_check(1)').all()
  if (check?.integrity_check !== 'ok') throw new CommandError(`${path} is damaged`)
  return file
}

/** Writes everything in one transaction, or nothing. Returns the number of rows. */
async function copyFrom(file: SqliteFile, { sql }: Database): Promise<number> {
  const progress = createLineProgress()
  return (await sql.begin(async (transaction) => {
    await transaction`SET LOCAL statement_timeout = 0`
    await requireEmpty(transaction)
    // Removes the rows that a first start creates.
    await transaction`DELETE FROM server_secrets`
    await transaction`DELETE FROM housekeeping_rounds`
    let count = 0
    for (const table of tables) {
      const insert = inserterOf(transaction, table, columnsIn(file, table))
      if (!insert) continue
      let batch: Promise<unknown>[] = []
      for (const row of file.query(`SELECT * FROM "${table.name}"`).iterate()) {
        batch.push(insert(row as Record<string, string | Uint8Array | null>))
        count++
        if (batch.length < rowsPerBatch) continue
        await Promise.all(batch)
        batch = []
        progress(() => `${count} rows, in ${table.name}`)
      }
      await Promise.all(batch)
    }
    return count
  })) as number
}

async function requireEmpty(transaction: TransactionSql<{ int8: number }>): Promise<void> {
  const [row] = await transaction<{ isUsed: boolean }[]>`
    SELECT EXISTS (SELECT FROM packages) OR EXISTS (SELECT FROM legacy_results) AS "isUsed"`
  if (!row!.isUsed) return
  throw new ConfigError('the database has packages: a backup can only be restored into an empty one')
}

/**
 * The columns that the table has in the file. A backup of an older version may lack some; these get their
 * default.
 */
function columnsIn(file: SqliteFile, { name, columns }: TableDescription): TableDescription['columns'] {
  const there = file.query<{ name: string }, [string]>('SELECT name FROM pragma_table_info(?)').all(name)
  return columns.filter((column) => there.some(({ name }) => name === column.name))
}

function inserterOf(
  transaction: TransactionSql<{ int8: number }>,
  { name }: TableDescription,
  columns: TableDescription['columns'],
) {
  if (columns.length === 0) return null
  const list = columns.map((column) => `"${column.name}"`).join(', ')
  const values = columns.map(({ type }, index) =>
    type === 'bytea' ? `$${index + 1}::bytea` : `$${index + 1}::text::${type}`,
  )
  const statement = `INSERT INTO "${name}" (${list}) VALUES (${values.join(', ')})`
  return (row: Record<string, string | Uint8Array | null>) =>
    transaction.unsafe(
      statement,
      columns.map((column) => {
        const value = row[column.name] ?? null
        return value instanceof Uint8Array ? Buffer.from(value) : value
      }),
      { prepare: true },
    )
}
