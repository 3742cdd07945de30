/** Opens a package for analysis: its directory, its sections, and what both sides of the analysis share. */
import type { AnalysisLimits } from '../config/config.ts'
import { type Entry, openArchive } from '../data-package/archive.ts'
import type { ByteSource } from '../data-package/byte-source.ts'
import { JsonFiles } from '../data-package/json-file.ts'
import { MemberReader, checkOverlaps } from '../data-package/member.ts'
import { type ChannelFiles, type Sections, entriesOf, findSections } from '../data-package/sections.ts'
import { Budget, type SpentBytes } from './budget.ts'
import { type DateRange, dateRangeOf } from './date-range.ts'

export interface OpenPackage {
  reader: MemberReader
  files: JsonFiles
  sections: Sections
  limits: AnalysisLimits
  range: DateRange
  budget: Budget
}

export interface AnalysisOptions {
  packageId: string
  /** 'YYYY-MM-DD', UTC: no package tells of later days. */
  today: string
  limits: AnalysisLimits
  /** What both threads of a job have spent of its memory; of their own when not given. */
  spent?: SpentBytes
  /** Called about every MiB with inflated bytes: those that were read, and all of the package. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

/** An entry of the directory in all lists that it stands in, besides its name; measured. */
const bytesPerEntry = 600

/** Throws PackageError for what is no archive, or a damaged or hostile one. */
export function openPackage(source: ByteSource, options: AnalysisOptions): OpenPackage {
  const { limits, today, onProgress } = options
  const budget = new Budget(limits.jobMemoryBytesMax, options.spent)
  const archive = openArchive(source, limits)
  for (const { rawName } of archive.entries) budget.spend(bytesPerEntry + 3 * rawName.length)
  const sections = readForward(findSections(archive.entries.toSorted(byName)))
  const used = entriesOf(sections)
  checkOverlaps(used)
  const totalBytes = used.reduce((sum, entry) => sum + entry.size, 0)
  let doneBytes = 0
  const reader = new MemberReader(archive, limits, (bytes) => {
    doneBytes += bytes
    onProgress?.(Math.min(doneBytes, totalBytes), totalBytes)
  })
  const files = new JsonFiles(reader, limits, budget)
  return { reader, files, sections, limits, budget, range: dateRangeOf(archive.lastModifiedDay, today) }
}

/**
 * Channels in the order of their bytes, which makes no difference to the result: a spool decrypts a block of 1 MiB for
 * each step that leads elsewhere, and there are thousands of small files.
 */
function readForward(sections: Sections): Sections {
  const offsetOf = ({ descriptions, messages }: ChannelFiles) =>
    Math.min(...[...descriptions, ...messages].map((entry) => entry.headerOffset))
  const channels = [...sections.channels].sort(([, one], [, other]) => offsetOf(one) - offsetOf(other))
  return { ...sections, channels: new Map(channels) }
}

/** Of what a package says twice the first counts: entries in the order of their names, whatever order the archive has. */
function byName(one: Entry, other: Entry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0
}
