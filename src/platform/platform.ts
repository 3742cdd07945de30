/** Types that both platforms, in-bun.ts and in-browser.ts, share. */

/** With vector instructions, or without. */
export type KernelForm = 'vector' | 'plain'

/** The kernel's checksum of the bytes at `[start, end)` of its memory: a signed number of 32 bits. */
export interface ChecksumCode {
  checksumOf(start: number, end: number, before: number): number
}

/**
 * A 32-bit counter that can be sent to another thread. Both threads then share it if the platform allows
 * that.
 */
export type SharedCounter = SharedArrayBuffer | ArrayBuffer

export type ResultValue = string | number | bigint | Uint8Array | null
export type ResultRow = readonly ResultValue[]

/** A SQLite database that is written once and then serialized. */
export interface ResultDatabase {
  /** Runs statements that return nothing. */
  run(sql: string): void
  /** The first value that a statement returns; null if there is none. */
  valueOf(sql: string): unknown
  prepare(sql: string): { run(row: ResultRow): void; finalize(): void }
  /** The database file. */
  bytes(): Uint8Array<ArrayBuffer>
  /** Whether an error means that `max_page_count` was reached. */
  isFull(error: unknown): boolean
  close(): void
}
