/**
 * Compares the answers to the page's questions (except `reasons`) with the independent analysis of the same
 * package.
 */
import { Database as Sqlite } from 'bun:sqlite'
import { beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyzePackage } from '../../../analysis/analyze.ts'
import { databaseOf as gzipOf } from '../../../analysis/compressed-result.ts'
import { analysisLimitsOf, loadConfig } from '../../../config/config.ts'
import { BytesSource } from '../../../data-package/archive/byte-source.ts'
import { packageBytes } from '../../../synthetic-package/write-package.ts'
import { oracle } from '../../../tests/oracle/oracle.ts'
import type { OracleRows } from '../../../tests/oracle/rows.ts'
import type { Database } from '../database.ts'
import type { SqlValue } from '../database-protocol.ts'
import { eventHoursSql, messageHoursSql } from '../hour-questions.ts'
import { askQuestion, type Question } from '../question.ts'
import { shownTables } from '../shown-tables.ts'
import { callsQuestion } from './calls.ts'
import { channelsQuestion } from './channels.ts'
import { coverageQuestion } from './coverage.ts'
import { deletedQuestion } from './deleted.ts'
import { devicesQuestion } from './devices.ts'
import { emojiQuestion } from './emoji.ts'
import { gameMonthsQuestion } from './game-months.ts'
import { gamesQuestion } from './games.ts'
import { gapsQuestion } from './gaps.ts'
import { joinsQuestion } from './joins.ts'
import { relationshipsQuestion } from './relationships.ts'
import { serversQuestion } from './servers.ts'
import { ownerQuestion } from './owner.ts'
import { paymentsQuestion } from './payments.ts'
import { peopleQuestion } from './people.ts'
import { placesQuestion } from './places.ts'
import { reactionsQuestion } from './reactions.ts'
import { questions } from './registry.ts'
import { sessionsQuestion } from './sessions.ts'
import { streamingQuestion } from './streaming.ts'
import { totalsQuestion } from './totals.ts'
import { wordsQuestion } from './words.ts'

const today = '2026-11-24'
const packageId = '0'.repeat(32)
let rows: OracleRows
let database: Database
let sqlite: Sqlite

beforeAll(async () => {
  const { archive } = await packageBytes({
    seed: 5,
    messages: 900,
    events: 6000,
    countedShare: 0.6,
    payments: 9,
  })
  const options = { packageId, today, limits: analysisLimitsOf(loadConfig({})) }
  const gzip = gzipOf(await analyzePackage(new BytesSource(archive), options), options)
  sqlite = Sqlite.deserialize(Bun.gunzipSync(gzip as Uint8Array<ArrayBuffer>))
  database = databaseOf(sqlite)
  rows = oracle(archive, { packageId, today }) as OracleRows
})

