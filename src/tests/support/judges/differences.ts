/**
 * Compares the analysis with the independent implementation on one package, in everything that both compute.
 */
import type { ByteSource } from '../../../data-package/archive/byte-source.ts'
import { PackageError } from '../../../errors.ts'
import { compareClientQueries } from './client-queries.ts'
import { type EngineOptions, packageId, rowsOf, sqliteOf } from './engine-run.ts'
import { compareDocumentedQuestions } from '../../oracle/documented-questions.ts'
import { compareWithOracle } from '../../oracle/compare.ts'
import { oracle } from '../../oracle/oracle.ts'
import { unzippedSource } from './unzipped-source.ts'
import { extraTables } from '../../oracle/extra-rows.ts'
import { type OracleResult, type OracleRows } from '../../oracle/rows.ts'

/** The differences, in readable lines; empty if there are none. */
export function differencesOf(archive: Uint8Array, options: EngineOptions): Promise<string[]> {
  return differencesFrom(archive, archive, options)
}

/** Like differencesOf, but the analysis reads the archive as if it were unzipped into a folder. */
export function folderDifferencesOf(archive: Uint8Array, options: EngineOptions): Promise<string[]> {
  return differencesFrom(archive, unzippedSource(archive), options)
}

async function differencesFrom(
  archive: Uint8Array,
  source: Uint8Array | ByteSource,
  options: EngineOptions,
): Promise<string[]> {
  const expected = oracle(archive, { packageId, ...options })
  let sqliteFile: Uint8Array
  try {
    sqliteFile = await sqliteOf(source, options)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    return 'error' in expected && expected.error === error.code
      ? []
      : [`the analysis failed: ${error.detail}`]
  }
  return [...compareWithOracle(sqliteFile, expected), ...compareExtras(sqliteFile, expected)]
}

function compareExtras(sqliteFile: Uint8Array, expected: OracleResult): string[] {
  if ('error' in expected) return []
  return [
    ...compareClientQueries(sqliteFile, expected),
    ...compareDocumentedQuestions((sql) => rowsOf(sqliteFile, sql), expected),
    ...extraTables.flatMap((table) => compareTable(sqliteFile, table, expected)),
    ...compareBrokenLines(sqliteFile, expected),
    ...compareTexts(sqliteFile, expected),
  ]
}

function compareTable(
  sqliteFile: Uint8Array,
  table: (typeof extraTables)[number],
  expected: OracleRows,
): string[] {
  const rows: Record<string, unknown>[] = rowsOf(sqliteFile, `SELECT * FROM ${table}`)
  const actual = linesOf(table === 'coverage' ? comparedCoverage(rows, expected) : rows)
  const wanted = linesOf(expected[table])
  const surplus = actual.filter((line) => !wanted.includes(line))
  const missing = wanted.filter((line) => !actual.includes(line))
  if (Bun.deepEquals(actual, wanted)) return []
  return [`${table}: ${surplus.join(' ')} instead of ${missing.join(' ')} (${rows.length} rows)`]
}

/** The columns and rows of coverage that the independent implementation also computes. */
function comparedCoverage(rows: Record<string, unknown>[], { coverage }: OracleRows) {
  return coverage.flatMap((wanted) => {
    const row = rows.find(({ source }) => source === wanted.source)
    return row ? [Object.fromEntries(Object.keys(wanted).map((column) => [column, row[column]]))] : []
  })
}

function linesOf(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
}

/**
 * Compares languages, words and emoji. Every listed word or emoji must be right, and no missing one may have
 * more messages than a listed one.
 */
function compareTexts(sqliteFile: Uint8Array, { texts }: OracleRows): string[] {
  const [read] = rowsOf<{ languages: string }>(sqliteFile, 'SELECT languages FROM texts_read')
  const languages = texts.languages.join(' ')
  if (read?.languages !== languages) return [`languages: ${read?.languages} instead of ${languages}`]
  return (['words', 'emoji'] as const).flatMap((table) => {
    const limit = table === 'words' ? 200 : 100
    const rows = rowsOf<{ message_count: number }>(sqliteFile, `SELECT * FROM ${table}`)
    const wanted = new Set(linesOf(texts[table]))
    const wrong = linesOf(rows).filter((line) => !wanted.has(line))
    const rowsOfTop = (list: { message_count: number }[]) =>
      list
        .map(({ message_count }) => message_count)
        .sort((left, right) => right - left)
        .slice(0, limit)
    if (wrong.length === 0 && Bun.deepEquals(rowsOfTop(rows), rowsOfTop(texts[table]))) return []
    const actual = new Set(linesOf(rows))
    const missing = [...wanted].filter((line) => !actual.has(line))
    return [`${table}: ${wrong.join(' ')} instead of ${missing.join(' ')} (${rows.length}/${wanted.size})`]
  })
}

/**
 * Of a line whose type no statistic reads, the analysis only checks the beginning and the end. It may miss
 * broken ones, but must never report a good line as broken.
 */
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
