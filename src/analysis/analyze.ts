/** The whole analysis, from an archive to the result database. It needs no network and no server. */
import { readAccount } from '../data-package/records/account.ts'
import type { ByteSource } from '../data-package/archive/byte-source.ts'
import type { TransferredFile } from '../data-package/records/transferred-records.ts'
import { encodeActivityFiles, ownFilesOf, workOf } from './thread-split.ts'
import { readActivity } from './activity-part.ts'
import type { AnalyzedActivity } from './analyzed-package.ts'
import { readContents } from './contents-part.ts'
import { collectGarbage, returnMemory } from '../platform/garbage.ts'
import {
  type ActivityPart,
  type AnalysisOptions,
  activityPartOf,
  openActivityPart,
  openPackage,
} from './open-package.ts'
import { type Result, resultOf } from './result/result.ts'
import { decodeColumns, encodeColumns } from './thread-transfer.ts'
import { writeSqlite } from './result/write-sqlite.ts'

/**
 * Analyzes a package. Missing sections and broken records never throw. The activity may be analyzed at the
 * same time in another thread (`analyzeActivity`); this thread then reads the last activity files for it.
 * `threadFor` returns that thread, or undefined if the package's work (`workOf`) is not worth one.
 * Throws PackageError for damaged or hostile archives, for packages without an owner and without content, and
 * for those that exceed a limit.
 */
export async function analyzePackage(
  source: ByteSource,
  options: AnalysisOptions,
  threadFor?: (work: number) => ActivityThread | undefined,
): Promise<Result> {
  const opened = openPackage(source, options)
  const activityThread = threadFor?.(workOf(opened.sections))
  const account = await readAccount(opened.files, opened.sections.accounts)
  const needsOwner = account === null
  const from = needsOwner ? opened.sections.activity.length : ownFilesOf(opened.sections)
  activityThread?.start({ ...activityPartOf(opened), needsOwner, from })
  const contents = await readContents(opened, account)
  collectGarbage()
  if (activityThread) activityThread.take(await encodeActivityFiles(opened, from))
  const transferred = await activityThread?.activity
  collectGarbage()
  const activity = transferred
    ? (decodeColumns(transferred) as AnalyzedActivity)
    : await readActivity(opened, needsOwner)
  return resultOf({ contents, activity })
}

/** The task of the activity thread. */
export interface ActivityTask extends ActivityPart {
  /** Whether the thread must find the package's owner. It then reads all files itself. */
  needsOwner: boolean
  /** The analysis thread reads the files from this index on and transfers their records. */
  from: number
}

/** A thread that runs `analyzeActivity` with the same source and options. */
export interface ActivityThread {
  /** The encoded result of the thread. */
  activity: Promise<unknown>
  start(task: ActivityTask): void
  /** Transfers the records of the activity files that the thread does not read itself. */
  take(files: TransferredFile[]): void
}

/**
 * Computes the statistics of the activity, and encodes them for the transfer. `files` are the files that the
 * analysis thread reads. Throws PackageError for damaged or hostile archives and for exceeded limits.
 */
export async function analyzeActivity(
  source: ByteSource,
  { needsOwner, from, ...part }: ActivityTask,
  options: AnalysisOptions,
  files: Promise<TransferredFile[]>,
): Promise<unknown> {
  return readActivity(openActivityPart(source, part, options), needsOwner, { from, files }, encodeColumns)
}

/** The bytes of the result database. Throws PackageError result_too_large. */
export function sqliteOf(
  result: Result,
  { packageId, limits }: Pick<AnalysisOptions, 'packageId' | 'limits'>,
): Uint8Array<ArrayBuffer> {
  returnMemory()
  const file = writeSqlite(result, packageId, limits.resultBytesMax)
  returnMemory()
  return file
}
