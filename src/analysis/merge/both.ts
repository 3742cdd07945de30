/**
 * What two attached results have, as pieces of SQL: `older` and `newer`, each with the tables that it has.
 */

/**
 * Tables and views of a result, views with their text, and `TABLE.COLUMN` for the columns of those tables
 * that merging asks for by column.
 */
export type Schema = ReadonlyMap<string, string | null>

export interface Schemas {
  older: Schema
  newer: Schema
}

/** The rows of both, with `age` 0 for the older one. Both must have the table. */
export function both(table: string, columns = '*'): string {
  return `(SELECT 0 AS age, ${columns} FROM older.${table} UNION ALL SELECT 1, ${columns} FROM newer.${table})`
}

/** The same of those that have the table, NULL for a column that a version does not know yet. */
export function rowsOf(schemas: Schemas, table: string, columns: readonly string[]): string {
  const selects = (['older', 'newer'] as const).flatMap((name, age) => {
    if (!schemas[name].has(table)) return []
    const told = columns.map((column) =>
      schemas[name].has(`${table}.${column}`) ? column : `NULL AS ${column}`,
    )
    return `SELECT ${age} AS age, ${told.join(', ')} FROM ${name}.${table}`
  })
  return `(${selects.join(' UNION ALL ')})`
}

/** The newer value that is not NULL; of texts for which `isPoor` holds only when there is no other. */
export function newest(column: string, isPoor = 'FALSE'): string {
  const rich = `CASE WHEN ${column} IS NOT NULL AND NOT (${isPoor}) THEN age || ${column} END`
  return `coalesce(substr(max(${rich}), 2), max(${column}))`
}

const digits = '[0-9][0-9][0-9][0-9]*'
const standIns = ['Deleted user ', 'Unknown user ', 'Unknown server ', 'Group DM ']

/** Names that stand in for ones that the package does not know. */
export function isStandIn(column: string): string {
  const numbered = standIns.map(
    (name) =>
      `${column} GLOB '${name}${digits}' AND substr(${column}, ${name.length + 1}) NOT GLOB '*[^0-9]*'`,
  )
  return `(${[...numbered, `${column} = 'Unknown channel'`].join(' OR ')})`
}
