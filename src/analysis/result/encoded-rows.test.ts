/** Values that are encoded as texts come out of the views unchanged. */
import { expect, test } from 'bun:test'
import { PackageError } from '../../errors.ts'
import { Random } from '../../synthetic-package/random.ts'
import { rowsOf } from '../../tests/support/judges/engine-run.ts'
import { scaled, seedOfRun } from '../../tests/support/servers/long-run.ts'
import { type ActivitySource, createCounts } from '../statistics/activity-counter.ts'
import { inOrder } from '../collections/ordering.ts'
import { byPeriod } from '../collections/periods.ts'
import { periodRows } from './encoded-periods.ts'
import { codeOf, positionCount } from './encoded-text.ts'
import type { Result } from './result.ts'
import { writeSqlite } from './write-sqlite.ts'

const first = Date.UTC(2015, 4, 13) / 3_600_000
const days = 4_300
const bytesMax = 64 * 2 ** 20

interface Count extends ActivitySource {
  hour: number
  count: number
}

function resultWith(part: Partial<Result>): Result {
  return {
    owner: { id: '1', username: 'owner', displayName: null, avatarUrl: null },
    isPartial: false,
    losses: { unusableFiles: 0, unusableRecords: 0, leftOut: 0 },
    activity: { sources: [], ...createCounts(0) },
    ...{ directChannels: [], guildChannels: [], guilds: [], payments: [], voiceSessions: [], sessions: [] },
    tables: new Map(),
    ...part,
  }
}

/** Activity in the order that `mergeCounts` produces. */
function activityOf(counts: Count[]): Result['activity'] {
  const keysOf = ({ event, guildId, channelId, userId, extra1, extra2 }: ActivitySource) => [
    ...[event, guildId ?? '', channelId ?? '', userId ?? ''],
    ...[extra1 === null ? 0 : 1, extra1 ?? '', extra2 ?? ''],
  ]
  const ordered = inOrder(counts, (count) => [...keysOf(count), count.hour])
  const activity = { sources: [] as ActivitySource[], ...createCounts(ordered.length) }
  let lastKey = ''
  for (const [at, count] of ordered.entries()) {
    const key = JSON.stringify(keysOf(count))
    if (key !== lastKey) activity.sources.push(count)
    lastKey = key
    activity.sourceNumbers[at] = activity.sources.length - 1
    activity.hours[at] = count.hour
    activity.counts[at] = count.count
  }
  return activity
}

const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort()

function activityRowsOf(counts: Count[], others: Partial<Result> = {}): unknown[] {
  const file = writeSqlite(resultWith({ activity: activityOf(counts), ...others }), '0'.repeat(32), bytesMax)
  return rowsOf(file, 'SELECT * FROM activity')
}

function expectedRow({ event, hour, count, userId, channelId, guildId, extra1, extra2 }: Count): unknown {
  return {
    event_name: event,
    day: new Date(hour * 3_600_000).toISOString().slice(0, 10),
    hour: hour % 24,
    occurence_count: count,
    associated_user_id: userId,
    associated_channel_id: channelId,
    associated_guild_id: guildId,
    extra_field_1: extra1,
    extra_field_2: extra2,
  }
}

const nothing = { userId: null, channelId: null, guildId: null, extra1: null, extra2: null }

test('random activity: few and many locations, hours and labels, dense and sparse', () => {
  const seed = seedOfRun()
  console.log(`packed activity: seed ${seed}`)
  const random = new Random(seed)
  const pick = <Item>(items: readonly Item[]) => items[random.integer(0, items.length - 1)]!
  for (let run = 0; run < scaled(20, 200); run++) {
    const channels = Array.from({ length: pick([1, 3, 200, 3_000]) }, (_, n) => ({
      channelId: pick([`9${n}`, `18446744073709${n + 100_000}`, `57${n}0000000000001`]),
      guildId: pick([null, '@me', `77${n % 9}`]),
    }))
    const labels = Array.from({ length: pick([1, 3, 400, 3_000]) }, (_, n) => pick([`emoji${n}`, `😀${n}é`]))
    const span = pick([1, 30, days])
    const sources: (() => ActivitySource)[] = [
      () => ({ ...nothing, event: 'message_sent', ...pick(channels) }),
      () => ({
        ...{ ...nothing, event: 'add_reaction', channelId: pick([null, pick(channels).channelId]) },
        ...{ extra1: pick([null, pick(labels)]), extra2: pick(['0', '1']) },
      }),
      () => ({ ...nothing, event: 'app_opened', extra1: pick([null, 'Windows', 'iOS']) }),
      () => ({ ...nothing, event: 'email_opened' }),
      () => ({ ...nothing, event: 'guild_joined', guildId: pick([null, '771', '888']) }),
      () => ({
        ...{ ...nothing, event: 'application_command_used' },
        ...{ userId: pick(['5', '6']), guildId: pick([null, '771']) },
      }),
    ]
    const counts = new Map<string, Count>()
    const wanted = pick([1, positionCount + 1, 5_000])
    for (let number = 0; number < wanted; number++) {
      const hour = first + random.integer(0, span * 24 - 1)
      const count = { ...pick(sources)(), hour, count: pick([0, 1, 2, 126, 127, 5_000, 55_294]) }
      counts.set(JSON.stringify({ ...count, count: 0 }), count)
    }
    const all = [...counts.values()]
    expect(sorted(activityRowsOf(all))).toEqual(sorted(all.map(expectedRow)))
  }
})

