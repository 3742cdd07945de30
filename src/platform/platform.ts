/** The shapes that both platforms share: in-bun.ts and in-browser.ts. */

/** With vector instructions, or without. */
export type KernelForm = 'vector' | 'plain'

/**
 * One 32-bit number; it can be sent to another thread, which then counts in the same one where the platform
 * allows that.
 */
export type SharedCounter = SharedArrayBuffer | ArrayBuffer

export type ResultValue = string | number | bigint | null
export type ResultRow = readonly ResultValue[]

/** A SQLite database that is written once. */
export interface ResultDatabase {
  /** Runs statements that give nothing. */
  run(sql: string): void
  /** The first value that a statement gives; null without one. */
  valueOf(sql: string): unknown
  prepare(sql: string): { run(row: ResultRow): void; finalize(): void }
  /** The file. */
  bytes(): Uint8Array<ArrayBuffer>
  /** Whether an error says that `max_page_count` was reached. */
  isFull(error: unknown): boolean
  close(): void
}
