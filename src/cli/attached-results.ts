/**
 * Attaches two results to an empty database in memory. The content of a package is never on disk unless its
 * owner asks for a file.
 */
import { Database } from 'bun:sqlite'

/** A database with the schemas `older` and `newer`. The caller must close it. */
export function attachResults(older: Uint8Array, newer: Uint8Array): Database {
  const database = new Database(':memory:')
  try {
    for (const [schema, bytes] of Object.entries({ older, newer })) copyInto(database, schema, bytes)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Copies table by table, since bun:sqlite can open bytes only as a separate database. Indexes are not copied,
 * since each table is read only a few times.
 */
function copyInto(database: Database, schema: string, bytes: Uint8Array): void {
  using file = Database.deserialize(bytes, { readonly: true, safeIntegers: true })
  database.run(`ATTACH ':memory:' AS ${schema}`)
  const made = file
    .query<{ type: string; name: string; sql: string }, []>(
      `SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
        ORDER BY type`,
    )
    .all()
  for (const { type, name, sql } of made) {
    database.run(sql.replace(/^CREATE (TABLE|VIEW) /, `CREATE $1 ${schema}.`))
    if (type === 'table') copyRows(file, database, `"${name}"`, schema)
  }
}

function copyRows(file: Database, database: Database, table: string, schema: string): void {
  const rows = file.query(`SELECT * FROM ${table}`).values()
  if (rows.length === 0) return
  const marks = rows[0]!.map(() => '?').join(', ')
  const insert = database.query(`INSERT INTO ${schema}.${table} VALUES (${marks})`)
  database.transaction(() => rows.forEach((row) => insert.run(...row)))()
}
