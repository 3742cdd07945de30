/** The messages between the page and its database worker. */

/**
 * A value of SQLite. Integers beyond 2^53 come as strings, so that no digit is lost. A BLOB comes as its
 * length: `12 bytes`.
 */
export type SqlValue = string | number | null

export interface Rows {
  columns: readonly string[]
  rows: readonly (readonly SqlValue[])[]
  /** There were more rows than the limit. */
  isCut: boolean
}

/**
 * Rows of (key, hours since 1970, count), as typed arrays and sorted by hour. A key is a channel id or the
 * name of an event.
 */
export interface HourRows {
  /** `key` has indexes into this list. */
  keys: readonly string[]
  hour: Int32Array
  key: Uint32Array
  count: Uint32Array
}

export type Order =
  /** `bytes`: null for an empty database. `attached`: further files, by the name of their schema. */
  | { kind: 'open'; bytes: Uint8Array | null; attached: Readonly<Record<string, Uint8Array>> }
  | { kind: 'rows'; sql: string; rowsMax: number }
  | { kind: 'hours'; sql: string }
  | { kind: 'export' }

/**
 * The answer to each kind of order. `open` returns the columns of each table, and of each view whose tables
 * exist.
 */
export interface Answers {
  open: { columnsByTable: ReadonlyMap<string, readonly string[]>; sqliteVersion: string }
  rows: Rows
  hours: HourRows
  /** The bytes of the SQLite file in its current state. */
  export: Uint8Array
}

export type Request = Order & { id: number }

export type Response = { id: number; answer: Answers[keyof Answers] } | { id: number; error: string }
