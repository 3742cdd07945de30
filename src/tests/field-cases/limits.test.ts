/**
 * Limits that drop data report it: on the length of calls and sessions, on rows of a table, on distinct
 * words.
 */
import { describe, expect, test } from 'bun:test'
import { analyzePackage } from '../../analysis/analyze.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { BytesSource } from '../../data-package/archive/byte-source.ts'
import { reportOn } from '../../cli/report.ts'
import {
  account,
  activityFile,
  channelId,
  friendId,
  guildId,
  line,
  otherChannelId,
  ownerId,
  packageId,
  today,
  zipOf,
} from '../oracle/sample-package.ts'
import { reasonsOf, resultOf, type Result } from './result-of.ts'

const hourMs = 3_600_000
const leave = (time: string, hours: number, channel_id = channelId) =>
  line('leave_voice_channel', time, { channel_id, duration: String(hours * hourMs) })
const leftOutOf = (result: Result, source: string) =>
  result.values(`SELECT left_out_count FROM coverage WHERE source = '${source}'`)[0]
const dm = { [`Messages/c${channelId}/channel.json`]: { type: 'DM', recipients: [friendId, ownerId] } }

describe('calls', () => {
  test('a call of 26 hours counts in the list of sessions, for the person and for the channel', async () => {
    const result = await resultOf({
      ...dm,
      ...activityFile(leave('2024-03-01T12:00:00Z', 2), leave('2024-03-05T12:00:00Z', 26)),
    })
    expect(result.values('SELECT duration_mins FROM voice_sessions ORDER BY started_date')).toEqual([
      120, 1560,
    ])
    const calls = `SELECT call_count AS count, total_minutes AS minutes, longest_minutes AS longest FROM calls
      WHERE dm_user_id = '${friendId}'`
    expect(result.rows(calls)).toEqual([{ count: 2, minutes: 1680, longest: 1560 }])
    expect(result.values('SELECT total_voice_channel_duration FROM dm_channels_data')).toEqual([1680])
    expect(leftOutOf(result, 'voice_sessions')).toBe(0)
  })

  test('a call of a week is kept, and a longer one is left out and reported', async () => {
    const result = await resultOf(
      activityFile(leave('2024-03-10T12:00:00Z', 7 * 24), leave('2024-04-20T12:00:00Z', 7 * 24 + 0.001)),
    )
    expect(result.values('SELECT duration_mins FROM voice_sessions')).toEqual([10_080])
    expect(leftOutOf(result, 'voice_sessions')).toBe(1)
    expect(reasonsOf(result, 'voice_sessions')).toEqual(['too_long'])
    expect(reportOn(result.file, 'text')).toMatch(/1 .*(left out|too long)/)
  })

  test('a call between a join and a leave event is left out if it is longer than a day', async () => {
    const pair = (join: string, end: string, channel_id: string) => [
      line('join_voice_channel', join, { channel_id }),
      line('leave_voice_channel', end, { channel_id }),
    ]
    const result = await resultOf(
      activityFile(
        ...pair('2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z', channelId),
        ...pair('2024-03-01T00:00:00Z', '2024-03-02T00:00:01Z', otherChannelId),
      ),
    )
    expect(result.rows('SELECT channel_id, duration_mins FROM voice_sessions')).toEqual([
      { channel_id: channelId, duration_mins: 1440 },
    ])
    expect(leftOutOf(result, 'voice_sessions')).toBe(1)
  })

  test('two devices in one call are one voice session', async () => {
    const result = await resultOf(
      activityFile(leave('2024-03-01T12:00:00Z', 2), leave('2024-03-01T12:30:00Z', 1)),
    )
    expect(result.values('SELECT duration_mins FROM voice_sessions')).toEqual([150])
  })

  test('calls in a group DM count for the group and for no person', async () => {
    const group = '500000000000000009'
    const result = await resultOf({
      ...dm,
      [`Messages/c${group}/channel.json`]: {
        type: 'GROUP_DM',
        name: 'trio',
        recipients: [friendId, ownerId, '7'],
      },
      ...activityFile(
        leave('2024-03-01T12:00:00Z', 2, group),
        leave('2024-03-02T12:00:00Z', 1),
        line('leave_voice_channel', '2024-03-03T12:00:00Z', {
          ...{ channel_id: otherChannelId, guild_id: guildId, duration: String(hourMs) },
        }),
      ),
    })
    expect(
      result.rows('SELECT channel_id, dm_user_id, kind, total_minutes FROM calls ORDER BY kind'),
    ).toEqual([
      { channel_id: channelId, dm_user_id: null, kind: 'dm', total_minutes: 60 },
      { channel_id: group, dm_user_id: null, kind: 'group', total_minutes: 120 },
      { channel_id: null, dm_user_id: friendId, kind: 'person', total_minutes: 60 },
      { channel_id: otherChannelId, dm_user_id: null, kind: 'server', total_minutes: 60 },
    ])
  })
})

