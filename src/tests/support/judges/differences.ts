/** Compares the engine with the independent implementation on one package, in everything that both know. */
import { PackageError } from '../../../errors.ts'
import { compareClientQueries } from './client-queries.ts'
import { type EngineOptions, packageId, rowsOf, sqliteOf } from './engine-run.ts'
import { compareWithOracle } from '../../oracle/compare.ts'
import { oracle } from '../../oracle/oracle.ts'
import type { OracleResult, OracleRows } from '../../oracle/rows.ts'

/** What is different, in readable lines; empty when nothing is. */
export async function differencesOf(archive: Uint8Array, options: EngineOptions): Promise<string[]> {
  const expected = oracle(archive, { packageId, ...options })
  let sqliteFile: Uint8Array
  try {
    sqliteFile = await sqliteOf(archive, options)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    return 'error' in expected && expected.error === error.code ? [] : [`the engine threw ${error.detail}`]
  }
  return [...compareWithOracle(sqliteFile, expected), ...compareExtras(sqliteFile, expected)]
}

function compareExtras(sqliteFile: Uint8Array, expected: OracleResult): string[] {
  if ('error' in expected) return []
  return [
    ...compareClientQueries(sqliteFile, expected),
    ...extraTables.flatMap((table) => compareTable(sqliteFile, table, expected)),
    ...compareBrokenLines(sqliteFile, expected),
  ]
}

const extraTables = ['payments_by_currency', 'reactions', 'calls'] as const

function compareTable(
  sqliteFile: Uint8Array,
  table: (typeof extraTables)[number],
  expected: OracleRows,
): string[] {
  const actual = linesOf(rowsOf(sqliteFile, `SELECT * FROM ${table}`))
  const wanted = linesOf(expected[table])
  return Bun.deepEquals(actual, wanted)
    ? []
    : [`${table}: ${actual.join(' ')} instead of ${wanted.join(' ')}`]
}

function linesOf(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
}

/** The engine only looks at both ends of lines that it does not want: it may miss broken ones, never invent them. */
function compareBrokenLines(sqliteFile: Uint8Array, { brokenLines, overLongLines }: OracleRows): string[] {
  const folders = `'analytics', 'modeling', 'reporting', 'tns'`
  const [sum] = rowsOf<{ broken: number }>(
    sqliteFile,
    `SELECT sum(broken_count) AS broken FROM coverage WHERE source IN (${folders})`,
  )
  const broken = sum!.broken
  return broken >= overLongLines && broken <= brokenLines + overLongLines
    ? []
    : [`coverage: ${broken} broken lines instead of ${brokenLines} and ${overLongLines} too long`]
}
