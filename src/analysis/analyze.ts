/** From an archive to the result database: the whole analysis, with no network and no server. */
import { gzipSync } from 'bun'
import { readAccount } from '../data-package/account.ts'
import type { ByteSource } from '../data-package/byte-source.ts'
import type { PackedFile } from '../data-package/packed-records.ts'
import { ownFilesOf, packActivity } from './activity-share.ts'
import { type ActivitySide, readActivity } from './activity-side.ts'
import { readContents } from './contents-side.ts'
import { type AnalysisOptions, openPackage } from './open-package.ts'
import { type Statistics, statisticsOf } from './statistics.ts'
import { writeSqlite } from './write-sqlite.ts'

/**
 * Analyses a package into its statistics. Missing sections and broken records never throw. The activity may be analysed
 * elsewhere at the same time (`analyzeActivity` in another thread); this side then helps with its last files.
 * Throws PackageError for damaged or hostile archives, for packages without an owner, and above the limits.
 */
export async function analyzePackage(
  source: ByteSource,
  options: AnalysisOptions,
  activityThread?: ActivityThread,
): Promise<Statistics> {
  const opened = openPackage(source, options)
  const account = await readAccount(opened.files, opened.sections.accounts)
  const contents = await readContents(opened, account)
  if (activityThread && account !== null)
    activityThread.take(await packActivity(opened, ownFilesOf(opened.sections)))
  const activity = await (activityThread?.side ?? readActivity(opened, account === null))
  return statisticsOf(contents, activity)
}

/** A thread in which `analyzeActivity` runs with the same source and options. */
export interface ActivityThread {
  side: Promise<ActivitySide>
  /** Hands over the activity files that it does not read itself. */
  take(files: PackedFile[]): void
}

/** The part of the analysis that makes statistics of the activity files; `files` are those that the other thread has read. Throws as `analyzePackage`. */
export async function analyzeActivity(
  source: ByteSource,
  options: AnalysisOptions,
  files: Promise<PackedFile[]>,
): Promise<ActivitySide> {
  const opened = openPackage(source, options)
  const account = await readAccount(opened.files, opened.sections.accounts)
  const elsewhere = account === null ? undefined : { from: ownFilesOf(opened.sections), files }
  return readActivity(opened, account === null, elsewhere)
}

/** The gzip of the result database, as the client gets it. Throws PackageError result_too_large. */
export function resultOf(
  statistics: Statistics,
  { packageId, limits }: Pick<AnalysisOptions, 'packageId' | 'limits'>,
): Uint8Array<ArrayBuffer> {
  // Libdeflate: a tenth smaller than zlib, and faster.
  return gzipSync(writeSqlite(statistics, packageId, limits.resultBytesMax), { library: 'libdeflate' })
}
