/**
 * Tables that are not in the contract, computed from whole packages: coverage, gaps, games, devices,
 * relationships.
 */
import { describe, expect, test } from 'bun:test'
import { sizes } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { rowsOf, sqliteOf } from '../../tests/support/judges/engine-run.ts'
import {
  type Files,
  account,
  activityFile,
  channelId,
  friendId,
  line,
  messagesJson,
  ownerId,
  today,
  zipOf,
} from '../../tests/oracle/sample-package.ts'

const dm = { [`Messages/c${channelId}/channel.json`]: { type: 'DM', recipients: [ownerId, friendId] } }

async function query(files: Files, sql: string) {
  const archive = zipOf({ 'Account/user.json': account(), ...files })
  return rowsOf(await sqliteOf(archive, { today }), sql)
}

const opened = (time: string, fields: object = {}) => line('app_opened', time, fields)

describe('tracking_gaps', () => {
  test('28 days without a line are a gap of the folder, with the number of messages sent meanwhile', async () => {
    const files = {
      ...dm,
      [`Messages/c${channelId}/messages.json`]: messagesJson(
        ['1', '2023-01-02 00:00:00'],
        ['2', '2023-01-29 23:59:59'],
        ['3', '2023-01-30 00:00:00'],
      ),
      ...activityFile(
        opened('2023-01-01T12:00:00Z'),
        opened('2023-01-30T12:00:00Z'),
        opened('2023-02-27T12:00:00Z'),
      ),
    }
    expect(await query(files, 'SELECT * FROM tracking_gaps')).toEqual([
      {
        ...{ source: 'reporting', reason: 'no_events', first_day: '2023-01-02', last_day: '2023-01-29' },
        message_count: 2,
      },
    ])
  })

  test('a privacy control is off until it is turned on again', async () => {
    const control = (time: string, is_enabled: unknown, name = 'personalization') =>
      line('privacy_control_updated', time, { control: name, is_enabled })
    const files = activityFile(
      control('2023-02-01T00:00:00Z', 'true'),
      control('2023-01-03T00:00:00Z', false),
      control('2023-01-04T00:00:00Z', false),
      control('2023-03-01T00:00:00Z', false, 'usage'),
      control('2023-02-02T00:00:00Z', 'what'),
    )
    expect(await query(files, 'SELECT source, reason, first_day, last_day FROM tracking_gaps')).toEqual([
      { source: 'personalization', reason: 'turned_off', first_day: '2023-01-03', last_day: '2023-02-01' },
      { source: 'usage', reason: 'turned_off', first_day: '2023-03-01', last_day: null },
    ])
  })
})

test('games: time from user.json and starts from the activity are joined by id, under the most common name', async () => {
  const id = '700000000000000007'
  const files = {
    'Account/user.json': account({
      user_activity_application_statistics: [
        { application_id: id, last_played_at: '2024-01-02T03:04:05Z', total_duration: '7260' },
        { application_id: 'none', total_duration: 5 },
      ],
      library_applications: [null, { application: { id: '8' } }],
    }),
    ...activityFile(
      line('launch_game', '2023-01-01T00:00:00Z', { game_id: id, game_name: 'Ducks' }),
      line('launch_game', '2023-01-03T00:00:00Z', { game_id: id, game_name: 'Ducks' }),
      line('application_opened', '2023-01-02T00:00:00Z', { application_id: id, application_name: 'Duck' }),
      line('launch_game', '2018-01-02T00:00:00Z', { game: 'Old Game' }),
      line('launch_game', '2018-01-02T00:00:00Z', {}),
    ),
  }
  expect(await query(files, 'SELECT * FROM games')).toEqual([
    {
      ...{ application_id: id, game_name: 'Ducks', total_minutes: 121, last_played_day: '2024-01-02' },
      ...{ launch_count: 3, first_launch_day: '2023-01-01', last_launch_day: '2023-01-03' },
    },
    {
      ...{ application_id: null, game_name: 'Old Game', total_minutes: null, last_played_day: null },
      ...{ launch_count: 1, first_launch_day: '2018-01-02', last_launch_day: '2018-01-02' },
    },
  ])
})

