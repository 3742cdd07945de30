/** The compressed result database, as clients get it. */
import { gzipSync } from 'bun'
import { sqliteOf } from './analyze.ts'

/** The gzip of the result database. Throws PackageError result_too_large. */
export function databaseOf(...[result, options]: Parameters<typeof sqliteOf>): Uint8Array<ArrayBuffer> {
  // libdeflate's output is a tenth smaller than zlib's, and it is faster.
  return gzipSync(sqliteOf(result, options), { library: 'libdeflate' })
}