/** The page's database interface on Bun's SQLite. The worker's implementation is tested in a browser. */
function databaseOf(from: Sqlite): Database {
  const names = from
    .query(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`)
    .values()
    .flat() as string[]
  const columnsOf = (name: string) =>
    (from.query(`SELECT name FROM pragma_table_info(?)`).values(name) as [string][]).flat()
  const values = (sql: string) => from.query(sql).values() as SqlValue[][]
  return {
    columnsByTable: new Map(names.map((name) => [name, columnsOf(name)])),
    sqliteVersion: '',
    rows: async (sql) => ({ columns: [], rows: values(sql), isCut: false }),
    hours: () => Promise.reject(new Error('only the worker makes typed arrays')),
    export: async () => from.serialize(),
    close: () => from.close(),
  }
}

async function answer<T>(question: Question<T>): Promise<readonly T[]> {
  const asked = await askQuestion(database, question)
  if (asked.state !== 'known') throw new Error(JSON.stringify(asked))
  return asked.value
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const sorted = <T>(values: readonly T[]) => values.map((value) => JSON.stringify(value)).sort()

describe('against the independent analysis', () => {
  test('the owner is the same', async () => {
    const [owner] = await answer(ownerQuestion)
    const [row] = rows.package_data
    expect(owner).toMatchObject({ packageId, id: row!.package_owner_id, name: row!.package_owner_name })
    expect(owner!.displayName).toBe(row!.package_owner_display_name)
    expect(owner!.isPartial).toBe(row!.package_is_partial === 1)
  })

  test('the people, their channels and their messages are the same', async () => {
    const people = await answer(peopleQuestion)
    expect(people.length).toBeGreaterThan(5)
    const byPerson = Map.groupBy(rows.dm_channels_data, ({ dm_user_id }) => dm_user_id)
    expect(people.map(({ id }) => id).sort()).toEqual([...byPerson.keys()].sort())
    for (const person of people) {
      const own = byPerson.get(person.id)!
      expect(person.messages).toBe(sum(own.map((row) => row.total_message_count)))
      expect([...person.channelIds].sort()).toEqual(own.map((row) => row.channel_id).sort())
      expect([...own.map((row) => row.display_name), ...own.map((row) => row.user_name)]).toContain(
        person.name,
      )
    }
  })

  test('the servers and channels are the same', async () => {
    expect(sorted(await answer(placesQuestion))).toEqual(
      sorted(
        rows.guilds.map((row) => ({
          id: row.guild_id,
          name: row.guild_name,
          messages: row.total_message_count,
        })),
      ),
    )
    expect(sorted(await answer(channelsQuestion))).toEqual(
      sorted(
        rows.guild_channels_data.map((row) => ({
          id: row.channel_id,
          name: row.channel_name,
          placeId: row.guild_id,
          messages: row.total_message_count,
          voiceMinutes: row.total_voice_channel_duration,
        })),
      ),
    )
  })

  test('the calls are the same, with the same people', async () => {
    const personOf = new Map(rows.dm_channels_data.map((row) => [row.channel_id, row.dm_user_id]))
    const calls = await answer(callsQuestion)
    expect(calls.length).toBeGreaterThan(5)
    expect(sorted(calls)).toEqual(
      sorted(
        rows.voice_sessions.map((row) => ({
          channelId: row.channel_id,
          personId: personOf.get(row.channel_id!) ?? null,
          placeId: row.guild_id,
          start: Number(row.started_date),
          end: Number(row.ended_date),
          minutes: row.duration_mins,
        })),
      ),
    )
  })

  test('the sessions are the same', async () => {
    expect(sorted(await answer(sessionsQuestion))).toEqual(
      sorted(
        rows.sessions.map((row) => ({
          start: Number(row.started_date),
          end: Number(row.ended_date),
          minutes: row.duration_mins,
          os: row.device_os,
        })),
      ),
    )
  })

  test('the payments are the same', async () => {
    const payments = await answer(paymentsQuestion)
    expect(payments.length).toBeGreaterThan(2)
    const exponentOf = new Map(rows.payments_by_currency.map((row) => [row.currency, row.exponent]))
    expect(sorted(payments)).toEqual(
      sorted(
        rows.payments.map((row) => ({
          day: row.payment_date,
          amount: row.payment_amount,
          currency: row.payment_currency,
          exponent: exponentOf.get(row.payment_currency)!,
          description: row.payment_description,
        })),
      ),
    )
  })

  test('the reactions are the same', async () => {
    const reactions = await answer(reactionsQuestion)
    for (const row of rows.reactions) {
      const own = reactions.filter(
        ({ emoji, isCustom }) => emoji === (row.emoji_name ?? '') && isCustom === (row.is_custom === 1),
      )
      expect(sum(own.map(({ count }) => count))).toBe(row.reaction_count)
    }
    expect(sum(reactions.map(({ count }) => count))).toBe(
      sum(rows.reactions.map((row) => row.reaction_count)),
    )
  })

  test('devices, relationships, gaps, servers, games and joins are the same', async () => {
    const [devices, relationships, gaps, servers, games] = await Promise.all([
      answer(devicesQuestion),
      answer(relationshipsQuestion),
      answer(gapsQuestion),
      answer(serversQuestion),
      answer(gamesQuestion),
    ])
    const valuesOf = (some: readonly object[]) => sorted(some.map((one) => Object.values(one)))
    expect(valuesOf(devices)).toEqual(
      sorted(rows.devices.map((row) => [row.os, row.client, row.first_day, row.last_day, row.event_count])),
    )
    expect(valuesOf(relationships)).toEqual(
      sorted(rows.relationships.map((row) => [row.type, row.since_year, row.relationship_count])),
    )
    expect(valuesOf(gaps)).toEqual(
      sorted(
        rows.tracking_gaps.map((row) => [
          ...[row.source, row.reason, row.first_day, row.last_day, row.message_count],
        ]),
      ),
    )
    expect(valuesOf(servers)).toEqual(
      sorted(rows.server_timeline.map((row) => [row.guild_id, row.guild_name, row.event, row.event_date])),
    )
    expect(valuesOf(games)).toEqual(
      sorted(
        rows.games.map((row) => [
          ...[row.application_id, row.game_name ?? row.application_id ?? '', row.total_minutes],
          ...[row.launch_count, row.first_launch_day, row.last_launch_day ?? row.last_played_day],
        ]),
      ),
    )
    expect([devices.length, relationships.length, servers.length, games.length].every(Boolean)).toBeTrue()
    const joined = rows.activity.filter((row) => row.event_name === 'guild_joined' && row.associated_guild_id)
    const byPlace = Map.groupBy(joined, (row) => row.associated_guild_id!)
    expect(sorted(await answer(joinsQuestion))).toEqual(
      sorted([...byPlace].map(([placeId, own]) => ({ placeId, day: own.map(({ day }) => day).sort()[0]! }))),
    )
  })

  test('streams, games by month, deleted messages and totals are the same', async () => {
    const [streams, games, deleted, totals] = await Promise.all([
      answer(streamingQuestion),
      answer(gameMonthsQuestion),
      answer(deletedQuestion),
      answer(totalsQuestion),
    ])
    const valuesOf = (some: readonly object[]) => sorted(some.map((one) => Object.values(one)))
    expect(valuesOf(streams)).toEqual(
      sorted(
        rows.streaming.map((row) => [row.month, row.role, row.kind, row.stream_count, row.total_minutes]),
      ),
    )
    expect(valuesOf(games)).toEqual(
      sorted(
        rows.game_days.map((row) => [
          ...[row.application_id, row.game_name ?? row.application_id ?? '', row.month],
          ...[row.start_count, row.day_count, row.total_minutes],
        ]),
      ),
    )
    expect(valuesOf(deleted)).toEqual(
      sorted(rows.deleted_messages.map((row) => [row.year, row.place, row.sent_count, row.deleted_count])),
    )
    expect(valuesOf(totals)).toEqual(
      sorted(
        rows.message_totals.map((row) => [
          ...[row.channel_id, row.message_count, row.word_count, row.character_count, row.link_count],
          ...[row.attachment_count, row.reply_count, row.longest_streak_days],
        ]),
      ),
    )
    expect([streams.length, games.length, deleted.length, totals.length].every(Boolean)).toBeTrue()
  })

  test('the used, duplicate and undated lines and the days of the coverage are the same', async () => {
    const coverage = await answer(coverageQuestion)
    expect(rows.coverage.length).toBeGreaterThan(5)
    for (const row of rows.coverage) {
      expect(coverage.find(({ source }) => source === row.source)).toMatchObject({
        used: row.used_count,
        duplicates: row.duplicate_count,
        undated: row.undated_count,
        firstDay: row.first_day,
        lastDay: row.last_day,
      })
    }
  })

  test('the words and emoji are as many, and each is in the same number of messages', async () => {
    const { words, emoji } = rows.texts
    const known = [
      [await answer(wordsQuestion), words.map((row) => [row.word, null, row.message_count, 1]), 200],
      [await answer(emojiQuestion), emoji.map((row) => [row.emoji, row.emoji_id, row.message_count, 1]), 100],
    ] as const
    for (const [terms, expected, most] of known) {
      expect(terms.length).toBe(Math.min(most, expected.length))
      expect(terms.length).toBeGreaterThan(0)
      const all = new Set(expected.map((row) => JSON.stringify(row)))
      expect(terms.filter((term) => !all.has(JSON.stringify(Object.values(term))))).toEqual([])
    }
  })

  test('the hours of messages and of all other events are the same', () => {
    const hourOf = (row: { day: string; hour: number }) =>
      Date.parse(`${row.day}T00:00Z`) / 3_600_000 + row.hour
    const messages = rows.activity.filter(({ event_name }) => event_name === 'message_sent')
    expect(sorted(sqlite.query(messageHoursSql).values())).toEqual(
      sorted(messages.map((row) => [row.associated_channel_id, hourOf(row), row.occurence_count])),
    )
    const others = sqlite.query(eventHoursSql).values() as [string, number, number][]
    const counted = rows.activity.filter(
      (row) => row.event_name !== 'message_sent' && row.occurence_count > 0,
    )
    const byHour = Map.groupBy(counted, (row) => `${row.event_name} ${hourOf(row)}`)
    expect(others.length).toBe(byHour.size)
    for (const [event, hour, count] of others) {
      expect(count).toBe(sum(byHour.get(`${event} ${hour}`)!.map((row) => row.occurence_count)))
    }
  })
})

test('no question fails, and a question without an answer names the missing tables and columns', async () => {
  for (const question of questions) {
    const { state } = await askQuestion(database, question)
    expect([question.name, state]).not.toEqual([question.name, 'failed'])
  }
  const missing = { ...questions[0]!, needs: { activity: ['no_such_column'], no_such_table: [] } }
  expect(await askQuestion(database, missing)).toEqual({
    state: 'older',
    missing: ['activity.no_such_column', 'no_such_table'],
  })
})

test('a question that fails reports the error', async () => {
  const broken = { ...questions[0]!, needs: {}, sql: 'SELECT nonsense' }
  expect(await askQuestion(database, broken)).toMatchObject({ state: 'failed' })
})

test('the tables that are shown to people are those that docs/result-database.md lists', () => {
  const page = readFileSync(join(import.meta.dir, '../../../../docs/result-database.md'), 'utf8')
  const [list] = page.split('<!-- /tables -->')
  const documented = [...list!.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!)
  expect(documented.length).toBeGreaterThan(20)
  expect(shownTables(database.columnsByTable)).toEqual(documented.sort())
})
