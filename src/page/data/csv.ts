/** Query results as CSV files (RFC 4180), for spreadsheets. */
import type { Rows, SqlValue } from './database-protocol.ts'

/** Spreadsheets run text with such a beginning as a formula, and names in a package are untrusted. */
const formula = /^[=+\-@\t\r]/

/** Begins with a byte order mark; without it, spreadsheets misread UTF-8. Lines end with CR LF. */
export function csvOf({ columns, rows }: Pick<Rows, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows].map((row) => row.map(fieldOf).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

/** Text that a spreadsheet would run as a formula gets a leading apostrophe, which marks it as text. */
function fieldOf(value: SqlValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const isNumber = /^-?\d+$/.test(value)
  const text = !isNumber && formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
