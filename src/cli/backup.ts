/** The command `backup`: copies the whole database consistently into one file, while servers are running. */
import { Database as SqliteFile } from 'bun:sqlite'
import type { TransactionSql } from 'postgres'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { type TableDescription, tables } from '../db/tables.ts'
import { newestMigration } from '../db/migrate.ts'
import { version } from '../version.ts'
import type { Command, Given } from './command.ts'
import { withDatabase } from './database.ts'
import { fileError } from './file-errors.ts'
import { createLineProgress } from './line-progress.ts'
import { prepareOutput } from './output-file.ts'

export const backupCommand: Command = {
  usage: [['backup FILE', 'Copy the whole database into one file, while the server runs.']],
  arguments: ['FILE'],
  options: {
    force: {
      type: 'boolean',
      form: '--force',
      help: 'Replace FILE even if it is not an older backup.',
    },
  },
  examples: [
    [
      'dumpus-server backup /backups/dumpus.backup',
      'Contains the results as ciphertext, except those in a bucket, and no KEY.',
    ],
  ],
  run: backUp,
}

/** Rows that are in memory at the same time. A chunk of a result has up to 1 MiB. */
const rowsPerFetch = 20

async function backUp({ arguments: [path], options }: Given, config: Config): Promise<number> {
  const output = prepareOutput(path!, { inputs: [], ownTables: ['backup'], force: options.force === true })
  try {
    const rows = await withDatabase(config, (database) => copyInto(output.partial, database))
    output.finish()
    process.stderr.write(`wrote ${path}: ${rows} rows of ${tables.length} tables\n`)
    return 0
  } finally {
    output.discard()
  }
}

/** Copies a snapshot: one transaction reads every table. Returns the number of rows. */
async function copyInto(path: string, { sql }: Database): Promise<number> {
  using file = new SqliteFile(path)
  const write = (work: () => void) => {
    try {
      work()
    } catch (error) {
      throw fileError(`cannot write to ${path}`, fullDisk(error))
    }
  }
  write(() => describeIn(file))
  const progress = createLineProgress()
  const count = await sql.begin('isolation level repeatable read read only', async (transaction) => {
    await transaction`SET LOCAL statement_timeout = 0`
    let rows = 0
    for (const table of tables) {
      for await (const some of rowsOf(transaction, table)) {
        write(() => insert(file, table, some))
        rows += some.length
        progress(() => `${rows} rows, in ${table.name}`)
      }
    }
    return rows
  })
  write(() => file.run('PRAGMA optimize'))
  return count
}

/** SQLite has its own code for a full disk. */
function fullDisk(error: unknown): unknown {
  return (error as { code?: string }).code === 'SQLITE_FULL' ? { code: 'ENOSPC' } : error
}

function describeIn(file: SqliteFile): void {
  // The file is written once, under a temporary name, and then renamed, so it needs no journal.
  file.run('PRAGMA journal_mode = OFF')
  file.run('CREATE TABLE backup (version TEXT NOT NULL, migration INTEGER NOT NULL, made_at TEXT NOT NULL)')
  file.query('INSERT INTO backup VALUES (?, ?, ?)').run(version, newestMigration, new Date().toISOString())
  for (const { name, columns } of tables) {
    const list = columns.map((column) => `"${column.name}" ${column.type === 'bytea' ? 'BLOB' : 'TEXT'}`)
    file.run(`CREATE TABLE "${name}" (${list.join(', ')})`)
  }
}

/** Rows with binary columns as bytes, and all other columns in PostgreSQL's text form. */
async function* rowsOf(
  transaction: TransactionSql<{ int8: number }>,
  { name, columns }: TableDescription,
): AsyncGenerator<Record<string, string | Uint8Array | null>[]> {
  const list = columns.map(
    (column) => `"${column.name}"${column.type === 'bytea' ? '' : `::text AS "${column.name}"`}`,
  )
  await transaction.unsafe(`DECLARE backed_up NO SCROLL CURSOR FOR SELECT ${list.join(', ')} FROM "${name}"`)
  for (;;) {
    const rows = await transaction.unsafe(`FETCH ${rowsPerFetch} FROM backed_up`)
    if (rows.length === 0) break
    yield rows as unknown as Record<string, string | Uint8Array | null>[]
  }
  await transaction.unsafe('CLOSE backed_up')
}

function insert(
  file: SqliteFile,
  { name, columns }: TableDescription,
  rows: Record<string, string | Uint8Array | null>[],
): void {
  const statement = file.query(`INSERT INTO "${name}" VALUES (${columns.map(() => '?').join(', ')})`)
  file.transaction(() => {
    for (const row of rows) statement.run(...columns.map((column) => row[column.name] ?? null))
  })()
}
