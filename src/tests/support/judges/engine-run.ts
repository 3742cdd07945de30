/** Analyzes a package in memory, for tests that inspect the whole result. */
import { Database } from 'bun:sqlite'
import { analyzePackage } from '../../../analysis/analyze.ts'
import { writeSqlite } from '../../../analysis/result/write-sqlite.ts'
import { analysisLimitsOf, loadConfig } from '../../../config/config.ts'
import { type ByteSource, BytesSource } from '../../../data-package/archive/byte-source.ts'

export const packageId = '0'.repeat(32)

export interface EngineOptions {
  /** 'YYYY-MM-DD', UTC. */
  today: string
  lineBytesMax?: number
}

/** The SQLite file of a package, or of its unzipped folder. Throws PackageError. */
export async function sqliteOf(
  archive: Uint8Array | ByteSource,
  { today, lineBytesMax }: EngineOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const defaults = analysisLimitsOf(loadConfig({}))
  const limits = { ...defaults, lineBytesMax: lineBytesMax ?? defaults.lineBytesMax }
  const source = archive instanceof Uint8Array ? new BytesSource(archive) : archive
  const statistics = await analyzePackage(source, { packageId, today, limits })
  return writeSqlite(statistics, packageId, limits.resultBytesMax)
}

/** All rows of a query on a SQLite file. */
export function rowsOf<Row = Record<string, string | number | null>>(
  sqliteFile: Uint8Array,
  query: string,
): Row[] {
  const database = Database.deserialize(sqliteFile, true)
  try {
    return database.query<Row, []>(query).all()
  } finally {
    database.close()
  }
}
