/** The output of the commands `admin …` for people. */
import { sizeText } from './size-text.ts'
import type { PackageSummary, Stats } from '../queue/admin.ts'

/** A table with one line per package. */
export function formatList(packages: PackageSummary[]): string {
  if (packages.length === 0) return 'no packages'
  const rows = packages.map(({ packageId, state, isPremium, createdAt, ...rest }) => [
    packageId,
    state,
    isPremium ? 'premium' : 'standard',
    createdAt,
    noteOn(rest),
  ])
  return table([['PACKAGE', 'STATE', 'QUEUE', 'SUBMITTED', 'NOTE'], ...rows])
}

/** Every field on a line of its own. */
export function formatPackage(summary: PackageSummary): string {
  return table(Object.entries(summary).map(([name, value]) => [name, value === null ? '-' : String(value)]))
}

/** The counts, and the errors by detail. */
export function formatStats(stats: Stats): string {
  const { longestWaitSeconds, errors } = stats
  const wait = longestWaitSeconds === null ? '' : `, the longest for ${longestWaitSeconds} s`
  return table([
    ['waiting', `${stats.waiting} (${stats.waitingPremium} premium${wait})`],
    ['running', String(stats.running)],
    ['processed', `${stats.processed} (${sizeText(stats.resultBytes)})`],
    ['errored', String(stats.errored)],
    ...Object.entries(errors).map(([detail, count]) => [`  ${detail}`, String(count)]),
    ['legacy', `${stats.legacy} imported, not yet fetched`],
    ['database', sizeText(stats.databaseBytes)],
  ])
}

function noteOn({
  errorDetail,
  progress,
  resultBytes,
  attempts,
}: Pick<PackageSummary, 'errorDetail' | 'progress' | 'resultBytes' | 'attempts'>): string {
  if (errorDetail !== null) return errorDetail
  if (resultBytes !== null) return sizeText(resultBytes)
  return [progress > 0 && `${progress} %`, attempts > 1 && `attempt ${attempts}`].filter(Boolean).join(', ')
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
