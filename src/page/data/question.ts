/**
 * A documented question about a result: the tables that it needs, its SQL, and how to read a row of the
 * answer.
 */
import type { Database } from './database.ts'
import type { SqlValue } from './database-protocol.ts'

export interface Question<T> {
  /** The key of the title that the screen Ask shows (`texts/ask`). */
  name: string
  /** The tables or views that it reads, each with the columns that older results may lack. */
  needs: Readonly<Record<string, readonly string[]>>
  sql: string
  /** Reads a row whose values are in the order of the columns of `sql`. */
  read(row: readonly SqlValue[]): T
}

/** The outcome of a question. A question that fails does not affect the rest of the page. */
export type Answer<T> =
  | { state: 'known'; value: readonly T[] }
  /**
   * An older version or another program made the result; it lacks these tables, or columns (`table.column`).
   */
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

/** A value as a number; SQLite's NULL becomes 0. */
export function numberOf(value: SqlValue | undefined): number {
  return Number(value ?? 0)
}

/** A value as a string; SQLite's NULL becomes ''. */
export function textOf(value: SqlValue | undefined): string {
  return String(value ?? '')
}

/** A value as a string, or null. */
export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** A value as a number, or null. */
export function numberOrNull(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
