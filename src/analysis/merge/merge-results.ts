/**
 * Merging two results of one owner into one, in SQL that every SQLite runs. The caller attaches the two files
 * as `older` and `newer` (order.ts says which is which) and runs the statements in an empty database. The
 * tables are plain ones with the names and columns of the views. Merging a result with itself changes no row,
 * and the order of the two makes no difference.
 */
import { type Schema, type Schemas, rowsOf } from './both.ts'
import { contractTables } from './contract-tables.ts'
import { extraTables } from './extra-tables.ts'
import { trackingGapsSql } from './tracking-gaps.ts'

export type { Schema } from './both.ts'
export { onlyInOlderSql } from './only-in-older.ts'

const tablesByColumn = [...Object.keys(extraTables), 'tracking_gaps']

/** Asks an attached file for the rows of `schemaOf`. */
export function schemaSql(name: 'older' | 'newer'): string {
  const tables = tablesByColumn.map((table) => `('${table}')`).join(', ')
  return `SELECT name, iif(type = 'view', sql, NULL) FROM ${name}.sqlite_schema WHERE type IN ('table', 'view')
UNION ALL SELECT t.column1 || '.' || c.name, NULL FROM (VALUES ${tables}) t JOIN pragma_table_info(t.column1, '${name}') c`
}

export function schemaOf(rows: readonly (readonly unknown[])[]): Schema {
  return new Map(rows.map(([name, sql]) => [String(name), typeof sql === 'string' ? sql : null]))
}

/** Views over the tables above, whose text is the same in every result: name → what they need. */
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
