/** Helper functions that compute the answers to the client's queries in plain TypeScript. */
import type { ActivityRow, OracleRows, SessionRow, VoiceSessionRow } from './rows.ts'
import { addDays } from './values.ts'

export type Answer = Record<string, string | number | null>

export interface ClientQuery {
  name: string
  sql: string
  /** Values for ?1, ?2, … */
  parameters(rows: OracleRows): string[]
  expected(rows: OracleRows): Answer[]
}

export const topCount = 10

/**
 * The days at the first and third quartile of the rows of `activity`; a day counts once for each of its rows.
 */
export function dayRangeOf({ activity }: OracleRows): [string, string] {
  const days = activity.map(({ day }) => day).sort()
  const at = (share: number) => days[Math.floor(days.length * share)] ?? '2020-01-01'
  return [at(0.25), at(0.75)]
}

/** The first and third quartile of the starts of sessions and voice sessions, as text. */
export function epochRangeOf({ sessions, voice_sessions }: OracleRows): [string, string] {
  const starts = [...sessions, ...voice_sessions].map(({ started_date }) => started_date).sort()
  const at = (share: number) => starts[Math.floor(starts.length * share)] ?? '1577836800'
  return [at(0.25), at(0.75)]
}

export function daysOfRange(rows: OracleRows): string[] {
  const [first, last] = dayRangeOf(rows)
  const days = [first]
  while (days.at(-1)! < last) days.push(addDays(days.at(-1)!, 1))
  return days
}

/**
 * A query that returns one row per day, with the sum of the results of `rows` for that day. As in the client,
 * the list of days is the first table of the join.
 */
export function seriesOf(rows: string): string {
  return `WITH RECURSIVE dates(date) AS
      (SELECT ?1 UNION ALL SELECT date(date, '+1 day') FROM dates WHERE date < ?2)
    SELECT dates.date AS date, IFNULL(SUM(joined.occurence_count), 0) AS total FROM dates
    LEFT JOIN (${rows}) AS joined ON dates.date = joined.day
    GROUP BY dates.date ORDER BY dates.date`
}

/** The answer to `seriesOf` for the rows of the range. */
export function seriesAnswer(rows: OracleRows, ofRange: ActivityRow[]): Answer[] {
  const totals = new Map(sumBy(ofRange, ({ day }) => day))
  return daysOfRange(rows).map((date) => ({ date, total: totals.get(date) ?? 0 }))
}

export function activityInRange(rows: OracleRows): ActivityRow[] {
  const [first, last] = dayRangeOf(rows)
  return rows.activity.filter(({ day }) => day >= first && day <= last)
}

export function messagesInRange(rows: OracleRows): ActivityRow[] {
  return activityInRange(rows).filter(({ event_name }) => event_name === 'message_sent')
}

export function inEpochRange<Span extends SessionRow | VoiceSessionRow>(
  rows: OracleRows,
  spans: Span[],
): Span[] {
  const [first, last] = epochRangeOf(rows)
  return spans.filter(({ started_date }) => started_date >= first && started_date <= last)
}

export function startOf({ started_date }: SessionRow | VoiceSessionRow): number {
  return Number(started_date) * 1000
}

export function sumCounts(rows: ActivityRow[]): number {
  return rows.reduce((total, row) => total + row.occurence_count, 0)
}

export function sumMinutes(rows: { duration_mins: number }[]): number {
  return rows.reduce((total, row) => total + row.duration_mins, 0)
}

/** SQLite compares text by its UTF-8 bytes, and JavaScript by UTF-16 units. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

/** [key, sum of counts] in the order of the keys; rows without a key are left out. */
export function sumBy(rows: ActivityRow[], keyOf: (row: ActivityRow) => string | null): [string, number][] {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key !== null) sums.set(key, (sums.get(key) ?? 0) + row.occurence_count)
  }
  return [...sums].sort(([left], [right]) => compareText(left, right))
}

/** The highest sums first; `describe` returns null for a key that an inner join would drop. */
export function top(
  rows: ActivityRow[],
  keyOf: (row: ActivityRow) => string | null,
  describe: (key: string, total: number) => Answer | null,
): Answer[] {
  return sumBy(rows, keyOf)
    .map(([key, total]) => describe(key, total))
    .filter((answer) => answer !== null)
    .sort((left, right) => Number(right.total) - Number(left.total))
    .slice(0, topCount)
}

export function voiceTimeBy<Column extends string>(
  rows: OracleRows,
  channels: ({ channel_id: string } & Record<Column, string>)[],
  column: Column,
): Answer[] {
  const spans = inEpochRange(rows, rows.voice_sessions).flatMap((span) => {
    const channel = channels.find(({ channel_id }) => channel_id === span.channel_id)
    return channel ? [{ key: channel[column], duration_mins: span.duration_mins }] : []
  })
  return [...new Set(spans.map(({ key }) => key))].sort(compareText).map((key) => {
    const ofKey = spans.filter((span) => span.key === key)
    return { [column]: key, count: ofKey.length, minutes: sumMinutes(ofKey) }
  })
}
