/** Days, months and hours as one language writes them. */
import type { DayNumber, MonthNumber } from '../data/types.ts'
import { habitsOf } from './habits.ts'

/** A person's preference; null means the language's default. */
export type HourCycle = 'h23' | 'h12' | null

const dayMs = 86_400_000
const hourMs = 3_600_000
/** A Monday. */
const monday = Date.UTC(2024, 0, 1)

export interface DateFormats {
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
  /** `M`: where there is room for one letter only. */
  narrowMonth(month: MonthNumber): string
  /** `2023`, or `2023年`. */
  year(year: number): string
  /** 0 is Monday. */
  weekday(weekday: number, style: 'short' | 'long' | 'narrow'): string
}

/**
 * Day and month numbers are already in the chosen zone, so they are formatted as UTC. Formats are cached,
 * because creating one is slow.
 */
export function dateFormats(language: string): DateFormats {
  const made = new Map<string, Intl.DateTimeFormat>()
  const { firstOfMonth, dayStyle } = habitsOf(language)
  const format = (options: Intl.DateTimeFormatOptions, time: number) => {
    const key = JSON.stringify(options)
    const known = made.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    made.set(key, known)
    if (firstOfMonth === null) return known.format(time)
    const textOf = ({ type, value }: Intl.DateTimeFormatPart) =>
      type === 'day' && value === '1' ? firstOfMonth : value
    return known.formatToParts(time).map(textOf).join('')
  }
  const monthTime = (month: MonthNumber) => Date.UTC(1970, month, 1)
  return {
    day: (day) => format({ dateStyle: dayStyle }, day * dayMs),
    shortDay: (day) => format({ month: 'short', day: 'numeric' }, day * dayMs),
    longDay: (day) => format({ dateStyle: 'full' }, day * dayMs),
    month: (month) => format({ month: 'long', year: 'numeric' }, monthTime(month)),
    shortMonth: (month) => format({ month: 'short' }, monthTime(month)),
    narrowMonth: (month) => format({ month: 'narrow' }, monthTime(month)),
    year: (year) => format({ year: 'numeric' }, Date.UTC(year, 6, 1)),
    weekday: (weekday, style) => format({ weekday: style }, monday + weekday * dayMs),
  }
}

export interface HourFormats {
  /** `21:00`, `21 h`, or `9 PM`. */
  hour(hour: number): string
  /** Minutes since midnight: `21:05`, or `9:05 PM`. */
  clock(minute: number): string
  /** For axes: `21`, or `9 PM`. */
  shortHour(hour: number): string
}

export function hourFormats(language: string, hourCycle: HourCycle): HourFormats {
  const chosen = hourCycle ? { hourCycle } : {}
  const options: Intl.DateTimeFormatOptions = { hour: 'numeric', timeZone: 'UTC', ...chosen }
  const whole = new Intl.DateTimeFormat(language, options)
  const exact = new Intl.DateTimeFormat(language, { ...options, minute: '2-digit' })
  const is12 = exact.resolvedOptions().hour12 ?? false
  // Intl writes `09 h`, or only `9` in a language that has no word after the hour.
  const named = (hour: number) => whole.format(hour * hourMs).replace(/^0(?=\d)/, '')
  return {
    hour: (hour) => (/^\d+$/.test(named(hour)) ? exact.format(hour * hourMs) : named(hour)),
    clock: (minute) => exact.format(minute * 60_000),
    shortHour: (hour) => (is12 ? whole.format(hour * hourMs) : String(hour)),
  }
}
