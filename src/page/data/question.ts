/**
 * A documented question to a result: the tables that it needs, its SQL, and what a row of the answer means.
 */
import type { Database } from './database.ts'
import type { SqlValue } from './database-protocol.ts'

export interface Question<T> {
  /** A short name, as the list of questions shows it and texts are found by. */
  name: string
  /** Tables or views that it reads, each with the columns that older results may be without. */
  needs: Readonly<Record<string, readonly string[]>>
  sql: string
  /** A row, in the order of the columns of `sql`. */
  read(row: readonly SqlValue[]): T
}

/** What became of a question: one that fails says so, and the rest of the page stands. */
export type Answer<T> =
  | { state: 'known'; value: readonly T[] }
  /** The result was made by an older version, or by another program: these tables are not in it. */
  | { state: 'older'; missing: readonly string[] }
  | { state: 'failed'; message: string }

/** Never rejects. */
export async function askQuestion<T>(database: Database, question: Question<T>): Promise<Answer<T>> {
  const missing = missingOf(question, database.columnsByTable)
  if (missing.length > 0) return { state: 'older', missing }
  try {
    const { rows } = await database.rows(question.sql)
    return { state: 'known', value: rows.map((row) => question.read(row)) }
  } catch (error) {
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

function missingOf({ needs }: Question<unknown>, columnsByTable: Database['columnsByTable']): string[] {
  return Object.entries(needs).flatMap(([table, columns]) => {
    const existing = columnsByTable.get(table)
    if (!existing) return [table]
    return columns.filter((column) => !existing.includes(column)).map((column) => `${table}.${column}`)
  })
}

/** A value as a number; SQLite's NULL is 0. */
export function numberOf(value: SqlValue | undefined): number {
  return Number(value ?? 0)
}

/** A value as a text; SQLite's NULL is ''. */
export function textOf(value: SqlValue | undefined): string {
  return String(value ?? '')
}

/** A value as a text, or null. */
export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** A value as a number, or null. */
export function numberOrNull(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
