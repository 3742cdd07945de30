/** The whole analysis, from an archive to the result database, without network or server. */
import { readAccount } from '../data-package/records/account.ts'
import type { ByteSource } from '../data-package/archive/byte-source.ts'
import type { PackedFile } from '../data-package/records/transferred-records.ts'
import { ownFilesOf, packActivity } from './thread-split.ts'
import { readActivity } from './activity-part.ts'
import type { AnalyzedActivity } from './analyzed-package.ts'
import { readContents } from './contents-part.ts'
import { collectGarbage } from '../platform/garbage.ts'
import {
  type ActivityPart,
  type AnalysisOptions,
  activityPartOf,
  openActivityPart,
  openPackage,
} from './open-package.ts'
import { type Result, resultOf } from './result/result.ts'
import { packed, unpacked } from './thread-transfer.ts'
import { writeSqlite } from './result/write-sqlite.ts'

/**
 * Analyzes a package into its result. Missing sections and broken records never throw. The activity may be
 * analyzed elsewhere at the same time (`analyzeActivity` in another thread); this thread then helps with its
 * last files. Throws PackageError for damaged or hostile archives, for packages without an owner, and above
 * the limits.
 */
export async function analyzePackage(
  source: ByteSource,
  options: AnalysisOptions,
  activityThread?: ActivityThread,
): Promise<Result> {
  const opened = openPackage(source, options)
  const account = await readAccount(opened.files, opened.sections.accounts)
  const needsOwner = account === null
  const from = needsOwner ? opened.sections.activity.length : ownFilesOf(opened.sections)
  activityThread?.start({ ...activityPartOf(opened), needsOwner, from })
  const contents = await readContents(opened, account)
  collectGarbage()
  if (activityThread) activityThread.take(await packActivity(opened, from))
  const transferred = await activityThread?.activity
  collectGarbage()
  const activity = transferred
    ? (unpacked(transferred) as AnalyzedActivity)
    : await readActivity(opened, needsOwner)
  return resultOf({ contents, activity })
}

/** The work of the activity thread. */
export interface ActivityTask extends ActivityPart {
  /** Whether it must find the package's owner; then it reads all files itself. */
  needsOwner: boolean
  /** The files from this number on are read for it by the analysis thread. */
  from: number
}

/** A thread in which `analyzeActivity` runs with the same source and options. */
export interface ActivityThread {
  /** Its results, encoded. */
  activity: Promise<unknown>
  start(task: ActivityTask): void
  /** Transfers the activity files that it does not read itself. */
  take(files: PackedFile[]): void
}

/**
 * The part of the analysis that computes the event statistics; `files` are those read by the other thread.
 * Throws like `analyzePackage`.
 */
export async function analyzeActivity(
  source: ByteSource,
  { needsOwner, from, ...part }: ActivityTask,
  options: AnalysisOptions,
  files: Promise<PackedFile[]>,
): Promise<unknown> {
  const activity = await readActivity(openActivityPart(source, part, options), needsOwner, { from, files })
  const transferred = packed(activity)
  collectGarbage()
  return transferred
}

/** The bytes of the result database. Throws PackageError result_too_large. */
export function sqliteOf(
  result: Result,
  { packageId, limits }: Pick<AnalysisOptions, 'packageId' | 'limits'>,
): Uint8Array<ArrayBuffer> {
  collectGarbage()
  const file = writeSqlite(result, packageId, limits.resultBytesMax)
  collectGarbage()
  return file
}
