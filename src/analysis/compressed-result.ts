/** The compressed result database, in the form that clients receive. */
import { gzipSync } from 'bun'
import { sqliteOf } from './analyze.ts'

/** The gzip of the result database. Throws PackageError result_too_large. */
export function databaseOf(...[result, options]: Parameters<typeof sqliteOf>): Uint8Array<ArrayBuffer> {
  // For a large result, libdeflate takes two thirds of zlib's time, and its output is 1 % smaller.
  return gzipSync(sqliteOf(result, options), { library: 'libdeflate' })
}
