/**
 * The platform functions of the analysis for Bun. in-browser.ts has those for a web worker. `imports` in
 * package.json selects one of the two as `#platform`. No function returns a Buffer, because `slice` of a
 * Buffer shares the bytes, while `slice` of a Uint8Array copies them.
 */
import { zstdCompressSync, zstdDecompressSync } from 'bun'
import { fullGC } from 'bun:jsc'
import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import plainKernel from '../data-package/kernel/plain.wasm' with { type: 'file' }
import vectorKernel from '../data-package/kernel/vector.wasm' with { type: 'file' }
import type { ChecksumCode, KernelForm, ResultDatabase, ResultRow, SharedCounter } from './platform.ts'

/** A view of all bytes of a buffer. */
export function viewOf(buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}

/** New bytes in a separate buffer. Their content is undefined. */
export function allocate(length: number): Uint8Array<ArrayBuffer> {
  return plain(Buffer.allocUnsafeSlow(length))
}

/** Works for every Uint8Array, not only for a Buffer. */
const decode = Buffer.prototype.toString

/** Decodes bytes as UTF-8. Invalid sequences become U+FFFD. A byte order mark is kept. */
export function utf8Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return decode.call(bytes, 'utf8', start, end)
}

/** Decodes bytes as Latin-1: one character per byte. */
export function latin1Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return decode.call(bytes, 'latin1', start, end)
}

/**
 * A copy of a text. If the text is a part of a larger string, the copy does not keep that string in memory.
 * Lone surrogates become U+FFFD.
 */
export function copyOfText(text: string): string {
  return Buffer.from(text).toString()
}

/**
 * The CRC-32 (RFC 1952) of bytes in the kernel's memory, continued from `before`. Bun's own is faster than
 * the kernel's, because it uses the processor's instructions for it.
 */
export function checksum(bytes: Uint8Array, before: number, _kernel: ChecksumCode): number {
  return crc32(bytes, before)
}

const compression = { level: 1 }

/**
 * Compresses bytes that wait for another thread, to about a third of their size. Compressing and
 * decompressing together take 3 ns per byte.
 */
export function compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return plain(zstdCompressSync(bytes, compression) as Buffer<ArrayBuffer>)
}

/** Decompresses, and frees the compressed bytes. */
export function decompress(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const whole = plain(zstdDecompressSync(bytes) as Buffer<ArrayBuffer>)
  bytes.buffer.transfer(0)
  return whole
}

export function kernelBytes(form: KernelForm): Uint8Array<ArrayBuffer> {
  return plain(readFileSync(form === 'vector' ? vectorKernel : plainKernel))
}

/** A counter that all threads of a job share for their common budget. */
export function createSharedCounter(): SharedCounter {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
}

/** Lets other tasks of this thread run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/**
 * The memory of the process in bytes, and functions that collect this thread's garbage. `collectAndReturn`
 * also returns memory to the system and discards compiled code. An analysis that used nothing else spent 7 %
 * of its CPU time in it.
 */
export const garbage = {
  bytesInUse: () => process.memoryUsage.rss(),
  collect: () => void fullGC(),
  collectAndReturn: () => Bun.gc(true),
}

/** An empty SQLite database in memory. */
export function createResultDatabase(): ResultDatabase {
  const database = new Database(':memory:', { strict: true })
  return {
    run: (sql) => void database.run(sql),
    valueOf: (sql) => database.query(sql).values()[0]?.[0] ?? null,
    prepare(sql) {
      const statement = database.prepare(sql)
      return { run: (row: ResultRow) => void statement.run(...row), finalize: () => statement.finalize() }
    },
    bytes: () => plain(database.serialize() as Buffer<ArrayBuffer>),
    isFull: (error) => (error as { code?: string } | null)?.code === 'SQLITE_FULL',
    close: () => database.close(),
  }
}

/** The same memory as a plain Uint8Array. */
function plain(bytes: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
