/** The findings of a measurement and their output: rows with limits and verdicts, as Markdown. */

/** How a value is formatted. Times are milliseconds and sizes are bytes, whatever unit is printed. */
export type Unit = 'ratio' | 'bytes' | 'milliseconds' | 'seconds' | 'perSecond' | 'percent' | 'count'

export interface Row {
  what: string
  /** Null: it could not be measured; `note` says why. */
  value: number | null
  unit: Unit
  /** `must` is the limit, and `aim` is the better value to reach. A row without them is only informative. */
  must?: number
  aim?: number
  /** The limits are lower bounds. */
  isMoreBetter?: boolean
  note?: string
}

/** Detailed figures behind the rows. */
export interface Table {
  title: string
  columns: string[]
  lines: (string | number)[][]
}

export interface Findings {
  rows: Row[]
  tables?: Table[]
}

export type Verdict = 'aim' | 'must' | 'missed' | 'not measured' | ''

export function verdictOf({ value, must, aim, isMoreBetter = false }: Row): Verdict {
  if (value === null) return 'not measured'
  const meets = (limit: number | undefined) =>
    limit !== undefined && (isMoreBetter ? value >= limit : value <= limit)
  if (meets(aim)) return 'aim'
  if (meets(must)) return 'must'
  return must === undefined ? '' : 'missed'
}

/** A section of docs/performance.md. */
export function findingsAsMarkdown(title: string, { rows, tables = [] }: Findings): string {
  const lines = rows.map((row) => {
    const limit = (value: number | undefined) =>
      value === undefined ? '' : `${row.isMoreBetter ? '≥' : '≤'} ${formatValue(value, row.unit)}`
    const measured = row.value === null ? '—' : formatValue(row.value, row.unit)
    const note = row.note ? ` (${row.note})` : ''
    return [row.what + note, measured, limit(row.must), limit(row.aim), verdictOf(row)]
  })
  const main = tableAsMarkdown({
    title: '',
    columns: ['what', 'measured', 'must', 'aim', 'verdict'],
    lines,
  })
  return [`## ${title}`, main, ...tables.map(tableAsMarkdown)].join('\n\n')
}

export function tableAsMarkdown({ title, columns, lines }: Table): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const rule = line(columns.map((_, index) => (index === 0 ? '---' : '---:')))
  const table = [line(columns), rule, ...lines.map(line)].join('\n')
  return title ? `${title}:\n\n${table}` : table
}

/** The value with its unit, with at least three digits; counts and rates are whole numbers. */
export function formatValue(value: number, unit: Unit): string {
  return formats[unit](value)
}

const formats: Record<Unit, (value: number) => string> = {
  ratio: (value) => `${digits(value)} ×`,
  bytes: (value) => (value < 1e6 ? `${digits(value / 1e3)} kB` : `${digits(value / 1e6)} MB`),
  milliseconds: (value) => `${digits(value)} ms`,
  seconds: (value) => `${digits(value / 1000)} s`,
  perSecond: (value) => `${grouped(value)}/s`,
  percent: (value) => `${digits(value)} %`,
  count: grouped,
}

function digits(value: number): string {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