test('devices: one row per operating system and client', async () => {
  const files = activityFile(
    opened('2023-01-05T00:00:00Z', { os: 'Windows', browser: 'Discord Client' }),
    opened('2023-01-01T00:00:00Z', { os: 'Windows', browser: 'Discord Client' }),
    line('session_start', '2022-01-01T00:00:00Z', { os: null, browser: 'Firefox' }),
  )
  expect(await query(files, 'SELECT * FROM devices')).toEqual([
    {
      ...{ os: 'Unknown', client: 'Firefox' },
      first_day: '2022-01-01',
      last_day: '2022-01-01',
      event_count: 1,
    },
    {
      ...{ os: 'Windows', client: 'Discord Client' },
      ...{ first_day: '2023-01-01', last_day: '2023-01-05', event_count: 2 },
    },
  ])
})

test('relationships: types as numbers and as names are the same, with years where known', async () => {
  const relationships = [
    { id: '1', type: 1, since: '2021-05-06T07:08:09.000000+00:00' },
    { id: '2', type: 'FRIEND', since: '2021-01-01 00:00:00' },
    { id: '3', type: 'FRIEND' },
    { id: '4', type: 2 },
    { id: '5', type: 'toString' },
    'nothing',
  ]
  expect(
    await query({ 'Account/user.json': account({ relationships }) }, 'SELECT * FROM relationships'),
  ).toEqual([
    { type: 'BLOCKED', since_year: null, relationship_count: 1 },
    { type: 'FRIEND', since_year: null, relationship_count: 1 },
    { type: 'FRIEND', since_year: 2021, relationship_count: 2 },
    { type: 'OTHER', since_year: null, relationship_count: 1 },
  ])
})

test('coverage: the outcome of every line and record, and the missing sections', async () => {
  const event = opened('2023-01-05T00:00:00Z')
  const files = {
    ...dm,
    [`Messages/c${channelId}/messages.json`]: messagesJson(
      ['10', '2023-01-02 00:00:00'],
      ['10', '2023-01-02 00:00:00'],
      ['11', 'never'],
    ),
    'Activity/tns/events-2024-00000-of-00001.json': `${event}${event}\n[]\n${opened('2001-01-01')}{"event_type":"x"}`,
  }
  const sql = `SELECT source, is_present, line_count AS l, used_count AS u, duplicate_count AS d, broken_count AS b,
    undated_count AS n, first_day, last_day FROM coverage WHERE source IN ('analytics', 'messages', 'tns', 'servers')`
  const nothing = { is_present: 0, l: 0, u: 0, d: 0, b: 0, n: 0, first_day: null, last_day: null }
  expect(await query(files, sql)).toEqual([
    { source: 'analytics', ...nothing },
    {
      ...{ source: 'messages', is_present: 1, l: 3, u: 1, d: 1, b: 0, n: 1 },
      ...{ first_day: '2023-01-02', last_day: '2023-01-02' },
    },
    { source: 'servers', ...nothing },
    {
      ...{ source: 'tns', is_present: 1, l: 5, u: 1, d: 1, b: 1, n: 1 },
      ...{ first_day: '2023-01-05', last_day: '2023-01-05' },
    },
  ])
})

test('sections of the 2018 layout are present', async () => {
  const user = { id: '100000000000000001', username: 'owner', payments: [] }
  const files = {
    'Account/user.json': JSON.stringify(user),
    'servers/index.json': JSON.stringify({ '200000000000000001': 'A server' }),
  }
  const sql = `SELECT source, is_present FROM coverage WHERE source IN ('account', 'payments', 'servers')`
  expect(await query(files, sql)).toEqual(
    ['account', 'payments', 'servers'].map((source) => ({ source, is_present: 1 })),
  )
})

test('these tables of a package of size S together take less than 64 KiB', async () => {
  const { archive } = await packageBytes({ ...sizes.S, seed: 2 })
  const file = await sqliteOf(archive, { today: '2026-11-24' })
  const names = ['coverage', 'tracking_gaps', 'words', 'emoji', 'games', 'devices', 'relationships']
  const [size] = rowsOf<{ bytes: number }>(
    file,
    `SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN (${names.map((name) => `'${name}'`).join(', ')})`,
  )
  expect(size!.bytes).toBeLessThan(64 * 1024)
})
