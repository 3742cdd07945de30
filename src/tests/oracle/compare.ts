/** Compares a result database with the rows that the independent implementation expects. */
import { Database } from 'bun:sqlite'
import { columnTypes, findViolations } from './hard-rules.ts'
import { contractTables, type ContractTable, type OracleResult } from './rows.ts'

const differencesMax = 20

/** Columns whose values the contract leaves open within the hard rules. */
const freeColumns = ['sentiment_score', 'package_version']

/**
 * The differences, one readable line each; empty if there are none. If tables or columns are missing, the
 * list contains all of these and nothing else. Otherwise it has at most 20 lines.
 */
export function compareWithOracle(sqliteFile: Uint8Array, expected: OracleResult): string[] {
  if ('error' in expected) return [`expected ${expected.error} and no database`]
  // Rule: no WAL. SQLite cannot even open such bytes in memory.
  if (sqliteFile[18] !== 1 || sqliteFile[19] !== 1) return ['the file is in WAL mode or not a database']
  const database = Database.deserialize(sqliteFile, true)
  try {
    const violations = findViolations(database, expected.lastDay)
    if (violations.some((violation) => violation.includes('no such'))) return violations
    const differences = contractTables.flatMap((table) =>
      compareRows(table, readRows(database, table), expected[table]),
    )
    return [...violations, ...differences].slice(0, differencesMax)
  } finally {
    database.close()
  }
}

type Row = Record<string, unknown>

function readRows(database: Database, table: ContractTable): Row[] {
  const columns = Object.keys(columnTypes[table]).filter((column) => !freeColumns.includes(column))
  return database
    .query<Row, []>(`SELECT ${columns.join(', ')} FROM ${table}`)
    .all()
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, canonical(column, value)])),
    )
}

/**
 * Epochs may be stored as text or as numbers. Avatars are compared up to the dot before the format; a default
 * avatar counts as NULL.
 */
function canonical(column: string, value: unknown): unknown {
  if (/^(started|ended)_date$/.test(column)) return String(value)
  if (/avatar_url$/.test(column) && typeof value === 'string') {
    return value.includes('/embed/avatars/') ? null : value.replace(/[^.]*$/, '')
  }
  return value
}

function compareRows(table: ContractTable, actual: Row[], expected: object[]): string[] {
  const surplus = new Map<string, number>()
  const add = (row: object, count: number) => {
    const key = JSON.stringify(Object.fromEntries(Object.entries(row).sort()))
    surplus.set(key, (surplus.get(key) ?? 0) + count)
  }
  for (const row of actual) add(row, 1)
  for (const row of expected) add(row, -1)
  return [...surplus]
    .filter(([, count]) => count !== 0)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([row, count]) => {
      const times = Math.abs(count) > 1 ? ` ×${Math.abs(count)}` : ''
      return `${table}: ${count > 0 ? 'unexpected' : 'missing'}${times} ${row}`
    })
}
