/** Periods of time, in milliseconds. */
import { minuteMs } from '../../instant.ts'

export interface Period {
  startMs: number
  endMs: number
}

/** Compares by start, then by end. */
export function byPeriod(one: Period, other: Period): number {
  return one.startMs - other.startMs || one.endMs - other.endMs
}

/** Whole minutes between two moments, rounded down. */
export function minutesBetween(startMs: number, endMs: number): number {
  return Math.floor((endMs - startMs) / minuteMs)
}
