/**
 * Formats numbers, times and lists in one language, with Intl, and with habits.ts for what Intl does not
 * know.
 */
import { type DateFormats, dateFormats, type HourCycle, hourFormats, type HourFormats } from './dates.ts'
import { habitsOf } from './habits.ts'

export type { HourCycle }

export interface PluralForms {
  one?: string
  few?: string
  many?: string
  other: string
}

export interface Formats extends DateFormats, HourFormats {
  /** `1,234`. */
  number(value: number): string
  /** `1.2K`: for axes and narrow columns. */
  compact(value: number): string
  /** 0.25 → `25%`. */
  percent(share: number): string
  /** `≈ 1,234`. */
  estimate(value: number): string
  /**
   * `3 hr 20 min`. Less than an hour is in minutes only; whole hours, and 100 hours or more, are in hours
   * only.
   */
  minutes(value: number): string
  /**
   * Minor units: (1999, 'usd', 2) → `$19.99`. A code that does not consist of three letters is put
   * before the number.
   */
  money(amount: number, currency: string, exponent: number): string
  bytes(value: number): string
  /** `2019 – 2023`. */
  range(from: string, to: string): string
  /** `Theme: dark`. */
  labelled(label: string, value: string): string
  /** `Photo Walks (left)`. */
  noted(word: string, note: string): string
  /** Sentences as one paragraph. */
  paragraph(sentences: readonly string[]): string
  /** `a, b, c`. */
  series(items: readonly string[]): string
  /** `a, b, and c`. */
  list(items: readonly string[]): string
  /** The plural form for the count; `#` is replaced by the count. */
  plural(count: number, forms: PluralForms): string
}

export function createFormats(language: string, hourCycle: HourCycle = null): Formats {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const plurals = new Intl.PluralRules(language)
  const lists = new Intl.ListFormat(language)
  const habits = habitsOf(language)
  const minutes = minutesOf(language)
  return {
    number: number.format,
    compact: compact.format,
    percent: percent.format,
    estimate: (value) => `≈ ${number.format(value)}`,
    minutes: habits.isTight ? (value) => minutes(value).replaceAll(' ', '') : minutes,
    money: moneyOf(language),
    bytes: bytesOf(language),
    ...dateFormats(language),
    ...hourFormats(language, hourCycle),
    range: (from, to) => (from === to ? from : from + habits.span + to),
    labelled: (label, value) => label + habits.colon + value,
    noted: (word, note) => word + habits.brackets.join(note),
    paragraph: (sentences) => sentences.join(habits.betweenSentences),
    series: (items) => items.join(habits.comma),
    list: (items) => lists.format(items),
    plural: (count, forms) =>
      (forms[plurals.select(count) as keyof PluralForms] ?? forms.other).replace('#', number.format(count)),
  }
}

function minutesOf(language: string): (value: number) => string {
  const unit = (name: 'hour' | 'minute') =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 0,
    })
  const [hours, minutes] = [unit('hour'), unit('minute')]
  return (value) => {
    const whole = Math.round(value)
    if (whole < 60) return minutes.format(whole)
    // For 100 hours or more, the minutes are irrelevant.
    if (whole >= 6000 || whole % 60 === 0) return hours.format(Math.round(whole / 60))
    return `${hours.format(Math.floor(whole / 60))} ${minutes.format(whole % 60)}`
  }
}

function moneyOf(language: string): Formats['money'] {
  return (amount, currency, exponent) => {
    const value = amount / 10 ** exponent
    const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
    const code = currency.toUpperCase()
    // Intl throws unless the code has three letters.
    if (!/^[A-Z]{3}$/.test(code)) return `${code} ${new Intl.NumberFormat(language, digits).format(value)}`
    return new Intl.NumberFormat(language, { style: 'currency', currency: code, ...digits }).format(value)
  }
}

function bytesOf(language: string): (value: number) => string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  return (value) => {
    const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3))
    const scaled = value / 1000 ** step
    return new Intl.NumberFormat(language, {
      style: 'unit',
      unit: units[step]!,
      unitDisplay: 'short',
      maximumFractionDigits: step > 0 && scaled < 10 ? 1 : 0,
    }).format(scaled)
  }
}
