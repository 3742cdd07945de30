/** Formats the main numbers of a result database for people or programs. */
import { type Report, type TopKind, readReport } from './read-report.ts'
import { counted, formatCount, formatMinutes, formatMoney, plainText, rowsOf } from './report-text.ts'
import { activityFolders } from '../data-package/archive/activity-folders.ts'
import { madeOfEvents, warningsOf } from './report-warnings.ts'

export const reportFormats = ['text', 'json'] as const
export type ReportFormat = (typeof reportFormats)[number]

/**
 * The report on a SQLite file, with a final newline. Days and hours are in the given time zone. All text from
 * a package is untrusted, including currencies and operating systems.
 */
export function reportOn(sqliteFile: Uint8Array, format: ReportFormat, zone = 'UTC'): string {
  const json = JSON.stringify(readReport(sqliteFile, zone), plainText, 2)
  return format === 'json' ? `${json}\n` : describe(JSON.parse(json) as Report)
}

/** Kind of a top-five list → its title and the format of its counts. */
const tops: { [Kind in TopKind]: [title: string, format: (count: number) => string] } = {
  servers: ['Servers by messages', formatCount],
  channels: ['Channels by messages', formatCount],
  people: ['People by messages', formatCount],
  calls: ['Calls by person', formatMinutes],
  groupCalls: ['Group calls (who took part is not known)', formatMinutes],
  voiceServers: ['Voice by server', formatMinutes],
  reactions: ['Reactions', formatCount],
  words: ['Words by messages', formatCount],
  emoji: ['Emoji by messages', formatCount],
  games: ['Games by time played', formatMinutes],
  gameDays: ['Games by days with a start', (days) => counted(days, 'day')],
  systems: ['Systems by time in the app', formatMinutes],
}
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function describe(report: Report): string {
  const { owner, firstDay, lastDay } = report
  const period = firstDay === null ? 'no activity' : `${firstDay} to ${lastDay}`
  const warnings = warningsOf(report)
  return [
    `${owner.name} (${owner.id}), ${period}`,
    '',
    ...rowsOf(totalsOf(report)),
    '',
    ...timesOf(report),
    ...Object.keys(tops).flatMap((kind) => topOf(report, kind as TopKind)),
    'Coverage (used: lines that a number comes from; most activity lines are about clicks, which are not counted)',
    ...rowsOf(report.coverage.map((source) => [nameOf(source.source), describeSource(source)])),
    ...(warnings.length === 0 ? [] : ['', 'Warnings', ...warnings.map((warning) => `  ${warning}`)]),
    '',
  ].join('\n')
}

const notThere = 'not in the package'

/** A number whose source is missing is unknown, not 0. */
function totalsOf(report: Report): [string, string][] {
  const { totals, payments } = report
  const files = report.coverage.find(({ source }) => source === 'messages')
  const hasMessages = totals.messages > 0 || (files !== undefined && files.files > 0)
  const isUnreadable = totals.messages === 0 && files !== undefined && files.reasons.length > 0
  const hasServers = totals.servers > 0 || hasMessages || hasFiles(report, 'servers')
  const hasActivity = hasLines(report, activityFolders)
  const rows: [name: string, value: string, isShown?: boolean][] = [
    [
      'Messages',
      isUnreadable
        ? 'none usable, see the warnings'
        : hasMessages
          ? `${formatCount(totals.messages)}, ${formatCount(totals.directMessages)} of them direct`
          : notThere,
    ],
    [
      'Words, attachments',
      [totals.words, totals.attachments].map(formatCount).join(', '),
      totals.messages > 0,
    ],
    [
      'Deleted again',
      `${formatCount(totals.deletedMessages)} of ${formatCount(totals.sentMessages)} in the activity that could be checked`,
      totals.sentMessages > 0,
    ],
    ['Servers', formatCount(totals.servers), hasServers],
    ['Channels, people', [totals.channels, totals.people].map(formatCount).join(', '), hasMessages],
    ...(hasActivity ? activityTotalsOf(report) : [['Activity', notThere] as [string, string]]),
    ...payments.map(({ currency, exponent, count, total }): [string, string] => [
      'Paid',
      `${formatMoney({ amount: total, currency, exponent })} in ${counted(count, 'payment')}`,
    ]),
  ]
  return rows.filter(([, , isShown]) => isShown !== false).map(([name, value]) => [name, value])
}

