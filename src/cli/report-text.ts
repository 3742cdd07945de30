/** Formats the numbers, names and rows of a report. */

/** Lines with a name and a value. The values are aligned. */
export function rowsOf(rows: readonly [string, string][]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => Bun.stringWidth(name)))
  return rows.map(([name, value]) => {
    return `  ${name}${' '.repeat(width - Bun.stringWidth(name))}  ${value}`
  })
}

/**
 * Characters that control a terminal, end a line or change the text direction: controls, separators and
 * direction marks.
 */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Removes these characters from strings: a replacer for JSON.stringify. */
export function plainText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(steering, '') : value
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Minutes below two hours, and whole hours from there on. */
export function formatMinutes(minutes: number): string {
  if (minutes < 120) return counted(minutes, 'minute')
  return `${formatCount(Math.round(minutes / 60))} hours`
}

/** "1 file", "2 files". */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`
}

/** For example "4.99 USD". `amount` is in minor units, of which 10^exponent make one unit. */
export function formatMoney(money: { amount: number; currency: string; exponent: number }): string {
  const { amount, currency, exponent } = money
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
  return `${(amount / 10 ** exponent).toLocaleString('en-US', digits)} ${currency.toUpperCase()}`
}
