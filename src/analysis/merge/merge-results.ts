/**
 * Merges two results of one owner. It is written in SQL, so that the command's SQLite and the page's run the
 * same statements. The caller attaches the two files as `older` and `newer` (order.ts decides which is which)
 * and runs the statements in an empty database. Where a result has a view over encoded rows, the merged
 * database has a plain table of the same name and columns. Merging a result with itself changes no row, and
 * of three results, either the two older or the two newer ones may be merged first.
 */
import { type Schema, type Schemas, rowsOf } from './both.ts'
import { mergedByColumns } from './by-columns.ts'
import { contractNames, contractTables } from './contract-tables.ts'
import { extraTables } from './extra-tables.ts'
import { trackingGapsSql } from './tracking-gaps.ts'

export type { Schema } from './both.ts'
export { onlyInOlderSql } from './only-in-older.ts'

/** Tables and views that are merged by a rule of their own, and the tables that hold them in a result. */
const ruled = new Set([
  ...contractNames,
  ...Object.entries(extraTables).flatMap(([name, { heldIn = [] }]) => [name, ...heldIn]),
  'tracking_gaps',
])

/** Selects the rows for `schemaOf` from an attached file. */
export function schemaSql(name: 'older' | 'newer'): string {
  return `SELECT name, iif(type = 'view', sql, NULL) FROM ${name}.sqlite_schema WHERE type IN ('table', 'view')
UNION ALL SELECT t.name || '.' || c.name, NULL
  FROM ${name}.sqlite_schema t JOIN pragma_table_info(t.name, '${name}') c WHERE t.type IN ('table', 'view')`
}

export function schemaOf(rows: readonly (readonly unknown[])[]): Schema {
  return new Map(rows.map(([name, sql]) => [String(name), typeof sql === 'string' ? sql : null]))
}

/** The statements, in order. */
export function mergeSql(older: Schema, newer: Schema): string[] {
  const schemas: Schemas = { older, newer }
  const isThere = (name: string) => older.has(name) || newer.has(name)
  const created = (name: string, sql: string) => `CREATE TABLE ${name} AS ${sql}`
  const extras = Object.entries(extraTables)
    .filter(([name]) => isThere(name))
    .map(([name, { columns, sql }]) => created(name, sql(rowsOf(schemas, name, columns))))
  const gaps = isThere('tracking_gaps') ? [created('tracking_gaps', trackingGapsSql(schemas))] : []
  const others = namesIn(schemas).filter((name) => !ruled.has(name))
  // The other views are created again, over the merged tables.
  const viewOf = (name: string) => newer.get(name) ?? older.get(name)
  const plain = others
    .filter((name) => !viewOf(name))
    .map((name) => {
      const columns = columnsOf(schemas, name)
      return created(name, mergedByColumns(columns, rowsOf(schemas, name, columns)))
    })
  return [...contractTables, ...extras, ...gaps, ...plain, ...others.flatMap((name) => viewOf(name) ?? [])]
}

/**
 * Tables and views of either result. Left out are SQLite's own, and names of another form than ours, because
 * SQL would need quotes around most of these.
 */
function namesIn({ older, newer }: Schemas): string[] {
  return [...new Set([...newer.keys(), ...older.keys()])].filter((name) => isOurs(name))
}

/** The columns that either result has, in their order. */
function columnsOf({ older, newer }: Schemas, table: string): string[] {
  const names = [...newer.keys(), ...older.keys()].filter((name) => name.startsWith(`${table}.`))
  return [...new Set(names)].map((name) => name.slice(table.length + 1)).filter((name) => isOurs(name))
}

function isOurs(name: string): boolean {
  return /^[a-z]\w*$/.test(name) && !name.startsWith('sqlite_')
}