test('sessions of more than a day are left out and reported', async () => {
  const session = (id: string, start: string, end: string) => [
    line('session_start', start, { session: id, os: 'Windows' }),
    line('session_end', end, { session: id, os: 'Windows' }),
  ]
  const result = await resultOf(
    activityFile(
      ...session('a', '2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z'),
      ...session('b', '2024-03-05T00:00:00Z', '2024-03-09T00:00:00Z'),
      line('session_start', '2024-03-10T00:00:00Z', { session: 'c' }),
    ),
  )
  expect(result.values('SELECT duration_mins FROM sessions')).toEqual([1440])
  expect(leftOutOf(result, 'sessions')).toBe(1)
  expect(reasonsOf(result, 'sessions')).toEqual(['too_long'])
  expect(result.rows('SELECT * FROM app_sessions_by_os')).toEqual([
    { month: '2024-03', device_os: 'Windows', session_count: 1, total_minutes: 1440 },
  ])
})

describe('tables with a maximum number of rows', () => {
  const day = (number: number) => new Date(Date.UTC(2023, 0, 1) + number * 3_600_000).toISOString()
  const many = (count: number, type: string, fieldsOf: (number: number) => object) =>
    activityFile(
      Array.from({ length: count }, (_, number) => line(type, day(number), fieldsOf(number))).join(''),
    )
  const count = (number: number) => number.toLocaleString('en-US')
  const id = (number: number) => String(700000000000000000n + BigInt(number))
  const cases: {
    [table: string]: [kept: number, files: (count: number) => ReturnType<typeof activityFile>]
  } = {
    games: [300, (count) => many(count, 'launch_game', (number) => ({ game: `game ${number}` }))],
    devices: [200, (count) => many(count, 'app_opened', (number) => ({ os: `os ${number}` }))],
    server_timeline: [5000, (count) => many(count, 'leave_guild', (number) => ({ guild_id: id(number) }))],
    tracking_gaps: [
      1000,
      (count) =>
        many(2 * count, 'privacy_control_updated', (number) => ({
          control_type: 'usage_statistics',
          control_state: number % 2 === 1,
        })),
    ],
  }

  test.each(Object.entries(cases))(
    '%s keeps its maximum and reports the rest',
    async (table, [kept, filesOf]) => {
      const whole = await resultOf(filesOf(kept))
      expect(whole.values(`SELECT count(*) FROM ${table}`)).toEqual([kept])
      expect(whole.values(`SELECT count(*) FROM coverage WHERE source = '${table}'`)).toEqual([0])
      const cut = await resultOf(filesOf(kept + 7))
      expect(cut.values(`SELECT count(*) FROM ${table}`)).toEqual([kept])
      expect(
        cut.rows(
          `SELECT line_count, used_count, left_out_count, reasons FROM coverage WHERE source = '${table}'`,
        ),
      ).toEqual([{ line_count: kept + 7, used_count: kept, left_out_count: 7, reasons: 'too_many' }])
      const text = reportOn(cut.file, 'text')
      expect(text).toContain(`left out: the result keeps ${count(kept)}.`)
      expect(text).toMatch(new RegExp(`^  .*${count(kept)} of ${count(kept + 7)} used, 7 left out$`, 'm'))
    },
  )
})

test('dropped data is counted for the log', async () => {
  const files = {
    'Account/user.json': account(),
    ...activityFile(
      leave('2024-04-20T12:00:00Z', 7 * 24 + 1),
      '{"event_type":"app_opened"\n',
      line('app_opened', 'yesterday'),
      line('app_opened', '2024-04-20T12:00:00Z', { os: 'Windows' }),
    ),
    [`Messages/c${channelId}/messages.json`]: JSON.stringify('no messages '.repeat(50)),
  }
  const options = { packageId, today, limits: analysisLimitsOf(loadConfig({})) }
  const { losses } = await analyzePackage(new BytesSource(zipOf(files)), options)
  expect(losses).toEqual({ unusableFiles: 1, unusableRecords: 2, leftOut: 1 })
})

test('reaching the limit on distinct words is reported', async () => {
  const word = (number: number) => [...number.toString(26).padStart(5, '0')].map(letterOf).join('')
  const letterOf = (digit: string) => String.fromCharCode(97 + parseInt(digit, 26))
  const messages = Array.from({ length: 520 }, (_, message) => ({
    ID: String(1_100_000_000_000_000_000n + BigInt(message) * 2n ** 32n),
    Timestamp: '2024-03-01 12:00:00',
    Contents: Array.from({ length: 400 }, (_, index) => word(message * 400 + index)).join(' '),
    Attachments: '',
  }))
  const result = await resultOf({ [`Messages/c${channelId}/messages.json`]: messages })
  const [row] = result.rows<Record<string, number | string>>(`SELECT * FROM coverage WHERE source = 'words'`)
  expect(row).toMatchObject({ used_count: 200_000, reasons: 'too_many' })
  // When the limit is reached, about half of the words are dropped.
  expect(Number(row!.left_out_count)).toBeGreaterThan(90_000)
  expect(Number(row!.left_out_count)).toBeLessThan(110_000)
  expect(reportOn(result.file, 'text')).toMatch(/At least [\d,]+ different words left out/)
})
