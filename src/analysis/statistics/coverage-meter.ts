/** Counts how many lines of each activity file were usable. */
import type { LineCounts } from '../../data-package/records/activity-record.ts'
import type { ActivityFolder } from '../../data-package/archive/activity-folders.ts'
import { dayMs } from '../../instant.ts'
import { type DateRange, isWithin } from '../date-range.ts'

/** The line counts of one activity file. */
export interface FileCoverage {
  folder: ActivityFolder
  lines: number
  /** Lines that the statistics read: of a wanted type, with a valid time, each once. */
  used: number
  /** Lines of a wanted type that repeat an earlier one. */
  duplicates: number
  /** Lines that exceed the length limit, and lines that were found not to be a JSON object. */
  broken: number
  /**
   * Lines of a wanted type without a valid time, or with a time before Discord's launch or after the export.
   */
  undated: number
  /** Days with a line of any type within the date range, as days since 1970 in ascending order. */
  days: number[]
}

/** Collects the coverage of one file. */
export class CoverageMeter {
  used = 0
  duplicates = 0
  undated = 0

  constructor(
    private readonly folder: ActivityFolder,
    private readonly range: DateRange,
  ) {}

  result({ lines, broken, days }: LineCounts): FileCoverage {
    const { folder, used, duplicates, undated, range } = this
    const isInRange = (day: number) => isWithin(range, day * dayMs)
    return { folder, lines, used, duplicates, broken, undated, days: days.filter(isInRange) }
  }
}
