/** The server's tables as a list, for code that treats all of them alike. */
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import * as schema from './schema.ts'

export interface TableDescription {
  name: string
  columns: { name: string; type: ColumnType }[]
}

/** A PostgreSQL type, like `text` or `timestamp with time zone`. */
export type ColumnType = string

/** A table comes after those that its rows refer to. */
export const tables: readonly TableDescription[] = inOrderOfReferences(
  Object.values<unknown>(schema).filter((value) => is(value, PgTable)),
).map((table) => {
  const { name, columns } = getTableConfig(table)
  return { name, columns: columns.map((column) => ({ name: column.name, type: column.getSQLType() })) }
})

function inOrderOfReferences(all: PgTable[]): PgTable[] {
  const ordered = new Set<PgTable>()
  const visit = (table: PgTable) => {
    if (ordered.has(table)) return
    for (const { reference } of getTableConfig(table).foreignKeys) visit(reference().foreignTable)
    ordered.add(table)
  }
  all.forEach(visit)
  return [...ordered]
}
