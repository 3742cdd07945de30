/** What a reader must know before believing the numbers of a report, and what to do about it. */
import type { Report } from './read-report.ts'
import { formatCount } from './report-text.ts'

/** Gaps that are told one by one. */
const gapsShown = 5
/**
 * Sources that are made of events and have no files of their own: sessions, and tables that had to be cut.
 */
export const madeOfEvents: { readonly [source: string]: string } = {
  voice_sessions: 'voice sessions',
  sessions: 'sessions',
  games: 'games',
  devices: 'devices',
  server_timeline: 'joined and left servers',
  tracking_gaps: 'gaps',
}
const activityFolders = new Set(['analytics', 'modeling', 'reporting', 'tns'])
const unknownOwnerId = '0'

type Source = Report['coverage'][number]

/** Reason in `coverage` → what it means for the source, and what to do. */
const reasons: { readonly [reason: string]: (source: Source) => string } = {
  unusable_files: ({ source }) =>
    `${source}: files could not be used, since they are in no known form. If another program saved them again, take the package as Discord sent it.`,
  mostly_unusable: ({ source, broken, undated, lines }) =>
    `${source}: ${formatCount(broken + undated)} of ${formatCount(lines)} records could not be used (unknown form, or no usable time). Take the package as Discord sent it.`,
  too_long: ({ source, leftOut }) =>
    `${formatCount(leftOut)} ${madeOfEvents[source] ?? source} left out as too long: over 24 hours, or over 7 days where Discord told the length.`,
  too_many: ({ source, used, leftOut }) =>
    `${formatCount(leftOut)} ${madeOfEvents[source] ?? source} left out: the result keeps ${formatCount(used)}.`,
}

export function warningsOf(report: Report): string[] {
  return [...ownerWarnings(report), ...sourceWarnings(report), ...gapWarnings(report)]
}

const noActivity =
  'The package has no activity: only messages are counted. Tick "Activity" when you ask Discord for the next one.'
const nothingCounted =
  'The activity of the package tells of nothing that is counted by hour, and of no session: see what it has under Coverage.'

function ownerWarnings({ owner, isPartial, coverage }: Report): string[] {
  const hasLines = coverage.some(({ source, lines }) => activityFolders.has(source) && lines > 0)
  return [
    ...(owner.id === unknownOwnerId
      ? ['Nothing in the package tells whose it is: direct messages are told by channel, not by person.']
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
    ...broken.map(({ source, broken }) => `${source}: ${formatCount(broken)} could not be read.`),
    ...coverage.flatMap((source) => source.reasons.map((reason) => reasons[reason]?.(source) ?? reason)),
  ]
}

function gapWarnings({ gaps }: Report): string[] {
  const told = gaps.toSorted((one, other) => other.messages - one.messages).slice(0, gapsShown)
  return [
    ...told.map(({ source, reason, firstDay, lastDay, messages }) => {
      const what =
        reason === 'turned_off'
          ? `"${source}" was turned off`
          : `${activityFolders.has(source) ? `${source} has no line` : source}`
      const meanwhile =
        messages > 0 ? `you wrote ${formatCount(messages)} messages meanwhile` : 'no messages meanwhile'
      return `${what} from ${firstDay} to ${lastDay ?? 'the end'} (${meanwhile}).`
    }),
    ...(gaps.length > told.length ? [`And ${formatCount(gaps.length - told.length)} more such gaps.`] : []),
  ]
}