test('a count too large for one character becomes several rows with the same sum', () => {
  const counts = [55_295, 200_001].map((count, number) => ({
    ...{ ...nothing, event: 'message_edited', hour: first + number, count },
  }))
  const rows = activityRowsOf(counts) as { hour: number; occurence_count: number }[]
  const sums = Map.groupBy(rows, ({ hour }) => hour)
  expect(
    [...sums.values()].map((same) => same.reduce((sum, row) => sum + row.occurence_count, 0)).sort(),
  ).toEqual([200_001, 55_295])
})

test('a reaction has no guild even if messages of its channel have one, and a voice session has its own', () => {
  const channel = { ...nothing, channelId: '10', guildId: '20' }
  const counts = [
    { ...channel, event: 'message_sent', hour: first, count: 1 },
    { ...channel, guildId: null, event: 'add_reaction', extra1: '👍', extra2: '0', hour: first, count: 1 },
  ]
  const voiceSessions = [null, '20', '21'].map((guildId, number) => ({
    ...{ channelId: '10', guildId, startMs: first * 3_600_000 + number * 1_000 },
    endMs: first * 3_600_000 + 90_000,
  }))
  expect(sorted(activityRowsOf(counts))).toEqual(sorted(counts.map(expectedRow)))
  const file = writeSqlite(
    resultWith({ activity: activityOf(counts), voiceSessions }),
    '0'.repeat(32),
    bytesMax,
  )
  expect(sorted(rowsOf(file, 'SELECT * FROM activity'))).toEqual(sorted(counts.map(expectedRow)))
  expect(rowsOf(file, 'SELECT guild_id FROM voice_sessions ORDER BY started_date')).toEqual([
    ...[{ guild_id: null }, { guild_id: '20' }, { guild_id: '21' }],
  ])
})

test('both kinds of sessions are exact to the second, and their minutes come from the milliseconds', () => {
  const seed = seedOfRun()
  console.log(`packed periods: seed ${seed}`)
  const random = new Random(seed)
  for (let run = 0; run < scaled(20, 200); run++) {
    const spanMs = [86_400_000, 40 * 86_400_000, days * 86_400_000][run % 3]!
    const periods = Array.from({ length: [1, positionCount, positionCount + 1, 2_000][run % 4]! }, () => {
      const startMs = first * 3_600_000 + random.integer(0, spanMs)
      const lengthMs = [random.integer(0, 130_000), 59_999, 60_000, 86_400_000][random.integer(0, 3)]!
      const channel = { channelId: `1${random.integer(0, 300)}`, guildId: null }
      return { startMs, endMs: startMs + lengthMs, os: ['Windows', 'iOS'][random.integer(0, 1)]!, ...channel }
    }).sort(byPeriod)
    const file = writeSqlite(
      resultWith({ voiceSessions: periods, sessions: periods }),
      '0'.repeat(32),
      bytesMax,
    )
    const expected = periods.map(({ startMs, endMs, os, channelId }) => ({
      started_date: Math.floor(startMs / 1000),
      ended_date: Math.floor(endMs / 1000),
      duration_mins: Math.floor((endMs - startMs) / 60_000),
      ...{ os, channelId },
    }))
    const both = 'started_date, ended_date, duration_mins'
    const sessions = rowsOf(file, `SELECT ${both}, device_os FROM sessions`)
    const voice = rowsOf(file, `SELECT ${both}, channel_id FROM voice_sessions`)
    expect(sorted(sessions)).toEqual(
      sorted(expected.map(({ os, channelId: _, ...row }) => ({ ...row, device_os: os }))),
    )
    expect(sorted(voice)).toEqual(
      sorted(expected.map(({ os: _, channelId, ...row }) => ({ ...row, channel_id: channelId }))),
    )
  }
})

test('too many sessions in five days are refused', () => {
  const atMs = Date.UTC(2024, 0, 3)
  const sessions = Array(positionCount * 2 ** 16 + 1).fill({ startMs: atMs, endMs: atMs })
  const rows = periodRows(sessions, () => 1)
  let count = 0
  const readAll = () => {
    for (const _row of rows) count++
  }
  expect(readAll).toThrow(new PackageError('result_too_large'))
  expect(count).toBe(2 ** 16)
})

test('there may be more channels than code points before the surrogates', () => {
  const voiceSessions = Array.from({ length: 55_400 }, (_, number) => ({
    ...{ channelId: String(10 ** 6 + number), guildId: null, startMs: (first + number) * 3_600_000 },
    endMs: (first + number) * 3_600_000 + 60_000,
  }))
  const file = writeSqlite(resultWith({ voiceSessions }), '0'.repeat(32), bytesMax)
  const rows = rowsOf(file, 'SELECT channel_id FROM voice_sessions ORDER BY started_date')
  expect(rows.map(({ channel_id }) => channel_id)).toEqual(voiceSessions.map(({ channelId }) => channelId))
})

test('codes skip the surrogates and end with the last code point', () => {
  expect([0, 0xd7fe, 0xd7ff].map(codeOf)).toEqual([1, 0xd7ff, 0xe000])
  expect(codeOf(1_112_062)).toBe(0x10ffff)
  expect(() => codeOf(1_112_063)).toThrow(PackageError)
})
