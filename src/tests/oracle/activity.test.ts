/**
 * Checks the counted events, their duplicates, and the rows package_start and package_end, on tiny packages.
 */
import { expect, test } from 'bun:test'
import {
  activityFile,
  activityRow,
  channelId,
  countedOf,
  friendId,
  guildId,
  line,
  messagesJson,
  rowsOf,
} from './sample-package.ts'

const noon = '2023-05-01T12:30:00.000Z'
const countsOf = (...lines: string[]) => countedOf(rowsOf(activityFile(...lines)))

test.each([
  ['guild_joined', { guild_id: guildId }, { associated_guild_id: guildId }],
  ['guild_joined', { guild: guildId }, { associated_guild_id: guildId }],
  ['guild_joined', {}, {}],
  [
    'application_command_used',
    { application_id: friendId, guild_id: guildId, channel_id: channelId },
    { associated_user_id: friendId, associated_guild_id: guildId },
  ],
  ['application_command_used', { application_id: friendId, guild_id: '' }, { associated_user_id: friendId }],
  ['application_command_used', {}, {}],
  ['application_command_used', { guild_id: guildId }, {}],
  [
    'add_reaction',
    { channel_id: channelId, guild_id: guildId, emoji_name: 'kek', emoji_id: '900000000000000009' },
    { associated_channel_id: channelId, extra_field_1: 'kek', extra_field_2: '1' },
  ],
  [
    'add_reaction',
    { channel: channelId, emoji_name: '🎉', emoji_id: 'null' },
    { associated_channel_id: channelId, extra_field_1: '🎉', extra_field_2: '0' },
  ],
  ['app_opened', { os: 'Windows' }, { extra_field_1: 'Windows' }],
  ['app_opened', { os: null }, {}],
  ['email_opened', { os: 'Windows', channel_id: channelId }, {}],
  ['login_successful', {}, {}],
  ['app_crashed', {}, {}],
  ['user_avatar_updated', {}, {}],
  ['oauth2_authorize_accepted', { application_id: friendId }, {}],
  ['remote_auth_login', {}, {}],
  ['notification_clicked', { channel_id: channelId }, {}],
  ['captcha_served', {}, {}],
  ['voice_message_recorded', {}, {}],
  ['message_reported', {}, {}],
  ['message_edited', { channel_id: channelId }, {}],
  ['premium_upsell_viewed', {}, {}],
])('the row of the event %s with %j', (name, fields, columns) => {
  expect(countsOf(line(name, noon, fields))).toEqual([activityRow(name, '2023-05-01', 12, columns)])
})

test('Discord’s own commands and events of other types do not count', () => {
  expect(
    countsOf(
      line('application_command_used', noon, { application_id: '-1' }),
      line('application_command_used', noon, { application_id: -12, guild_id: guildId }),
      line('send_message', noon, { channel_id: channelId }),
      line('constructor', noon),
    ),
  ).toEqual([])
})

test('a native crash counts unless did_crash says no or an app_crashed of the same os reports it', () => {
  const native = (time: string, did_crash: unknown, os: unknown = 'Android') =>
    line('app_native_crash', time, { did_crash, os })
  const crashesOf = (...lines: string[]) =>
    countsOf(...lines).reduce((sum, { occurence_count }) => sum + occurence_count, 0)
  for (const no of [false, 'false', 'False', 0, '0']) expect(crashesOf(native(noon, no))).toBe(0)
  for (const yes of [true, 'true', null, undefined, 'null']) expect(crashesOf(native(noon, yes))).toBe(1)
  const crash = (time: string, os: unknown = 'Android') => line('app_crashed', time, { os })
  expect(crashesOf(native(noon, true), crash('2023-05-01T13:30:00.000Z'))).toBe(1)
  expect(crashesOf(native(noon, true), crash('2023-05-01T11:30:00.000Z'))).toBe(1)
  expect(crashesOf(native(noon, true), crash('2023-05-01T13:30:00.001Z'))).toBe(2)
  expect(crashesOf(native(noon, true), crash(noon, 'iOS'))).toBe(2)
  expect(crashesOf(native(noon, true, null), crash(noon, ''))).toBe(1)
  expect(crashesOf(native(noon, true), native(noon, true), crash(noon))).toBe(1)
})

test('guild_joined counts as a join unless it was logged for a screening or a role', () => {
  const joinsOf = (join_method: unknown) =>
    countsOf(line('guild_joined', noon, { guild_id: guildId, join_method })).length
  for (const method of ['Invite', null, undefined, '', 7, 'MEMBERSHIP']) expect(joinsOf(method)).toBe(1)
  for (const method of ['MEMBERSHIP GATING', 'membership_gating', 'Role Granted', ' ROLE__GRANTED ']) {
    expect(joinsOf(method)).toBe(0)
  }
})

test('events are counted per UTC day and hour', () => {
  const rows = countsOf(
    line('app_crashed', '2023-05-01T23:59:59.999Z'),
    line('app_crashed', '"2023-05-02 00:00:00"'),
    line('app_crashed', '2023-05-02T01:00:00+02:00'),
  )
  expect(rows).toEqual([
    activityRow('app_crashed', '2023-05-01', 23, { occurence_count: 2 }),
    activityRow('app_crashed', '2023-05-02', 0),
  ])
})

