/**
 * The platform functions of the analysis for a web worker. in-bun.ts has those for Bun, with their
 * descriptions. `imports` in package.json selects one of the two as `#platform`. Call `startPlatform` first.
 */
import initSqlite, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import type { ChecksumCode, KernelForm, ResultDatabase, SharedCounter } from './platform.ts'

let sqlite: Sqlite3Static | null = null

/** Loads SQLite before the analysis, because writing the result is synchronous. */
export async function startPlatform(locateFile: () => string): Promise<void> {
  const start = initSqlite as unknown as (options: object) => Promise<Sqlite3Static>
  sqlite = await start({ locateFile, print: () => {}, printErr: () => {} })
}

export function viewOf(buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer)
}

export function allocate(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

export function utf8Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return utf8.decode(bytes.subarray(start, end))
}

/** TextDecoder cannot do this: it decodes Latin-1 as Windows-1252, which differs in some characters. */
export function latin1Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = ''
  for (let at = start; at < end; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 8192)))
  }
  return text
}

export function copyOfText(text: string): string {
  return utf8Of(new TextEncoder().encode(text))
}

/** Browsers have no CRC-32 of their own. */
export function checksum(bytes: Uint8Array, before: number, kernel: ChecksumCode): number {
  return kernel.checksumOf(bytes.byteOffset, bytes.byteOffset + bytes.length, before) >>> 0
}

/** Threads transfer their memory here, so nothing needs to be compressed. */
export function compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.slice()
}

export function decompress(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer.transfer())
}

/** The page compiles the kernel and shares it (kernel/host.ts, shareKernel). */
export function kernelBytes(_form: KernelForm): Uint8Array<ArrayBuffer> {
  throw new Error('the kernel was not shared')
}

/** The page is not cross-origin isolated, so it has no shared memory. Each thread counts separately. */
export function createSharedCounter(): SharedCounter {
  return new ArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** Scripts in browsers cannot collect garbage. */
export const garbage = { bytesInUse: () => 0, collect: () => {}, collectAndReturn: () => {} }

export function createResultDatabase(): ResultDatabase {
  const { oo1, capi } = sqlite!
  const database = new oo1.DB(':memory:')
  return {
    run: (sql) => void database.exec(sql),
    valueOf: (sql) => database.selectValue(sql) ?? null,
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        run(row) {
          statement.bind(row as (string | number | bigint | Uint8Array | null)[])
          statement.stepReset()
        },
        finalize: () => void statement.finalize(),
      }
    },
    bytes: () => capi.sqlite3_js_db_export(database) as Uint8Array<ArrayBuffer>,
    isFull: (error) => (error as { resultCode?: number } | null)?.resultCode === capi.SQLITE_FULL,
    close: () => database.close(),
  }
}
