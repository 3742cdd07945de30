/**
 * Merges two results of one owner in SQL that every SQLite can run. The caller attaches the two files as
 * `older` and `newer` (order.ts decides which is which) and runs the statements in an empty database. The new
 * tables are plain ones with the names and columns of the views. Merging is symmetric, and merging a result
 * with itself changes no row.
 */
import { type Schema, type Schemas, rowsOf } from './both.ts'
import { contractTables } from './contract-tables.ts'
import { extraTables } from './extra-tables.ts'
import { trackingGapsSql } from './tracking-gaps.ts'

export type { Schema } from './both.ts'
export { onlyInOlderSql } from './only-in-older.ts'

const tablesByColumn = [...Object.keys(extraTables), 'tracking_gaps']

/** Selects the rows for `schemaOf` from an attached file. */
export function schemaSql(name: 'older' | 'newer'): string {
  const tables = tablesByColumn.map((table) => `('${table}')`).join(', ')
  return `SELECT name, iif(type = 'view', sql, NULL) FROM ${name}.sqlite_schema WHERE type IN ('table', 'view')
UNION ALL SELECT t.column1 || '.' || c.name, NULL FROM (VALUES ${tables}) t JOIN pragma_table_info(t.column1, '${name}') c`
}

export function schemaOf(rows: readonly (readonly unknown[])[]): Schema {
  return new Map(rows.map(([name, sql]) => [String(name), typeof sql === 'string' ? sql : null]))
}

/**
 * Views over the merged tables: name → the tables that the view needs. Their text is the same in every
 * result.
 */
const derivedViews: { readonly [view: string]: readonly string[] } = {
  currency_exponents: [],
  payments_by_currency: ['currency_exponents'],
  reactions: [],
  calls: [],
  app_sessions_by_os: [],
}

/** The statements, in order. */
export function mergeSql(older: Schema, newer: Schema): string[] {
  const schemas: Schemas = { older, newer }
  const isThere = (name: string) => older.has(name) || newer.has(name)
  const extras = Object.entries(extraTables)
    .filter(([name]) => isThere(name))
    .map(([name, { columns, sql }]) => `CREATE TABLE ${name} AS ${sql(rowsOf(schemas, name, columns))}`)
  const gaps = isThere('tracking_gaps') ? [`CREATE TABLE tracking_gaps AS ${trackingGapsSql(schemas)}`] : []
  const views = Object.entries(derivedViews).flatMap(([name, needs]) =>
    needs.every(isThere) ? (newer.get(name) ?? older.get(name) ?? []) : [],
  )
  return [...contractTables, ...extras, ...gaps, ...views]
}
