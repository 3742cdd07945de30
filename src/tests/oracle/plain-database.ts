/**
 * Writes expected rows into the simplest database that satisfies the contract, for the tests of the
 * comparison.
 */
import { Database } from 'bun:sqlite'
import { columnTypes } from './hard-rules.ts'
import { contractTables, type OracleRows } from './rows.ts'

/** The bytes of a database with these rows, after the statements of `spoil` were run on it. */
export function writePlainDatabase(rows: OracleRows, spoil = ''): Uint8Array {
  const database = new Database(':memory:')
  for (const table of contractTables) {
    const columns = Object.entries(columnTypes[table])
    const declared = columns.map(([name, types]) => `${name} ${types.split(' ')[0]}`)
    database.run(`CREATE TABLE ${table} (${declared.join(', ')})`)
    const insert = database.query(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`)
    for (const row of rows[table] as unknown as Record<string, string | number | null>[]) {
      insert.run(...columns.map(([name]) => valueOf(name, row[name])))
    }
  }
  if (spoil) database.exec(spoil)
  const bytes = database.serialize()
  database.close()
  return bytes
}

function valueOf(column: string, value: string | number | null | undefined): string | number | null {
  if (column === 'package_version') return '1'
  if (/avatar_url$/.test(column) && value) return `${value}webp`
  return value ?? null
}