function activityTotalsOf({ totals }: Report): [name: string, value: string, isShown?: boolean][] {
  return [
    [
      'Servers joined, left',
      [totals.serversJoined, totals.serversLeft].map(formatCount).join(', '),
      totals.serversJoined + totals.serversLeft > 0,
    ],
    ['Reactions, commands', [totals.reactions, totals.commands].map(formatCount).join(', ')],
    ['App opened', formatCount(totals.appStarts)],
    ['Sessions', `${formatCount(totals.sessions)}, ${formatMinutes(totals.sessionMinutes)}`],
    ['Voice', `${counted(totals.voiceSessions, 'voice session')}, ${formatMinutes(totals.voiceMinutes)}`],
    [
      'Own streams',
      `${formatCount(totals.streams)}, ${formatMinutes(totals.streamMinutes)}`,
      totals.streams > 0,
    ],
  ]
}

function hasFiles({ coverage }: Report, wanted: string): boolean {
  return coverage.some(({ source, files }) => source === wanted && files > 0)
}

function hasLines({ coverage }: Report, sources: readonly string[]): boolean {
  return coverage.some(({ source, lines }) => lines > 0 && sources.includes(source))
}

/** When messages are written, in the report's time zone. */
function timesOf({ totals, zone, messagesByHour, messagesByWeekday }: Report): string[] {
  if (totals.messages === 0) return []
  const hour = indexOfMost(messagesByHour)
  const weekday = indexOfMost(messagesByWeekday)
  const shareOf = (count: number) => `${Math.round((100 * count) / totals.messages)} %`
  return [
    `Most messages (time of ${zone})`,
    ...rowsOf([
      ['Hour', `${hour}:00 to ${(hour + 1) % 24}:00, ${shareOf(messagesByHour[hour]!)}`],
      ['Day', `${weekdays[weekday]}, ${shareOf(messagesByWeekday[weekday]!)}`],
    ]),
    '',
  ]
}

function indexOfMost(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts))
}

function topOf(report: Report, kind: TopKind): string[] {
  const rows = report.top[kind]
  if (rows.length === 0) return []
  const [title, format] = tops[kind]
  const cells = rows.map(({ name, count, isEstimate }): [string, string] => [
    name,
    `${isEstimate ? '≈ ' : ''}${format(count)}`,
  ])
  const note = kind === 'words' || kind === 'emoji' ? `, ${readingOf(report)}` : ''
  return [`${title}${note}`, ...rowsOf(cells), '']
}

/** The messages from which words and emoji were counted. */
function readingOf({ texts: { messages, read, oneIn } }: Report): string {
  if (oneIn === 1) return `exact: all ${formatCount(read)} messages were read`
  return `estimated: one message in ${oneIn} was read, ${formatCount(read)} of ${formatCount(messages)}`
}

function nameOf(source: string): string {
  return madeOfEvents[source] ?? source
}

/** The note on unused payments. */
const notPaid = ' (the others may be refunded, not completed, or not in money)'

function describeSource(source: Report['coverage'][number]): string {
  const { files, lines, used, duplicates, undated, leftOut, firstDay, lastDay } = source
  const isMadeOfEvents = source.source in madeOfEvents
  if (isMadeOfEvents ? lines === 0 : files === 0) return isMadeOfEvents ? 'none' : 'missing'
  return [
    ...(isMadeOfEvents ? [] : [counted(files, 'file')]),
    `${formatCount(used)} of ${formatCount(lines)} used${source.source === 'payments' && used < lines ? notPaid : ''}`,
    ...(duplicates > 0 ? [`${formatCount(duplicates)} already counted`] : []),
    ...(undated > 0 ? [`${formatCount(undated)} without a date`] : []),
    ...(leftOut > 0 ? [`${formatCount(leftOut)} left out`] : []),
    ...(firstDay === null ? [] : [`${firstDay} to ${lastDay}`]),
  ].join(', ')
}
