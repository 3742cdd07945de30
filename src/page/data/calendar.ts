/**
 * Converts between the texts of days, as in results and addresses, and the numbers of days, months and years.
 * All of them are already in the chosen zone.
 */
import type { Day, DayNumber, MonthNumber } from './types.ts'

const dayMs = 86_400_000

export function dayNumberOf(day: Day): DayNumber {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs)
}

export function dayOf(day: DayNumber): Day {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

export function yearOf(day: DayNumber): number {
  return new Date(day * dayMs).getUTCFullYear()
}

export function monthOf(day: DayNumber): MonthNumber {
  const date = new Date(day * dayMs)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** The first day of a month. */
export function firstDayOf(month: MonthNumber): DayNumber {
  return Date.UTC(1970, month, 1) / dayMs
}

/** Monday is 0; 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Both ends included. */
export function rangeOf(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
