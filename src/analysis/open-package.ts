/**
 * Opens a package for analysis: its directory, its sections, and the facts that both parts of the analysis
 * share.
 */
import { TextMap } from '../data-package/records/text-map.ts'
import type { AnalysisLimits } from '../config/analysis-limits.ts'
import { type Entry, openArchive } from '../data-package/archive/archive.ts'
import type { ByteSource } from '../data-package/archive/byte-source.ts'
import { LooseSource } from '../data-package/archive/loose-files.ts'
import { JsonFiles } from '../data-package/records/json-file.ts'
import { MemberReader, checkOverlaps } from '../data-package/archive/member.ts'
import {
  type ChannelFiles,
  type Sections,
  entriesOf,
  findSections,
  noSections,
} from '../data-package/archive/sections.ts'
import { Budget, type SpentBytes } from './collections/budget.ts'
import { type DateRange, dateRangeOf } from './date-range.ts'
import { beginPackage, collectGarbage, collectGarbageAtTimes } from '../platform/garbage.ts'

export interface OpenPackage extends WholePackage {
  reader: MemberReader
  files: JsonFiles
  sections: Sections
  limits: AnalysisLimits
  budget: Budget
}

/** Facts about the whole package, shared by both parts. */
interface WholePackage {
  range: DateRange
  /** The inflated size of all sections. */
  totalBytes: number
}

export interface AnalysisOptions {
  packageId: string
  /** 'YYYY-MM-DD', UTC. An export cannot be of a later day; see date-range.ts. */
  today: string
  limits: AnalysisLimits
  /** The memory charged by both threads of a job. Without it, a new counter is created. */
  spent?: SpentBytes
  /** Called for each piece of a member, with the inflated bytes read so far and in total. */
  onProgress?: (doneBytes: number, totalBytes: number) => void
}

/** The memory that a directory entry without its name takes in all lists, as measured. */
const bytesPerEntry = 600

/** Throws PackageError unless the archive is intact and harmless. */
export function openPackage(source: ByteSource, options: AnalysisOptions): OpenPackage {
  beginPackage()
  const { limits, today } = options
  const budget = new Budget(limits.jobMemoryBytesMax, options.spent)
  const archive = source instanceof LooseSource ? source.directory(limits) : openArchive(source, limits)
  for (const { rawName } of archive.entries) budget.spend(bytesPerEntry + 3 * rawName.length)
  const sections = readForward(findSections(archive.entries.toSorted(byName)))
  const used = entriesOf(sections)
  checkOverlaps(used)
  const whole = {
    range: dateRangeOf(archive.lastModifiedDay, today),
    totalBytes: used.reduce((sum, entry) => sum + entry.size, 0),
  }
  return open(source, options, whole, sections, budget)
}

/**
 * What another thread needs in order to read the activity of a package, so that it need not read a directory
 * of thousands of entries again.
 */
export interface ActivityPart extends WholePackage {
  activity: Sections['activity']
}

/** The part of an open package that can be sent to another thread. */
export function activityPartOf({ sections, range, totalBytes }: OpenPackage): ActivityPart {
  return { activity: sections.activity, range, totalBytes }
}

/** Opens such a part in the other thread, with the same source and options. */
export function openActivityPart(
  source: ByteSource,
  { activity, ...whole }: ActivityPart,
  options: AnalysisOptions,
): OpenPackage {
  beginPackage()
  const budget = new Budget(options.limits.jobMemoryBytesMax, options.spent)
  return open(source, options, whole, { ...noSections(), activity }, budget)
}

function open(
  source: ByteSource,
  { limits, onProgress }: AnalysisOptions,
  whole: WholePackage,
  sections: Sections,
  budget: Budget,
): OpenPackage {
  const { totalBytes } = whole
  let doneBytes = 0
  const reader = new MemberReader(source, limits, (bytes) => {
    collectGarbageAtTimes()
    doneBytes += bytes
    onProgress?.(Math.min(doneBytes, totalBytes), totalBytes)
  })
  const files = new JsonFiles(reader, limits, budget)
  collectGarbage()
  return { ...whole, reader, files, sections, limits, budget }
}

/**
 * Sorts channels by their position in the archive. This does not change the result: it avoids jumps between
 * thousands of small files, because a spool decrypts a block of 1 MiB for every jump.
 */
function readForward(sections: Sections): Sections {
  const offsetOf = ({ descriptions, messages }: ChannelFiles) =>
    Math.min(...[...descriptions, ...messages].map((entry) => entry.headerOffset))
  const channels = [...sections.channels].map((channel) => ({ channel, offset: offsetOf(channel[1]) }))
  channels.sort((one, other) => one.offset - other.offset)
  return { ...sections, channels: new TextMap(channels.map(({ channel }) => channel)) }
}

/**
 * Sorts entries by name. Where several files contain the same data, the first one counts, and which one that
 * is must not depend on the order in the archive.
 */
function byName(one: Entry, other: Entry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0
}
