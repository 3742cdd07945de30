/** Describes what only the older of two packages contains, for people or for programs. */
import { Database } from 'bun:sqlite'
import { onlyInOlderLists, onlyInOlderPayments, onlyInOlderSql } from '../analysis/merge/only-in-older.ts'
import { attachResults } from './attached-results.ts'
import { type NamedResult, inOrder } from './merge-packages.ts'
import type { ReportFormat } from './report.ts'
import { counted, formatCount, formatMinutes, formatMoney, plainText, rowsOf } from './report-text.ts'

interface Difference {
  older: Side
  newer: Side
  onlyInOlder: {
    messages: number
    voiceSessions: number
    people: number
    servers: number
    payments: number
  }
  /** Lists of names with the number of messages or the minutes of calls, largest first. */
  lists: { [List in keyof typeof onlyInOlderLists]: { name: string; count: number }[] }
  payments: { day: string; description: string; amount: number; currency: string; exponent: number }[]
}

interface Side {
  package: string
  firstDay: string | null
  lastDay: string | null
  messages: number
}

/** At most this many rows of a list are in the text form. Programs get all rows. */
const shown = 5
const titles: { [List in keyof Difference['lists']]: [title: string, format: (count: number) => string] } = {
  channels: ['Messages by channel', formatCount],
  calls: ['Voice sessions by channel', formatMinutes],
  people: ['People, by messages to them', formatCount],
  servers: ['Servers, by messages there', formatCount],
}

/** The difference of two results, with a final newline. */
export function differenceOf(results: readonly NamedResult[], format: ReportFormat): string {
  const [older, newer] = inOrder(results)
  const json = JSON.stringify(readDifference(older!, newer!), plainText, 2)
  return format === 'json' ? `${json}\n` : describe(JSON.parse(json) as Difference)
}

function readDifference(older: NamedResult, newer: NamedResult): Difference {
  using database = attachResults(older.sqlite, newer.sqlite)
  const all = <Row>(sql: string) => database.query<Row, []>(sql).all()
  const [counts] = all<{ messages: number; calls: number; people: number; guilds: number; payments: number }>(
    onlyInOlderSql,
  )
  const { messages, calls, people, guilds, payments } = counts!
  const lists = Object.entries(onlyInOlderLists).map(([name, sql]) => [name, all(sql)])
  return {
    older: sideOf(older),
    newer: sideOf(newer),
    onlyInOlder: { messages, voiceSessions: calls, people, servers: guilds, payments },
    lists: Object.fromEntries(lists) as Difference['lists'],
    payments: all(onlyInOlderPayments),
  }
}

function sideOf({ name, sqlite }: NamedResult): Side {
  using database = Database.deserialize(sqlite, true)
  const [row] = database
    .query<Omit<Side, 'package'>, []>(
      `SELECT min(day) FILTER (WHERE occurence_count > 0) AS firstDay, max(day) FILTER (WHERE occurence_count > 0) AS lastDay,
        coalesce(sum(occurence_count) FILTER (WHERE event_name = 'message_sent'), 0) AS messages FROM activity`,
    )
    .all()
  return { package: name, ...row! }
}

function describe({ older, newer, onlyInOlder, lists, payments }: Difference): string {
  const { messages, voiceSessions, people, servers } = onlyInOlder
  const isEmpty = Object.values(onlyInOlder).every((count) => count === 0)
  const head = [...rowsOf([sideRow('Older', older), sideRow('Newer', newer)]), '']
  if (isEmpty)
    return [
      ...head,
      'The newer package has all messages, voice sessions, people, servers and payments of the older one.',
      '',
    ].join('\n')
  return [
    ...head,
    'Only in the older package',
    ...rowsOf([
      ['Messages', `${formatCount(messages)} of ${formatCount(older.messages)}`],
      ['Voice sessions', formatCount(voiceSessions)],
      ['People', formatCount(people)],
      ['Servers', formatCount(servers)],
      ['Payments', formatCount(onlyInOlder.payments)],
    ]),
    '',
    ...Object.entries(titles).flatMap(([list, [title, format]]) =>
      listOf(
        title,
        lists[list as keyof typeof lists].map(({ name, count }) => [name, format(count)]),
      ),
    ),
    ...listOf(
      'Payments',
      payments.map((payment) => [`${payment.day} ${payment.description}`.trim(), formatMoney(payment)]),
    ),
    'analyze OLDER NEWER -o ALL.sqlite merges both into one result.',
    '',
  ].join('\n')
}

function sideRow(title: string, side: Side): [string, string] {
  const period = side.firstDay === null ? 'no activity' : `${side.firstDay} to ${side.lastDay}`
  return [title, `${side.package}, ${period}, ${counted(side.messages, 'message')}`]
}

function listOf(title: string, rows: [string, string][]): string[] {
  if (rows.length === 0) return []
  const more = rows.length > shown ? [`  and ${formatCount(rows.length - shown)} more`] : []
  return [title, ...rowsOf(rows.slice(0, shown)), ...more, '']
}
