/**
 * What the analysis needs of the machine, in Bun. in-browser.ts has the same for a browser's worker;
 * package.json's `imports` names one of them `#platform`.
 */
import { zstdCompressSync, zstdDecompressSync } from 'bun'
import { Database } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import plain from '../data-package/kernel/plain.wasm' with { type: 'file' }
import vector from '../data-package/kernel/vector.wasm' with { type: 'file' }
import type { KernelForm, ResultDatabase, ResultRow, SharedCounter } from './platform.ts'

/** All bytes of a buffer, from which `subarray` gives parts that `utf8Of` reads quickest. */
export function viewOf(buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return Buffer.from(buffer)
}

/** New bytes, of any content, in a buffer of their own. */
export function allocate(length: number): Uint8Array<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(length)
}

/** The text of some bytes as UTF-8; what is none becomes U+FFFD. A byte order mark stays. */
export function utf8Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return bufferOf(bytes).toString('utf8', start, end)
}

/** A character a byte. */
export function latin1Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return bufferOf(bytes).toString('latin1', start, end)
}

/** A copy of a text that keeps nothing else in memory; half surrogates become U+FFFD. */
export function copyOfText(text: string): string {
  return Buffer.from(text).toString()
}

/** CRC-32 (RFC 1952) of what came before and these bytes. */
export function checksum(bytes: Uint8Array, before: number): number {
  return crc32(bytes, before)
}

const compression = { level: 1 }

/** Makes bytes small that wait for another thread: a third of them in 3 ns a byte, there and back. */
export function squeeze(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return zstdCompressSync(bytes, compression) as Buffer<ArrayBuffer>
}

/** The opposite. Frees the squeezed bytes. */
export function unsqueeze(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const whole = zstdDecompressSync(bytes) as Buffer<ArrayBuffer>
  bytes.buffer.transfer(0)
  return whole
}

export function kernelBytes(form: KernelForm): Uint8Array<ArrayBuffer> {
  return readFileSync(form === 'vector' ? vector : plain)
}

/** Of all threads of a job: they spend from one budget. */
export function createSharedCounter(): SharedCounter {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
}

/** Lets whatever else waits in this thread have its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** What the process takes, in bytes; and the end of what nobody needs any more in this thread. */
export const garbage = {
  bytesInUse: () => process.memoryUsage.rss(),
  collect: () => Bun.gc(true),
}

/** An empty SQLite database in memory that never touches the disk. */
export function createResultDatabase(): ResultDatabase {
  const database = new Database(':memory:', { strict: true })
  return {
    run: (sql) => void database.run(sql),
    valueOf: (sql) => database.query(sql).values()[0]?.[0] ?? null,
    prepare(sql) {
      const statement = database.prepare(sql)
      return { run: (row: ResultRow) => void statement.run(...row), finalize: () => statement.finalize() }
    },
    bytes: () => database.serialize() as Uint8Array<ArrayBuffer>,
    isFull: (error) => (error as { code?: string } | null)?.code === 'SQLITE_FULL',
    close: () => database.close(),
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
