/** What each source of a package holds, and what became of it. */
import { activityFolders } from '../../data-package/archive/sections.ts'
import { dayOf, hourMs } from '../../instant.ts'
import type { AnalyzedContents, AnalyzedPackage } from '../analyzed-package.ts'
import type { FileCoverage } from './coverage-meter.ts'
import { paymentsOf } from './payments.ts'
import type { Statistic } from './statistic.ts'

/** What became of one source: a folder of the activity, or a section. */
interface SourceCoverage {
  source: string
  files: number
  /** Lines or records. */
  lines: number
  used: number
  duplicates: number
  broken: number
  undated: number
  /** 'YYYY-MM-DD'; null when nothing was used, and for sections without dates. */
  firstDay: string | null
  lastDay: string | null
}

export const coverage: Statistic = {
  name: 'coverage',
  source: 'all of it',
  means: 'Files and lines of each source, and what became of them.',
  limits:
    'Lines of events that nobody counts are looked at only at both ends: a broken one may pass as whole.',
  tables: [
    {
      name: 'coverage',
      rowPer: 'source',
      sql: `CREATE TABLE coverage (
  source TEXT NOT NULL PRIMARY KEY,
  is_present INTEGER NOT NULL,      -- 1 when the package has a file of it
  file_count INTEGER NOT NULL,
  line_count INTEGER NOT NULL,      -- lines of the activity that are not blank; messages, payments, files
  used_count INTEGER NOT NULL,      -- those that are in the statistics; of the activity a tenth, most tells of clicks
  duplicate_count INTEGER NOT NULL, -- told before, by another file or line
  broken_count INTEGER NOT NULL,    -- could not be read
  undated_count INTEGER NOT NULL,   -- without a usable time, or before Discord or after the export
  first_day TEXT,                   -- of the used ones
  last_day TEXT
) WITHOUT ROWID`,
      rows: (analyzed) =>
        sourcesOf(analyzed).map((source) => [
          source.source,
          source.files > 0 ? 1 : 0,
          ...[source.files, source.lines, source.used, source.duplicates, source.broken, source.undated],
          ...[source.firstDay, source.lastDay],
        ]),
    },
  ],
}

function sourcesOf({ contents, activity }: AnalyzedPackage): SourceCoverage[] {
  const filesOf = (folder: string) => activity.coverage.filter((file) => file.folder === folder)
  return [...activityFolders.map((folder) => coverageOf(folder, filesOf(folder))), ...sectionsOf(contents)]
}

function coverageOf(source: string, files: readonly FileCoverage[]): SourceCoverage {
  const sum = (field: 'lines' | 'used' | 'duplicates' | 'broken' | 'undated') =>
    files.reduce((total, file) => total + file[field], 0)
  const days = files.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).filter((day) => day !== null)
  days.sort()
  return {
    source,
    files: files.length,
    lines: sum('lines'),
    used: sum('used'),
    duplicates: sum('duplicates'),
    broken: sum('broken'),
    undated: sum('undated'),
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
  }
}

function sectionsOf(contents: AnalyzedContents): SourceCoverage[] {
  const { coverage, files, paymentRecords } = contents
  const payments = paymentsOf(paymentRecords)
  const { messages: used, duplicates, broken, undated } = coverage
  const nothing = { duplicates: 0, broken: 0, undated: 0, firstDay: null, lastDay: null }
  const { hours } = contents.counts
  const dayOfHour = (hour: number) => (hours.length === 0 ? null : dayOf(hour * hourMs))
  const firstHour = hours.reduce((first, hour) => Math.min(first, hour), Infinity)
  const lastHour = hours.reduce((last, hour) => Math.max(last, hour), -Infinity)
  const days = payments.map(({ day }) => day).sort()
  const isAccountRead = contents.account ? 1 : 0
  return [
    {
      ...{ source: 'account', files: files.account, lines: files.account },
      ...nothing,
      used: isAccountRead,
    },
    {
      ...{ source: 'messages', files: coverage.files, lines: used + duplicates + broken + undated },
      ...{ used, duplicates, broken, undated },
      ...{ firstDay: dayOfHour(firstHour), lastDay: dayOfHour(lastHour) },
    },
    {
      ...{ source: 'payments', files: files.payments, lines: paymentRecords.length, used: payments.length },
      ...nothing,
      ...{ firstDay: days[0] ?? null, lastDay: days.at(-1) ?? null },
    },
    { ...{ source: 'servers', files: files.servers, lines: files.servers }, ...nothing, used: files.servers },
  ]
}
