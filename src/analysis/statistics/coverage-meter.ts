/** Notes what became of the lines of each activity file. */
import type { LineCounts } from '../../data-package/records/activity-record.ts'
import type { ActivityFolder } from '../../data-package/archive/sections.ts'
import { dayMs, dayOf } from '../../instant.ts'

/** What became of the lines of one activity file. */
export interface FileCoverage {
  folder: ActivityFolder
  lines: number
  /** Lines that went into the result. */
  used: number
  /** Lines of a wanted type that another line had told already. */
  duplicates: number
  /** Lines that are no JSON object, or too long. */
  broken: number
  /** Lines of a wanted type without a usable time, or with one before Discord or after the export. */
  undated: number
  /** Days of the first and last used line, 'YYYY-MM-DD'; null when none was used. */
  firstDay: string | null
  lastDay: string | null
}

/** Collects the coverage of one file. */
export class CoverageMeter {
  duplicates = 0
  undated = 0
  private used = 0
  private firstMs = Infinity
  private lastMs = -Infinity

  /** The numbers of the days with a used line are added to `days`. */
  constructor(
    private readonly folder: ActivityFolder,
    private readonly days: Set<number>,
  ) {}

  use(atMs: number): void {
    this.used++
    this.days.add(Math.floor(atMs / dayMs))
    if (atMs < this.firstMs) this.firstMs = atMs
    if (atMs > this.lastMs) this.lastMs = atMs
  }

  result({ lines, broken }: LineCounts): FileCoverage {
    const { folder, used, duplicates, undated } = this
    const days =
      used > 0
        ? { firstDay: dayOf(this.firstMs), lastDay: dayOf(this.lastMs) }
        : { firstDay: null, lastDay: null }
    return { folder, lines, used, duplicates, broken, undated, ...days }
  }
}
