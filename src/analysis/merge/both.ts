/** SQL fragments for two attached results, `older` and `newer`. Each result may lack some of the tables. */

/**
 * The names of a result's tables and views, and `TABLE.COLUMN` for each of their columns. The value is the
 * SQL of a view, and null for all others.
 */
export type Schema = ReadonlyMap<string, string | null>

export interface Schemas {
  older: Schema
  newer: Schema
}

/** The rows of both results. `age` is 0 for the older one. Both results must have the table. */
export function both(table: string, columns = '*'): string {
  return `(SELECT 0 AS age, ${columns} FROM older.${table} UNION ALL SELECT 1, ${columns} FROM newer.${table})`
}

/** The rows of those results that have the table. A column that a result lacks is NULL. */
export function rowsOf(schemas: Schemas, table: string, columns: readonly string[]): string {
  const selects = (['older', 'newer'] as const).flatMap((name, age) => {
    if (!schemas[name].has(table)) return []
    const selected = columns.map((column) =>
      schemas[name].has(`${table}.${column}`) ? column : `NULL AS ${column}`,
    )
    return `SELECT ${age} AS age, ${selected.join(', ')} FROM ${name}.${table}`
  })
  return `(${selects.join(' UNION ALL ')})`
}

/**
 * Of the values of a group, the newest one that is neither NULL nor poor (`isPoor`), as text. If there is
 * none, the largest poor value; NULL if all are NULL.
 */
export function newest(column: string, isPoor = 'FALSE'): string {
  const rich = `CASE WHEN ${column} IS NOT NULL AND NOT (${isPoor}) THEN age || ${column} END`
  return `coalesce(substr(max(${rich}), 2), max(${column}))`
}

const digits = '[0-9][0-9][0-9][0-9]*'
const standIns = ['Deleted user ', 'Unknown user ', 'Unknown server ', 'Group DM ']

/** Whether a name is a stand-in, which means that its package does not know the real one. */
export function isStandIn(column: string): string {
  const numbered = standIns.map(
    (name) =>
      `${column} GLOB '${name}${digits}' AND substr(${column}, ${name.length + 1}) NOT GLOB '*[^0-9]*'`,
  )
  return `(${[...numbered, `${column} = 'Unknown channel'`].join(' OR ')})`
}
