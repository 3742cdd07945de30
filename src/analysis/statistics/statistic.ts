/**
 * What a statistic is: where it comes from, what it collects of which events, which tables it fills, and what
 * it means.
 */
import type { ActivityRecord } from '../../data-package/records/activity-record.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import type { AnalyzedActivity, AnalyzedPackage } from '../analyzed-package.ts'
import type { Budget } from '../collections/budget.ts'
import type { Period } from '../collections/periods.ts'
import type { DateRange } from '../date-range.ts'

export type Cell = string | number | bigint | null
export type Row = Cell[]

/** One statistic. `Found` is what it makes of the events; it must survive structured cloning. */
export interface Statistic<Found = unknown> {
  name: string
  /** Where its numbers come from, for those that read no events: sections, files, other tables. Markdown. */
  source?: string
  /** One sentence that defines it, for docs/statistics.md. */
  means: string
  /** What it cannot know. Full sentences. */
  limits: string
  events?: EventSource<Found>
  tables: readonly ResultTable[]
}

/** A statistic that reads events. */
export interface EventStatistic<Found> extends Statistic<Found> {
  events: EventSource<Found>
}

export interface EventSource<Found> {
  /**
   * Event type → the fields that are read of it; guessed-fields.ts marks the guesses. Several statistics may
   * want one type.
   */
  fields: { readonly [eventType: string]: FieldNames }
  collect(tools: CollectorTools): Collector<Found>
}

export interface CollectorTools {
  budget: Budget
  range: DateRange
}

export interface Collector<Found> {
  /** Called once for each event with a usable time, in no particular order. */
  take(record: ActivityRecord, atMs: number): void
  /** What was found, when all events were taken. */
  found(): Found
}

/** A table or view of the result database. */
export interface ResultTable {
  name: string
  /** What one row stands for, for docs/result-database.md. */
  rowPer: string
  /** Its statement, when it does not stand in schema.sql. */
  sql?: string
  /** Its rows in a fixed order; missing for views and for the tables of write-sqlite.ts. */
  rows?(analyzed: AnalyzedPackage, settled: Settled): Iterable<Row>
}

/** What the rows of all tables have to agree on. */
export interface Settled {
  /** Of all servers in `guilds`. */
  guildNames: ReadonlyMap<string, string>
  voiceSessions: readonly Period[]
  sessions: readonly Period[]
}

/** What a statistic found in the events of a package. */
export function foundBy<Found>(statistic: EventStatistic<Found>, activity: AnalyzedActivity): Found {
  return activity.found[statistic.name] as Found
}
