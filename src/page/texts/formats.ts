/**
 * Formats numbers, times and lists in one language, as far as Intl supports it. Everything else is a text of
 * the language.
 */
import type { DayNumber, MonthNumber } from '../data/types.ts'

/** A person's preference; null means the language's default. */
export type HourCycle = 'h23' | 'h12' | null

export interface PluralForms {
  one?: string
  few?: string
  many?: string
  other: string
}

export interface Formats {
  /** `1,234`. */
  number(value: number): string
  /** `1.2K`: for axes and narrow columns. */
  compact(value: number): string
  /** 0.25 → `25%`. */
  percent(share: number): string
  /** `≈ 1,234`. */
  estimate(value: number): string
  /** `3 h 20 min`; less than an hour in minutes only. */
  minutes(value: number): string
  /**
   * Minor units: (1999, 'usd', 2) → `$19.99`. A currency code that Intl does not know is put before the
   * number.
   */
  money(amount: number, currency: string, exponent: number): string
  bytes(value: number): string
  /** `Mar 4, 2023`. */
  day(day: DayNumber): string
  /** `Mar 4`. */
  shortDay(day: DayNumber): string
  /** `Saturday, March 4, 2023`. */
  longDay(day: DayNumber): string
  /** `March 2023`. */
  month(month: MonthNumber): string
  /** `Mar`. */
  shortMonth(month: MonthNumber): string
  /** `2023`, or `2023年`. */
  year(year: number): string
  /** 0 is Monday. */
  weekday(weekday: number, style: 'short' | 'long' | 'narrow'): string
  /** `21:00`, or `9 PM`. */
  hour(hour: number): string
  /** Minutes since midnight: `21:05`, or `9:05 PM`. */
  clock(minute: number): string
  /** For axes: `21`, or `9 PM`. */
  shortHour(hour: number): string
  /** `2019 – 2023`. */
  range(from: string, to: string): string
  /** `a, b, and c`. */
  list(items: readonly string[]): string
  /** The plural form for the count; `#` is replaced by the count. */
  plural(count: number, forms: PluralForms): string
}

const dayMs = 86_400_000
/** A Monday. */
const monday = Date.UTC(2024, 0, 1)

export function createFormats(language: string, hourCycle: HourCycle = null): Formats {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const plurals = new Intl.PluralRules(language)
  const lists = new Intl.ListFormat(language)
  const date = dateFormats(language)
  const hours = hourFormats(language, hourCycle)
  const monthDate = (month: MonthNumber) => new Date(Date.UTC(1970, month, 1))
  const dayDate = (day: DayNumber) => new Date(day * dayMs)
  return {
    number: number.format,
    compact: compact.format,
    percent: percent.format,
    estimate: (value) => `≈ ${number.format(value)}`,
    minutes: minutesOf(language),
    money: moneyOf(language),
    bytes: bytesOf(language),
    day: (day) => date({ dateStyle: 'medium' }).format(dayDate(day)),
    shortDay: (day) => date({ month: 'short', day: 'numeric' }).format(dayDate(day)),
    longDay: (day) => date({ dateStyle: 'full' }).format(dayDate(day)),
    month: (month) => date({ month: 'long', year: 'numeric' }).format(monthDate(month)),
    shortMonth: (month) => date({ month: 'short' }).format(monthDate(month)),
    year: (year) => date({ year: 'numeric' }).format(new Date(Date.UTC(year, 6, 1))),
    weekday: (weekday, style) => date({ weekday: style }).format(new Date(monday + weekday * dayMs)),
    hour: hours.long,
    clock: hours.clock,
    shortHour: hours.short,
    range: (from, to) => (from === to ? from : `${from} – ${to}`),
    list: (items) => lists.format(items),
    plural: (count, forms) =>
      (forms[plurals.select(count) as keyof PluralForms] ?? forms.other).replace('#', number.format(count)),
  }
}

/**
 * Day and month numbers are already in the chosen zone, so they are formatted as UTC. Formats are cached,
 * because creating one is slow.
 */
function dateFormats(language: string): (options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (options) => {
    const key = JSON.stringify(options)
    const known = made.get(key)
    if (known) return known
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    made.set(key, format)
    return format
  }
}

function hourFormats(language: string, hourCycle: HourCycle) {
  const chosen = hourCycle ? { hourCycle } : {}
  const options: Intl.DateTimeFormatOptions = { hour: 'numeric', timeZone: 'UTC', ...chosen }
  const long = new Intl.DateTimeFormat(language, { ...options, minute: '2-digit' })
  const short = new Intl.DateTimeFormat(language, options)
  const is12 = long.resolvedOptions().hour12 ?? false
  const at = (hour: number) => new Date(hour * 3_600_000)
  return {
    long: (hour: number) => (is12 ? short : long).format(at(hour)),
    clock: (minute: number) => long.format(new Date(minute * 60_000)),
    short: (hour: number) => (is12 ? short.format(at(hour)) : String(hour)),
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
    // From 100 hours on, the minutes are irrelevant.
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
