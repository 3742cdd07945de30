/** Merges the tables that have no rule of their own, by the names of their columns. */
import { newest } from './both.ts'

/**
 * How the values in two rows with the same key are merged. A column that no pattern matches is in the key.
 */
const merges: readonly [columns: RegExp, merge: (column: string) => string][] = [
  [/^first_/, (column) => `min(${column})`],
  // Both packages count the same events, so the larger count is the more complete one.
  [/^(last|total|longest)_|_count$/, (column) => `max(${column})`],
  [/_name$/, (column) => newest(column)],
]

/** Selects the merged rows of a table with these columns, sorted by their key. */
export function mergedByColumns(columns: readonly string[], rows: string): string {
  const mergeOf = (column: string) => merges.find(([names]) => names.test(column))?.[1]
  const key = columns.filter((column) => !mergeOf(column)).join(', ')
  const values = columns.map((column) => {
    const merge = mergeOf(column)
    return merge ? `${merge(column)} AS ${column}` : column
  })
  return `SELECT ${values.join(', ')} FROM ${rows}${key && ` GROUP BY ${key} ORDER BY ${key}`}`
}
