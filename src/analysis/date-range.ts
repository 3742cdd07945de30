/** The days that a package can cover, from Discord's launch to the day of the export. */
import { dayMs, firstDayMs } from '../instant.ts'

export interface DateRange {
  /** In milliseconds, inclusive. */
  startMs: number
  /** In milliseconds, exclusive. */
  endMs: number
}

/**
 * The date range of an archive whose entries were last modified on `lastModifiedDay` ('YYYY-MM-DD', or null).
 * That day is taken as the day of the export if it is between Discord's launch and today; otherwise today is.
 * The range has one more day because of time zones: archives contain the local time of their author.
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
