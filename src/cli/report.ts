/** Tells the numbers of a result database to people, or to programs. */
import { type Report, readReport } from './read-report.ts'

export const reportFormats = ['text', 'json'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The report on a SQLite file, with a final newline. */
export function reportOn(sqliteFile: Uint8Array, format: ReportFormat): string {
  // Every text of a package comes from strangers, whatever it is: currencies and systems as well as names.
  const json = JSON.stringify(readReport(sqliteFile), plainText, 2)
  return format === 'json' ? `${json}\n` : describe(JSON.parse(json) as Report)
}

const topTitles: { [Kind in keyof Report['top']]: string } = {
  servers: 'Servers by messages',
  channels: 'Channels by messages',
  people: 'People by messages',
  calls: 'Calls by minutes',
  reactions: 'Reactions',
  words: 'Words by messages',
  emoji: 'Emoji by messages',
  games: 'Games by minutes',
}
/** Gaps that are told one by one. */
const gapsShown = 5

function describe(report: Report): string {
  const { owner, firstDay, lastDay } = report
  const period = firstDay === null ? 'no activity' : `${firstDay} to ${lastDay}`
  const tops = Object.entries(topTitles).flatMap(([kind, title]) => {
    const rows = report.top[kind as keyof Report['top']]
    return rows.length === 0
      ? []
      : [title, ...rowsOf(rows.map(({ name, count }) => [name, formatCount(count)])), '']
  })
  const warnings = warningsOf(report)
  return [
    `${owner.name} (${owner.id}), ${period}`,
    '',
    ...rowsOf(totalsOf(report)),
    '',
    ...tops,
    'Coverage',
    ...rowsOf(report.coverage.map((source) => [source.source, describeSource(source)])),
    ...(warnings.length === 0 ? [] : ['', 'Warnings', ...warnings.map((warning) => `  ${warning}`)]),
    '',
  ].join('\n')
}

function totalsOf({ totals, payments }: Report): [string, string][] {
  return [
    ['Messages', `${formatCount(totals.messages)}, ${formatCount(totals.directMessages)} of them direct`],
    [
      'Servers, channels, people',
      [totals.servers, totals.channels, totals.people].map(formatCount).join(', '),
    ],
    ['Reactions, commands', [totals.reactions, totals.commands].map(formatCount).join(', ')],
    ['App opened', formatCount(totals.appStarts)],
    ['Sessions', `${formatCount(totals.sessions)}, ${formatHours(totals.sessionMinutes)}`],
    ['Voice', `${formatCount(totals.voiceStays)} voice sessions, ${formatHours(totals.voiceMinutes)}`],
    ...payments.map(({ currency, exponent, count, total }): [string, string] => [
      'Paid',
      `${(total / 10 ** exponent).toFixed(exponent)} ${currency.toUpperCase()} in ${formatCount(count)}`,
    ]),
  ]
}

/** What a reader must know before believing the numbers. */
function warningsOf({ isPartial, coverage, gaps }: Report): string[] {
  const missing = coverage.filter(({ files }) => files === 0).map(({ source }) => source)
  const broken = coverage.filter(({ broken }) => broken > 0)
  const told = gaps.toSorted((one, other) => other.messages - one.messages).slice(0, gapsShown)
  return [
    ...(isPartial ? ['The package has no activity: only messages are counted.'] : []),
    ...(missing.length > 0 ? [`Not in the package: ${missing.join(', ')}.`] : []),
    ...broken.map(({ source, broken }) => `${source}: ${formatCount(broken)} could not be read.`),
    ...told.map(({ source, reason, firstDay, lastDay, messages }) => {
      const what = reason === 'turned_off' ? `"${source}" was turned off` : `${source} has nothing`
      return `${what} from ${firstDay} to ${lastDay ?? 'the end'} (${formatCount(messages)} messages meanwhile).`
    }),
    ...(gaps.length > told.length ? [`And ${formatCount(gaps.length - told.length)} more such gaps.`] : []),
  ]
}

function describeSource(source: Report['coverage'][number]): string {
  if (source.files === 0) return 'missing'
  const { files, lines, used, duplicates, undated, firstDay, lastDay } = source
  return [
    `${formatCount(files)} ${files === 1 ? 'file' : 'files'}`,
    `${formatCount(used)} of ${formatCount(lines)} used`,
    ...(duplicates > 0 ? [`${formatCount(duplicates)} told before`] : []),
    ...(undated > 0 ? [`${formatCount(undated)} without a date`] : []),
    ...(firstDay === null ? [] : [`${firstDay} to ${lastDay}`]),
  ].join(', ')
}

function rowsOf(rows: readonly [string, string][]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}

/** What steers a terminal, ends a line, or turns the direction of what follows: controls, separators, and marks of direction. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A value of JSON, texts without anything that steers. */
function plainText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(steering, '') : value
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

function formatHours(minutes: number): string {
  return `${formatCount(Math.round(minutes / 60))} hours`
}
