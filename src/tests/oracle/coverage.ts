/** Counts how much of each source could be used. */
import type { EventLog } from './events.ts'
import type { MessageFile } from './messages.ts'
import type { CoverageRow } from './extra-rows.ts'
import { dayOf } from './values.ts'

export function coverageOfFolders({ folders }: EventLog): CoverageRow[] {
  return [...folders].map(([source, { lines, days, used, duplicates, undated }]) => ({
    source,
    line_count: lines,
    used_count: used,
    duplicate_count: duplicates,
    undated_count: undated,
    left_out_count: 0,
    ...spanOf([...days]),
  }))
}

/** The days on which each folder has a line. */
export function daysOf({ folders }: EventLog): Map<string, Set<string>> {
  return new Map([...folders].map(([source, { days }]) => [source, days]))
}

export function coverageOfMessages(files: MessageFile[]): CoverageRow {
  const sum = (numberOf: (file: MessageFile) => number) =>
    files.reduce((total, file) => total + numberOf(file), 0)
  const days = files.flatMap(({ counted }) => counted.map(({ time }) => dayOf(time)))
  return {
    source: 'messages',
    used_count: sum(({ counted }) => counted.length),
    duplicate_count: sum(({ duplicates }) => duplicates),
    undated_count: sum(({ undated }) => undated),
    left_out_count: 0,
    ...spanOf(days),
  }
}

/** The coverage of sessions or voice sessions: those that were made from events, and those left out. */
export function coverageOfPairs(
  source: string,
  found: { rows: { started_date: string; ended_date: string }[]; made: number; leftOut: number },
): CoverageRow {
  const dayOfSeconds = (seconds: string) => dayOf(Number(seconds) * 1000)
  return {
    source,
    line_count: found.made,
    used_count: found.rows.length,
    duplicate_count: found.made - found.leftOut - found.rows.length,
    undated_count: 0,
    left_out_count: found.leftOut,
    first_day: found.rows.map(({ started_date }) => dayOfSeconds(started_date)).sort()[0] ?? null,
    last_day:
      found.rows
        .map(({ ended_date }) => dayOfSeconds(ended_date))
        .sort()
        .at(-1) ?? null,
  }
}

function spanOf(days: string[]): { first_day: string | null; last_day: string | null } {
  const sorted = days.toSorted()
  return { first_day: sorted[0] ?? null, last_day: sorted.at(-1) ?? null }
}
