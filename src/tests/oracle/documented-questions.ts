/**
 * The queries of docs/result-database.md, with the expected answers computed from the rows in plain
 * TypeScript.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sumBy, type Answer } from './query-answers.ts'
import type { OracleRows } from './rows.ts'

interface DocumentedQuestion {
  /** The beginning of the sentence before the query. */
  begins: string
  /** All rows of the answer, in any order. */
  answer(rows: OracleRows): Answer[]
  /** The answer has only this many rows: those with the highest values of the column `messages`. */
  limit?: number
}

const questions: DocumentedQuestion[] = [
  {
    begins: 'Messages by month',
    answer: (rows) =>
      sumBy(messagesOf(rows), ({ day }) => day.slice(0, 7)).map(([month, messages]) => ({ month, messages })),
  },
  {
    begins: 'Messages by hour of the day',
    answer: (rows) => {
      const hours = sumBy(messagesOf(rows), ({ hour }) => String(hour))
      const total = hours.reduce((sum, [, count]) => sum + count, 0)
      return hours.map(([hour, count]) => ({ hour: Number(hour), percent: (100 * count) / total }))
    },
  },
  {
    begins: 'The people with the most messages',
    limit: 10,
    answer: ({ dm_channels_data: dms, calls }) =>
      [...new Set(dms.map(({ dm_user_id }) => dm_user_id))].map((id) => {
        const ofPerson = dms.filter(({ dm_user_id }) => dm_user_id === id)
        const names = ofPerson.map(({ user_name }) => Buffer.from(user_name)).sort(Buffer.compare)
        return {
          person: names[0]!.toString(),
          messages: ofPerson.reduce((sum, dm) => sum + dm.total_message_count, 0),
          call_minutes: calls.find(({ dm_user_id }) => dm_user_id === id)?.total_minutes ?? null,
        }
      }),
  },
  {
    begins: 'What was paid',
    answer: ({ payments_by_currency: sums }) =>
      sums.map(({ currency, exponent, payment_count, total_amount }) => ({
        currency: currency.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
        total: total_amount / 10 ** exponent,
        payments: payment_count,
      })),
  },
  {
    begins: 'Hours in voice channels by server',
    answer: ({ voice_sessions: voiceSessions, guilds }) => {
      const minutes = new Map<string, number>()
      for (const { guild_id, started_date, duration_mins } of voiceSessions) {
        const year = new Date(Number(started_date) * 1000).getUTCFullYear()
        const key = JSON.stringify([guild_id, String(year)])
        if (guild_id !== null) minutes.set(key, (minutes.get(key) ?? 0) + duration_mins)
      }
      return [...minutes].map(([key, sum]) => {
        const [id, year] = JSON.parse(key) as [string, string]
        const server = guilds.find(({ guild_id }) => guild_id === id)?.guild_name ?? 'no row in guilds'
        return { server, year, hours: Math.floor(sum / 60) }
      })
    },
  },
]

function messagesOf({ activity }: OracleRows) {
  return activity.filter(({ event_name }) => event_name === 'message_sent')
}

const page = readFileSync(join(import.meta.dir, '../../../docs/result-database.md'), 'utf8')
/** The last line before each query, and the query. */
const documented = [...page.matchAll(/([^\n]+)\n\n```sql\n([^`]+)```/g)].map(([, sentence, sql]) => ({
  sentence: sentence!,
  sql: sql!,
}))

/** The documented queries whose answers do not match the rows, and queries without an expected answer. */
export function compareDocumentedQuestions(ask: (sql: string) => Answer[], rows: OracleRows): string[] {
  const unknown = documented.filter(
    ({ sentence }) => !questions.some(({ begins }) => sentence.startsWith(begins)),
  )
  const differences = questions.flatMap(({ begins, answer, limit = Infinity }) => {
    const query = documented.find(({ sentence }) => sentence.startsWith(begins))
    if (!query) return [`${begins}: not in the document`]
    const [actual, wanted] = [ask(query.sql), answer(rows)]
    const isComplete = actual.length === Math.min(limit, wanted.length)
    const isRight = actual.every((row) => wanted.some((other) => areAlike(row, other)))
    // No expected row may be missing in favour of a repeated one.
    const isOnce = new Set(actual.map(textOf)).size >= Math.min(limit, new Set(wanted.map(textOf)).size)
    const isTop = limit === Infinity || sumOfTop(actual, limit) === sumOfTop(wanted, limit)
    if (isComplete && isRight && isTop && (isOnce || limit < Infinity)) return []
    return [`${begins}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`]
  })
  return [...unknown.map(({ sentence }) => `${sentence} has no known answer`), ...differences]
}

function sumOfTop(rows: Answer[], limit: number): number {
  const counts = rows.map(({ messages }) => Number(messages)).sort((left, right) => right - left)
  return counts.slice(0, limit).reduce((sum, count) => sum + count, 0)
}

/** Numbers may be rounded to one decimal. */
function areAlike(row: Answer, other: Answer): boolean {
  return Object.entries(row).every(([column, value]) => {
    const wanted = other[column]
    if (typeof value !== 'number' || typeof wanted !== 'number') return value === wanted
    return Math.abs(value - wanted) <= 0.0501
  })
}

/** Numbers with one decimal, like the queries' results. */
function textOf(row: Answer): string {
  return JSON.stringify(
    Object.values(row).map((value) => (typeof value === 'number' ? Math.round(value * 10) : value)),
  )
}