test('all four folders and every shard are read, and each event counts once', () => {
  const same = line('app_crashed', noon, { event_id: 'AQED=' })
  const rows = rowsOf({
    'Activité/analytics/events-2024-00000-of-00002.json': same,
    'Activité/analytics/events-2024-00001-of-00002.json': same,
    'Activité/reporting/events-2024-00000-of-00001.json': same + line('app_crashed', noon),
    'Activité/tns/events-2024-00000-of-00001.json': line('app_crashed', noon),
    'Activité/modeling/events-2024-00000-of-00001.json': line('app_crashed', noon),
    'Activité/other/events-2024-00000-of-00001.json': line('app_crashed', noon),
  })
  expect(countedOf(rows)).toEqual([activityRow('app_crashed', '2023-05-01', 12, { occurence_count: 4 })])
})

test('without event_id, a line is a duplicate only if type, time, channel, guild and message agree', () => {
  const reaction = (fields: object) =>
    line('add_reaction', noon, { event_id: undefined, channel_id: channelId, message_id: '7', ...fields })
  const rows = countsOf(
    reaction({}),
    reaction({ emoji_name: 'other' }),
    reaction({ timestamp: `"${noon}"` }),
    reaction({ message_id: '8' }),
    reaction({ guild_id: guildId }),
    reaction({ timestamp: '2023-05-01T12:30:00.001Z' }),
  )
  expect(rows.map((row) => row.occurence_count)).toEqual([4])
})

test('only the last top-level event_type counts', () => {
  const rows = countsOf(
    `{"event_type":"email_opened","event_type":"app_crashed","timestamp":"${noon}"}\n`,
    `{"event_type":"login_\\u0073uccessful","timestamp":"${noon}"}\n`,
    `{"nested":{"event_type":"email_opened"},"text":"\\"event_type\\":\\"email_opened\\"","timestamp":"${noon}"}\n`,
  )
  expect(rows.map((row) => row.event_name)).toEqual(['app_crashed', 'login_successful'])
})

test('broken lines are skipped and counted, and blank ones are only skipped', () => {
  const rows = rowsOf(
    activityFile(
      '\n',
      'no json\n',
      '[]\n',
      'null\n',
      '  \r\n',
      `${line('app_crashed', noon).trim()}\r\n`,
      '{"event_type":"app_cr',
    ),
  )
  expect(rows.brokenLines).toBe(4)
  expect(countedOf(rows)).toHaveLength(1)
})

test('lines above the limit are skipped and counted separately', () => {
  const long = line('app_crashed', noon, { text: 'é'.repeat(4 * 1024 * 1024) })
  const rows = rowsOf(activityFile(long, line('app_crashed', noon)))
  expect([rows.overLongLines, rows.brokenLines, countedOf(rows)[0]!.occurence_count]).toEqual([1, 0, 1])
})

test('events without a usable time or outside the range are dropped', () => {
  const times = [
    'null',
    '',
    '2015-05-12T23:59:59Z',
    '2015-05-13T00:00:00Z',
    '2024-06-02T23:59:59Z',
    '2024-06-03T00:00:00Z',
  ]
  const rows = countsOf(...times.map((time) => line('app_crashed', time)), '{"event_type":"app_crashed"}\n')
  expect(rows.map((row) => row.day)).toEqual(['2015-05-13', '2024-06-02'])
})

test('an unusable copy of an event does not hide a usable one', () => {
  const rows = countsOf(
    line('app_crashed', 'null', { event_id: 'x' }),
    line('app_crashed', noon, { event_id: 'x' }),
  )
  expect(rows).toHaveLength(1)
})

test('package_end is two days after the last day with a counted event or the end of a session', () => {
  const end = (lines: string[]) =>
    rowsOf(activityFile(...lines)).activity.filter((row) => row.event_name === 'package_end')
  expect(end([])).toEqual([])
  expect(end([line('app_crashed', '2024-02-27T10:00:00Z')])).toEqual([
    activityRow('package_end', '2024-02-29', 0, { occurence_count: 0 }),
  ])
  const session = [
    line('session_start', '2023-05-01T23:00:00Z', { session: 's' }),
    line('session_end', '2023-05-02T01:00:00Z', { session: 's' }),
  ]
  expect(end([line('app_crashed', noon), ...session])[0]!.day).toBe('2023-05-04')
})

test('package_start is the day of the first session or voice session, if it precedes the first activity', () => {
  const start = (lines: string[]) =>
    rowsOf(activityFile(...lines)).activity.filter((row) => row.event_name === 'package_start')
  const leave = line('leave_voice_channel', '2023-04-02T00:10:00Z', {
    channel_id: channelId,
    duration: 1_200_000,
  })
  expect(start([leave, line('app_crashed', noon)])).toEqual([
    activityRow('package_start', '2023-04-01', 0, { occurence_count: 0 }),
  ])
  expect(start([leave, line('app_crashed', '2023-04-01T20:00:00Z')])).toEqual([])
  expect(start([leave])).toHaveLength(1)
})

test('a package is partial if nothing but its messages counts in activity, sessions and voice_sessions', () => {
  const messages = {
    [`Messages/c${channelId}/messages.json`]: messagesJson(['1012542537824747590', '2022-08-26 02:02:33']),
  }
  const isPartial = (...lines: string[]) =>
    rowsOf({ ...messages, ...activityFile(...lines) }).package_data[0]!.package_is_partial
  expect(isPartial()).toBe(1)
  expect(isPartial(line('send_message', noon))).toBe(1)
  expect(isPartial(line('app_opened', noon))).toBe(0)
  expect(isPartial(line('leave_voice_channel', noon, { channel_id: channelId, duration: '1' }))).toBe(0)
})
