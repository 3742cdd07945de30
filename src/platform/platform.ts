/** The types shared by both platforms, in-bun.ts and in-browser.ts. */

/** With vector instructions, or without. */
export type KernelForm = 'vector' | 'plain'

/**
 * A 32-bit counter that can be sent to another thread. Where the platform allows it, both threads share it.
 */
export type SharedCounter = SharedArrayBuffer | ArrayBuffer

export type ResultValue = string | number | bigint | null
export type ResultRow = readonly ResultValue[]

/** A SQLite database that is written once and then serialized. */
export interface ResultDatabase {
  /** Runs statements that return nothing. */
  run(sql: string): void
  /** The first value that a statement returns; null without one. */
  valueOf(sql: string): unknown
  prepare(sql: string): { run(row: ResultRow): void; finalize(): void }
  /** The database file. */
  bytes(): Uint8Array<ArrayBuffer>
  /** Whether an error says that `max_page_count` was reached. */
  isFull(error: unknown): boolean
  close(): void
}
