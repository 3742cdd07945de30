/** Opens a package for analysis: its directory, its sections, and what both sides of the analysis share. */
import type { AnalysisLimits } from '../config/config.ts'
import { type Entry, openArchive } from '../data-package/archive.ts'
import type { ByteSource } from '../data-package/byte-source.ts'
import { MemberReader, checkOverlaps } from '../data-package/member.ts'
import { type ChannelFiles, type Sections, entriesOf, findSections } from '../data-package/sections.ts'
import { Budget } from './budget.ts'
import { type DateRange, dateRangeOf } from './date-range.ts'

export interface OpenPackage {
  reader: MemberReader
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
  /** Called about every MiB with inflated bytes: those that were read, and all of the package. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

/** Throws PackageError for what is no archive, or a damaged or hostile one. */
export function openPackage(source: ByteSource, { limits, today, onProgress }: AnalysisOptions): OpenPackage {
  const archive = openArchive(source, limits)
  const sections = readForward(findSections(archive.entries.toSorted(byName)))
  const used = entriesOf(sections)
  checkOverlaps(used)
  const totalBytes = used.reduce((sum, entry) => sum + entry.size, 0)
  let doneBytes = 0
  const reader = new MemberReader(archive, limits, (bytes) => {
    doneBytes += bytes
    onProgress?.(Math.min(doneBytes, totalBytes), totalBytes)
  })
  const budget = new Budget(limits.jobMemoryBytesMax)
  return { reader, sections, limits, budget, range: dateRangeOf(archive.lastModifiedDay, today) }
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
