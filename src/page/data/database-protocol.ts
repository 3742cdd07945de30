/** What the page and its database worker say to each other. */

/** A value as SQLite gives it; integers beyond 2^53 come as text, so that no digit is lost. */
export type SqlValue = string | number | null

export interface Rows {
  columns: readonly string[]
  rows: readonly (readonly SqlValue[])[]
  /** There were more rows than were asked for. */
  isCut: boolean
}

/** Rows of (channel, hour since 1970, count), as typed arrays and sorted by hour. */
export interface HourRows {
  /** What `key` counts in. */
  keys: readonly string[]
  hour: Int32Array
  key: Uint32Array
  count: Uint32Array
}

export type Order =
  /** `bytes`: null for an empty database. `attached`: other files beside it, by the name of their schema. */
  | { kind: 'open'; bytes: Uint8Array | null; attached: Readonly<Record<string, Uint8Array>> }
  | { kind: 'rows'; sql: string; rowsMax: number }
  | { kind: 'hours'; sql: string }
  | { kind: 'export' }

/** Of each kind of order, its answer. `open` tells the columns of each table and view. */
export interface Answers {
  open: { columnsByTable: ReadonlyMap<string, readonly string[]>; sqliteVersion: string }
  rows: Rows
  hours: HourRows
  /** The SQLite file as it is now. */
  export: Uint8Array
}

export type Request = Order & { id: number }

export type Response = { id: number; answer: Answers[keyof Answers] } | { id: number; error: string }
