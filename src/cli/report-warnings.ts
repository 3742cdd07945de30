/** Warnings that a reader needs before trusting the numbers of a report, with advice. */
import { isActivityFolder } from '../data-package/archive/activity-folders.ts'
import type { Report } from './read-report.ts'
import { counted, formatCount } from './report-text.ts'

/** At most this many gaps are listed individually. */
const gapsShown = 5
/** Sources in `coverage` that are tables of the result, and so have no files in the package. */
export const madeOfEvents: { readonly [source: string]: string } = {
  voice_sessions: 'voice sessions',
  sessions: 'sessions',
  games: 'games',
  devices: 'devices',
  words: 'different words',
  server_timeline: 'joined and left servers',
  tracking_gaps: 'gaps',
}
const unknownOwnerId = '0'

type Source = Report['coverage'][number]

/** Reason in `coverage` → its meaning for the source, and advice. */
const reasons: { readonly [reason: string]: (source: Source) => string } = {
  unusable_files: ({ source }) =>
    `${source}: files are in an unknown format and could not be used. If another program has changed them, use the package as Discord sent it.`,
  mostly_unusable: ({ source, broken, undated, lines }) =>
    `${source}: ${formatCount(broken + undated)} of ${formatCount(lines)} records could not be used (unknown format, or no usable time). Use the package as Discord sent it.`,
  too_long: ({ source, leftOut }) =>
    `${namedCount(source, leftOut)} left out as too long: over 24 hours${source === 'voice_sessions' ? ', or over 7 days if Discord recorded the length' : ''}.`,
  too_many: ({ source, used, leftOut }) =>
    source === 'words'
      ? `At least ${namedCount(source, leftOut)} left out: the result keeps ${formatCount(used)}.`
      : `${namedCount(source, leftOut)} left out: the result keeps ${formatCount(used)}.`,
}

/** "1 session", "2 sessions". */
function namedCount(source: string, count: number): string {
  return counted(count, (madeOfEvents[source] ?? source).replace(/s$/, ''))
}

export function warningsOf(report: Report): string[] {
  return [...ownerWarnings(report), ...sourceWarnings(report), ...gapWarnings(report)]
}

const noActivity =
  'The package has no activity: calls, sessions and reactions are unknown. Select "Activity" when you request the next one from Discord.'
const nothingCounted =
  'The activity of the package contains no event that is counted by hour, and no session: see Coverage for what it contains.'

function ownerWarnings({ owner, isPartial, coverage }: Report): string[] {
  const hasLines = coverage.some(({ source, lines }) => isActivityFolder(source) && lines > 0)
  return [
    ...(owner.id === unknownOwnerId
      ? [
          'Nothing in the package identifies its owner: direct messages are counted by channel, not by person.',
        ]
      : []),
    ...(isPartial ? [hasLines ? nothingCounted : noActivity] : []),
  ]
}

function sourceWarnings({ coverage }: Report): string[] {
  const missing = coverage
    .filter(({ files, source }) => files === 0 && !(source in madeOfEvents))
    .map(({ source }) => source)
  const broken = coverage.filter(({ broken, reasons }) => broken > 0 && !reasons.includes('mostly_unusable'))
  return [
    ...(missing.length > 0 ? [`Not in the package: ${missing.join(', ')}.`] : []),
    ...broken.map(
      ({ source, broken }) =>
        `${source}: ${counted(broken, isActivityFolder(source) ? 'line' : 'record')} could not be read.`,
    ),
    ...coverage.flatMap((source) => source.reasons.map((reason) => reasons[reason]?.(source) ?? reason)),
  ]
}

function gapWarnings({ gaps }: Report): string[] {
  const merged = together(gaps).sort((one, other) => other.messages - one.messages)
  return [
    ...merged.slice(0, gapsShown).map(({ sources, reason, firstDay, lastDay, messages }) => {
      const names = sources.join(', ')
      const what =
        reason === 'turned_off'
          ? `"${names}" was turned off`
          : `${names} ${sources.length === 1 ? 'has' : 'have'} no line`
      const meanwhile =
        messages > 0 ? `you wrote ${counted(messages, 'message')} meanwhile` : 'no messages meanwhile'
      const when = firstDay === lastDay ? `on ${firstDay}` : `from ${firstDay} to ${lastDay ?? 'the end'}`
      return `${what} ${when} (${meanwhile}).`
    }),
    ...(merged.length > gapsShown ? [`And ${counted(merged.length - gapsShown, 'more such gap')}.`] : []),
  ]
}

/** Combines folders without a line in the same period into one gap. Privacy controls are not combined. */
function together(gaps: Report['gaps']): (Omit<Report['gaps'][number], 'source'> & { sources: string[] })[] {
  const groups = Map.groupBy(gaps, ({ source, reason, firstDay, lastDay }) =>
    [reason, firstDay, lastDay, reason === 'turned_off' ? source : ''].join('\0'),
  )
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    sources: [...new Set(group.map(({ source }) => source))],
  }))
}
