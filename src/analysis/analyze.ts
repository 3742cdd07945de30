/** From an archive to the result database: the whole analysis, with no network and no server. */
import { gzipSync } from 'bun'
import { readAccount } from '../data-package/account.ts'
import type { ByteSource } from '../data-package/byte-source.ts'
import { type ActivitySide, readActivity } from './activity-side.ts'
import { readContents } from './contents-side.ts'
import { type AnalysisOptions, openPackage } from './open-package.ts'
import { type Statistics, statisticsOf } from './statistics.ts'
import { writeSqlite } from './write-sqlite.ts'

/**
 * Analyses a package into its statistics. Missing sections and broken records never throw. The activity may be analysed
 * elsewhere at the same time (`analyzeActivity` in another thread): both sides meet only here. On two cores that saves
 * the time of everything but the activity.
 * Throws PackageError for damaged or hostile archives, for packages without an owner, and above the limits.
 */
export async function analyzePackage(
  source: ByteSource,
  options: AnalysisOptions,
  activityElsewhere?: Promise<ActivitySide>,
): Promise<Statistics> {
  const opened = openPackage(source, options)
  const account = await readAccount(opened.reader, opened.sections.accounts, opened.limits)
  const contents = await readContents(opened, account)
  const activity = await (activityElsewhere ?? readActivity(opened, account === null))
  return statisticsOf(contents, activity)
}

/** The part of the analysis that reads the activity files: nearly all bytes of a package. Throws as `analyzePackage`. */
export async function analyzeActivity(source: ByteSource, options: AnalysisOptions): Promise<ActivitySide> {
  const opened = openPackage(source, options)
  const account = await readAccount(opened.reader, opened.sections.accounts, opened.limits)
  return readActivity(opened, account === null)
}

/** The gzip of the result database, as the client gets it. Throws PackageError result_too_large. */
export function resultOf(
  statistics: Statistics,
  { packageId, limits }: Pick<AnalysisOptions, 'packageId' | 'limits'>,
): Uint8Array<ArrayBuffer> {
  return gzipSync(writeSqlite(statistics, packageId, limits.resultBytesMax))
}
