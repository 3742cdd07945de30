/** From an archive to the result database: the whole analysis, with no network and no server. */
import { gzipSync } from 'bun'
import type { AnalysisLimits } from '../config.ts'
import { openArchive } from '../data-package/archive.ts'
import type { ByteSource } from '../data-package/byte-source.ts'
import { MemberReader, checkOverlaps } from '../data-package/member.ts'
import { entriesOf, findSections } from '../data-package/sections.ts'
import { readActivity } from './activity-side.ts'
import { Budget } from './budget.ts'
import { readContents } from './contents-side.ts'
import { dateRangeOf } from './date-range.ts'
import { type Statistics, statisticsOf } from './statistics.ts'
import { writeSqlite } from './write-sqlite.ts'

export interface AnalysisOptions {
  packageId: string
  /** 'YYYY-MM-DD', UTC: no package tells of later days. */
  today: string
  limits: AnalysisLimits
  /** Called about every MiB with inflated bytes: those that were read and all that will be. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

/**
 * Analyses a package into its statistics. Missing sections and broken records never throw.
 * Throws PackageError for damaged or hostile archives, for packages without an owner, and above the limits.
 */
export async function analyzePackage(source: ByteSource, options: AnalysisOptions): Promise<Statistics> {
  const { limits, today, onProgress } = options
  const archive = openArchive(source, limits)
  const sections = findSections(archive.entries)
  const used = entriesOf(sections)
  checkOverlaps(used)
  const totalBytes = used.reduce((sum, entry) => sum + entry.size, 0)
  let doneBytes = 0
  const reader = new MemberReader(archive, limits, (bytes) => {
    doneBytes += bytes
    onProgress?.(Math.min(doneBytes, totalBytes), totalBytes)
  })
  const budget = new Budget(limits.jobMemoryBytesMax)
  const shared = { limits, budget, range: dateRangeOf(archive.lastModifiedDay, today) }
  const contents = await readContents(reader, sections, shared)
  const activity = await readActivity(reader, sections, { ...shared, needsOwner: contents.account === null })
  return statisticsOf(contents, activity)
}

/** Analyses a package into the gzip of its result database, as the client gets it. Throws as `analyzePackage`. */
export async function analyzeToGzip(
  source: ByteSource,
  options: AnalysisOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const statistics = await analyzePackage(source, options)
  return gzipSync(
    writeSqlite(statistics, options.packageId, options.limits.resultBytesMax) as Uint8Array<ArrayBuffer>,
  )
}
