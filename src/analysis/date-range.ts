/** The days that a package can cover: from Discord's launch to the day of the export. */
import { dayMs, firstDayMs } from '../instant.ts'

export interface DateRange {
  /** Milliseconds, included. */
  startMs: number
  /** Milliseconds, excluded. */
  endMs: number
}

/**
 * The range for an archive whose latest entry is of `lastModifiedDay` ('YYYY-MM-DD', or null). That day
 * counts as the export day when it lies between Discord's opening and today; else today does. A day of slack
 * is for time zones: archives note the local time of whoever made them.
 */
export function dateRangeOf(lastModifiedDay: string | null, today: string): DateRange {
  const todayMs = Date.parse(`${today}T00:00:00Z`)
  const modifiedMs = lastModifiedDay === null ? NaN : Date.parse(`${lastModifiedDay}T00:00:00Z`)
  const exportMs = modifiedMs >= firstDayMs && modifiedMs <= todayMs ? modifiedMs : todayMs
  return { startMs: firstDayMs, endMs: exportMs + 2 * dayMs }
}

export function isWithin(range: DateRange, instantMs: number): boolean {
  return instantMs >= range.startMs && instantMs < range.endMs
}
