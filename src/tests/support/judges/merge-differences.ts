/** Compares a merged result with an independent merge of the rows of its packages. */
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mergeSql, schemaOf, schemaSql } from '../../../analysis/merge/merge-results.ts'
import { columnTypes } from '../../oracle/hard-rules.ts'
import { mergeRows } from '../../oracle/merge-rows.ts'
import { oracle } from '../../oracle/oracle.ts'
import { contractTables, type OracleRows } from '../../oracle/rows.ts'
import { packageId, sqliteOf } from './engine-run.ts'

/**
 * Columns that are not compared. The independent implementation leaves out the file format of avatars, and
 * computes neither `sentiment_score` nor `package_version`.
 */
const otherColumns = /avatar_url$|^sentiment_score$|^package_version$/

/** The differences, in readable lines; `today` is YYYY-MM-DD. */
export async function mergeDifferencesOf(
  older: Uint8Array,
  newer: Uint8Array,
  today: string,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'merge-'))
  const database = new Database(':memory:')
  try {
    for (const [name, archive] of Object.entries({ older, newer })) {
      const path = join(folder, `${name}.sqlite`)
      writeFileSync(path, await sqliteOf(archive, { today }))
      database.run(`ATTACH '${path}' AS ${name}`)
    }
    const schemas = (['older', 'newer'] as const).map((name) =>
      schemaOf(database.query(schemaSql(name)).values()),
    )
    for (const sql of mergeSql(schemas[0]!, schemas[1]!)) database.run(sql)
    const wanted = mergeRows([older, newer].map((archive) => rowsOfPackage(archive, today)))
    return contractTables.flatMap((table) => {
      const columns = Object.keys(columnTypes[table]).filter((column) => !otherColumns.test(column))
      const linesOf = (rows: object[]) => rows.map((row) => lineOf(row, columns))
      const actual = linesOf(database.query<object, []>(`SELECT * FROM main.${table}`).all())
      const expected = linesOf(wanted[table])
      const surplus = actual.filter((line) => !expected.includes(line))
      const missing = expected.filter((line) => !actual.includes(line))
      return [
        ...surplus.map((line) => `${table}: unexpected ${line}`),
        ...missing.map((line) => `${table}: missing ${line}`),
        ...(actual.length === expected.length
          ? []
          : [`${table}: ${actual.length} rows instead of ${expected.length}`]),
      ]
    })
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

function rowsOfPackage(archive: Uint8Array, today: string): OracleRows {
  const result = oracle(archive, { packageId, today })
  if ('error' in result) throw new Error(result.error)
  return result
}

/** The compared columns of a row. Epochs may be strings or numbers, so they are compared as strings. */
function lineOf(row: object, columns: string[]): string {
  const values = row as Record<string, unknown>
  return JSON.stringify(
    columns.map((column) =>
      /^(started|ended)_date$/.test(column) ? String(values[column]) : (values[column] ?? null),
    ),
  )
}
