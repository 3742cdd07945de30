/** Analyzes a package in memory, for tests that inspect the whole result. */
import { Database } from 'bun:sqlite'
import { type ActivityThread, analyzeActivity, analyzePackage } from '../../../analysis/analyze.ts'
import type { AnalysisOptions } from '../../../analysis/open-package.ts'
import { writeSqlite } from '../../../analysis/result/write-sqlite.ts'
import { analysisLimitsOf, loadConfig } from '../../../config/config.ts'
import { type ByteSource, BytesSource } from '../../../data-package/archive/byte-source.ts'
import type { TransferredFile } from '../../../data-package/records/transferred-records.ts'

export const packageId = '0'.repeat(32)

export interface EngineOptions {
  /** 'YYYY-MM-DD', UTC. */
  today: string
  lineBytesMax?: number
  /** Whether the work is divided as between two threads, with copies of all that they exchange. */
  isShared?: boolean
}

/** The SQLite file of a package, or of its unzipped folder. Throws PackageError. */
export async function sqliteOf(
  archive: Uint8Array | ByteSource,
  { today, lineBytesMax, isShared = false }: EngineOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const defaults = analysisLimitsOf(loadConfig({}))
  const limits = { ...defaults, lineBytesMax: lineBytesMax ?? defaults.lineBytesMax }
  const source = archive instanceof Uint8Array ? new BytesSource(archive) : archive
  const options = { packageId, today, limits }
  const threadFor = isShared ? () => activityPartner(source, options) : undefined
  const statistics = await analyzePackage(source, options, threadFor)
  return writeSqlite(statistics, packageId, limits.resultBytesMax)
}

/** Does the work of the activity thread in this thread. */
function activityPartner(source: ByteSource, options: AnalysisOptions): ActivityThread {
  const files = Promise.withResolvers<TransferredFile[]>()
  const activity = Promise.withResolvers<unknown>()
  activity.promise.catch(() => {})
  return {
    activity: activity.promise,
    start(task) {
      const analyzed = analyzeActivity(source, structuredClone(task), options, files.promise)
      analyzed.then((result) => activity.resolve(structuredClone(result)), activity.reject)
    },
    take: (transferred) => files.resolve(structuredClone(transferred)),
  }
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
