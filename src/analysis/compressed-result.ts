/** The compressed result database, in the form that clients receive. */
import { gzipSync } from 'bun'
import { sqliteOf } from './analyze.ts'

/** The gzip of the result database. Throws PackageError result_too_large. */
export function databaseOf(...[result, options]: Parameters<typeof sqliteOf>): Uint8Array<ArrayBuffer> {
  // libdeflate is faster than zlib here, and its output is a tenth smaller.
  return gzipSync(sqliteOf(result, options), { library: 'libdeflate' })
}
