/** Answers as CSV files (RFC 4180), for spreadsheets. */
import type { Rows, SqlValue } from './database-protocol.ts'

/** Spreadsheets take a text that begins so for a formula, and names in a package come from strangers. */
const formula = /^[=+\-@\t\r]/

/** With a byte order mark, without which spreadsheets take UTF-8 for something else. Lines end with CR LF. */
export function csvOf({ columns, rows }: Pick<Rows, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows].map((row) => row.map(fieldOf).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

/** A text that a spreadsheet would run gets an apostrophe before it, which it takes for «this is a text». */
function fieldOf(value: SqlValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const isNumber = /^-?\d+$/.test(value)
  const text = !isNumber && formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
