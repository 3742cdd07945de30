/** Defines a statistic: its source, the events that it reads, the tables that it fills, and its meaning. */
import type { ActivityRecord } from '../../data-package/records/activity-record.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import type { AnalyzedActivity, AnalyzedPackage } from '../analyzed-package.ts'
import type { Budget } from '../collections/budget.ts'
import type { Period } from '../collections/periods.ts'
import type { DateRange } from '../date-range.ts'

export type Cell = string | number | bigint | null
/** Stands in a row for a channel's number in `places`: the number takes 3 bytes, and the id would take 9. */
export class PlaceOfChannel {
  constructor(readonly channelId: string) {}
}

export type Row = (Cell | PlaceOfChannel)[]

/** One statistic. `Found` is its result for the events. It must survive structured cloning. */
export interface Statistic<Found = unknown> {
  name: string
  /** The source of its numbers if it reads no events: sections, files, other tables. Markdown. */
  source?: string
  /** A sentence that defines it, for docs/statistics.md. */
  means: string
  /** What the statistic cannot know, in whole sentences. */
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
   * Event type → the fields that are read. guessed-fields.ts lists those that are guesses. Several statistics
   * may read the same type.
   */
  fields: { readonly [eventType: string]: FieldNames }
  collect(tools: CollectorTools): Collector<Found>
}

export interface CollectorTools {
  budget: Budget
  range: DateRange
}

export interface Collector<Found> {
  /** Called once for each event with a valid time, without duplicates, in no particular order. */
  take(record: ActivityRecord, atMs: number): void
  /** The result, after all events. */
  found(): Found
}

/** A table or view of the result database. */
export interface ResultTable {
  name: string
  /** What one row represents, for docs/result-database.md. Empty if the table only holds rows for a view. */
  rowPer: string
  /** The statement that creates it, unless schema.sql contains it. */
  sql?: string
  /** Its rows in a fixed order. Undefined for views and for tables that write-sqlite.ts fills. */
  rows?(analyzed: AnalyzedPackage, settled: Settled): Iterable<Row>
}

/** Values that the rows of all tables must agree on. */
export interface Settled {
  /** Names of all servers in `guilds`. */
  guildNames: ReadonlyMap<string, string>
  voiceSessions: readonly Period[]
  sessions: readonly Period[]
}

/** The result of a statistic for the events of a package. */
export function foundBy<Found>(statistic: EventStatistic<Found>, activity: AnalyzedActivity): Found {
  return activity.found[statistic.name] as Found
}
