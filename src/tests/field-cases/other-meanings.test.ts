/**
 * Events whose meaning depends on a field and not only on their name: a crash event without a crash, a join
 * event without a join, a watched stream.
 */
import { describe, expect, test } from 'bun:test'
import { activityFile, channelId, guildId, line, otherChannelId } from '../oracle/sample-package.ts'
import { resultOf } from './result-of.ts'

const at = (clock: string, day = '2024-03-01') => `${day}T${clock}Z`

describe('app_native_crash', () => {
  const android = { os: 'Android', browser: 'Discord Android' }
  const native = (clock: string, did_crash?: unknown, os: unknown = 'Android') =>
    line('app_native_crash', at(clock), { ...android, os, did_crash, exit_reason: 'USER_REQUESTED' })
  const crash = (clock: string, os: unknown = 'Android') => line('app_crashed', at(clock), { os })

  test('a phone that was opened every day and crashed once counts as one crash', async () => {
    const days = Array.from({ length: 20 }, (_, day) => `2024-03-${String(day + 1).padStart(2, '0')}`)
    const lines = days.flatMap((day) => [
      line('app_opened', at('08:00:00', day), android),
      line('app_native_crash', at('08:00:01', day), { ...android, did_crash: day.endsWith('07') }),
    ])
    const result = await resultOf(
      activityFile(...lines, line('app_crashed', at('08:00:00', '2024-03-07'), android)),
    )
    expect([result.count('app_crashed'), result.count('app_opened')]).toEqual([1, 20])
  })

  const cases: { [name: string]: [crashes: number, lines: string[]] } = {
    'did_crash as text': [0, [native('08:00:00', 'false'), native('09:00:00', 'False')]],
    'did_crash as a number': [1, [native('08:00:00', 0), native('10:30:00', 1)]],
    'without the field, as old versions sent it': [2, [native('08:00:00'), native('18:00:00', null)]],
    'crashes that no other event reports': [2, [native('08:00:00', true), native('09:00:00', true)]],
    'a crash that the next start reports again, 59 minutes later': [
      1,
      [native('09:00:00', true), crash('08:01:00')],
    ],
    'a crash two hours later is another one': [2, [native('08:00:00', true), crash('10:00:00')]],
    'a crash of the computer is not that of the phone': [
      2,
      [native('08:00:00', true), crash('08:00:00', 'Windows')],
    ],
    'one crash with two native lines': [
      1,
      [native('08:00:00', true), native('08:00:09', true), crash('08:00:05')],
    ],
    'neither event has a system': [1, [native('08:00:00', true, null), crash('08:10:00', '')]],
  }
  for (const [name, [crashes, lines]] of Object.entries(cases)) {
    test(name, async () =>
      expect((await resultOf(activityFile(...lines))).count('app_crashed')).toBe(crashes),
    )
  }

  test('copies of the lines in another folder are duplicates', async () => {
    const lines = [native('08:00:00', true), native('20:00:00', true)].join('')
    const result = await resultOf({
      'Activity/analytics/events-2024-00000-of-00001.json': lines,
      'Activity/tns/events-2024-00000-of-00001.json': lines,
    })
    expect(result.count('app_crashed')).toBe(2)
  })
})

describe('guild_joined', () => {
  const joined = (clock: string, join_method?: unknown, id = guildId) =>
    line('guild_joined', at(clock), { guild_id: id, guild_name: 'Town', join_method, join_type: 'invite' })

  test('passing the screening and getting a role are not joins, in any spelling', async () => {
    const methods = [
      'MEMBERSHIP GATING',
      'membership_gating',
      'Role Granted',
      'ROLE_GRANTED',
      'Membership-Gating',
    ]
    const lines = methods.map((method, minute) => joined(`10:1${minute}:00`, method))
    const result = await resultOf(activityFile(joined('10:00:00', 'Invite'), ...lines))
    expect(result.count('guild_joined')).toBe(1)
    expect(result.values('SELECT event FROM server_timeline')).toEqual(['joined'])
  })

  test('other methods, a missing method, and rejoining count as joins', async () => {
    const methods = ['Invite', 'Discovery', '', null, undefined, 'Hub']
    const result = await resultOf(
      activityFile(...methods.map((method, minute) => joined(`10:0${minute}:00`, method))),
    )
    expect(result.count('guild_joined')).toBe(6)
  })

  test('an event that is not a join still gives the name of its server', async () => {
    const result = await resultOf({
      [`Messages/c${channelId}/channel.json`]: { type: 0, guild: { id: guildId, name: null } },
      ...activityFile(joined('10:00:00', 'ROLE GRANTED')),
    })
    expect(result.values('SELECT guild_name FROM guilds')).toEqual(['Town'])
    expect(result.rows(`SELECT * FROM activity WHERE event_name = 'guild_joined'`)).toEqual([])
  })
})

describe('application_command_used', () => {
  const used = (clock: string, application_id: unknown) =>
    line('application_command_used', at(clock), { application_id, guild_id: guildId, channel_id: channelId })

  test('commands with a negative application id are Discord’s own', async () => {
    const lines = ['-1', '-7', -12, '700000000000000001'].map((id, minute) => used(`10:0${minute}:00`, id))
    const result = await resultOf(activityFile(...lines))
    const query = `SELECT associated_user_id FROM activity WHERE event_name = 'application_command_used'`
    expect(result.values(query)).toEqual(['700000000000000001'])
  })

  test('a missing application id adds no bot named null to any server', async () => {
    const result = await resultOf(activityFile(used('10:00:00', null), used('10:01:00', '')))
    const query = `SELECT associated_user_id AS user, associated_guild_id AS guild, occurence_count AS count
      FROM activity WHERE event_name = 'application_command_used'`
    expect(result.rows(query)).toEqual([{ user: null, guild: null, count: 2 }])
  })
})

describe('voice_disconnect', () => {
  const voice = (type: string, clock: string, fields: object = {}) =>
    line(type, at(clock), { channel_id: channelId, guild_id: guildId, ...fields })
  const minutesOf = async (...lines: string[]) =>
    (await resultOf(activityFile(...lines))).values(
      'SELECT duration_mins FROM voice_sessions ORDER BY started_date',
    )

  test('a reconnection during a call does not end the call', async () => {
    const call = [
      voice('join_voice_channel', '20:00:00'),
      voice('voice_disconnect', '20:10:00', { reconnect: true, reason: 'Connection closed' }),
      voice('voice_disconnect', '21:00:00', { reconnect: false }),
    ]
    expect(await minutesOf(...call)).toEqual([60])
  })

  test('the end of a stream does not end its call', async () => {
    const call = [
      voice('join_voice_channel', '20:00:00'),
      voice('voice_disconnect', '20:25:00', { context: 'stream' }),
      voice('voice_disconnect', '20:45:00', { context: 'default' }),
    ]
    expect(await minutesOf(...call)).toEqual([45])
  })

  test('a leave event takes precedence over a disconnect', async () => {
    const call = [
      voice('join_voice_channel', '20:00:00'),
      voice('voice_disconnect', '20:29:59'),
      voice('leave_voice_channel', '20:30:00', { duration: '1800000' }),
    ]
    expect(await minutesOf(...call)).toEqual([30])
  })

  test('the first of two calls ends at the disconnect if its leave event is missing', async () => {
    const calls = [
      voice('join_voice_channel', '20:00:00'),
      voice('voice_disconnect', '20:05:00'),
      voice('join_voice_channel', '21:00:00'),
      voice('leave_voice_channel', '21:20:00'),
      voice('voice_disconnect', '21:20:01'),
    ]
    expect(await minutesOf(...calls)).toEqual([5, 20])
  })

  test('a disconnect from another channel, or without a channel, ends no call', async () => {
    const join = voice('join_voice_channel', '20:00:00')
    expect(
      await minutesOf(join, voice('voice_disconnect', '20:05:00', { channel_id: otherChannelId })),
    ).toEqual([])
    expect(await minutesOf(join, voice('voice_disconnect', '20:05:00', { channel_id: null }))).toEqual([])
  })
})

test('watched streams do not count as streams of the owner', async () => {
  const ended = (clock: string, participant_type: string, duration: unknown, context = 'stream') =>
    line('video_stream_ended', at(clock), { channel_id: channelId, participant_type, duration, context })
  const result = await resultOf(
    activityFile(
      ended('10:00:00', 'streamer', '600'),
      ended('11:00:00', 'spectator', '3600'),
      ended('12:00:00', 'receiver', 90, 'default'),
      ended('13:00:00', 'sender', null, 'default'),
      ended('14:00:00', 'streamer', '59'),
    ),
  )
  expect(result.rows('SELECT * FROM streaming ORDER BY role, kind')).toEqual([
    { month: '2024-03', role: 'streamer', kind: 'camera', stream_count: 1, total_minutes: null },
    { month: '2024-03', role: 'streamer', kind: 'screen', stream_count: 2, total_minutes: 10 },
    { month: '2024-03', role: 'viewer', kind: 'camera', stream_count: 1, total_minutes: 1 },
    { month: '2024-03', role: 'viewer', kind: 'screen', stream_count: 1, total_minutes: 60 },
  ])
})

test('a game that Discord noticed 40 times in an evening counts as one day', async () => {
  const starts = Array.from({ length: 40 }, (_, minute) =>
    line('launch_game', at(`20:${String(minute).padStart(2, '0')}:00`), {
      game: 'Ducks',
      game_id: '700000000000000009',
    }),
  )
  const again = line('launch_game', at('20:00:00', '2024-03-31'), {
    game: 'Ducks',
    game_id: '700000000000000009',
  })
  const result = await resultOf(activityFile(...starts, again))
  expect(result.rows('SELECT game_name, month, start_count, day_count FROM game_days')).toEqual([
    { game_name: 'Ducks', month: '2024-03', start_count: 41, day_count: 2 },
  ])
})

describe('send_message', () => {
  const id = (time: string, low = 0) =>
    String((BigInt(Date.parse(time) - 1_420_070_400_000) << 22n) + BigInt(low))
  const kept = id('2024-03-01T12:00:00Z')
  const newest = id('2024-05-01T12:00:00Z')
  const gone = (low: number) => id('2024-03-02T12:00:00Z', low)
  const message = (key: string) => ({
    ID: key,
    Timestamp: '2024-03-01 12:00:00',
    Contents: 'hi',
    Attachments: '',
  })
  const channel = {
    [`Messages/c${channelId}/channel.json`]: {
      type: 'DM',
      recipients: ['200000000000000002', '100000000000000001'],
    },
    [`Messages/c${channelId}/messages.json`]: [message(newest), message(kept)],
  }
  const sent = (message_id: string, fields: object = {}) =>
    line('send_message', at('12:00:00'), { message_id, channel: channelId, private: true, ...fields })
  const deletedOf = async (...lines: string[]) =>
    (await resultOf({ ...channel, ...activityFile(...lines) })).rows('SELECT * FROM deleted_messages')

  test('a recorded message counts as deleted only if the package no longer contains it', async () => {
    expect(await deletedOf(sent(kept), sent(gone(1)), sent(gone(1)), sent(gone(2)))).toEqual([
      { year: 2024, place: 'dm', sent_count: 3, deleted_count: 2 },
    ])
  })

  test('messages of webhooks, apps and Discord itself never count as deleted', async () => {
    const others = [{ webhook_id: '9' }, { message_type: '20' }, { message_type: 23 }, { message_type: '7' }]
    const lines = others.map((fields, low) => sent(gone(low), fields))
    expect(
      await deletedOf(...lines, sent(kept, { message_type: '0' }), sent(gone(9), { message_type: '19' })),
    ).toEqual([{ year: 2024, place: 'dm', sent_count: 2, deleted_count: 1 }])
  })

  test('replies are unknown, not zero, if no event names a message of a possible time', async () => {
    const repliesOf = async (...lines: string[]) =>
      (await resultOf({ ...channel, ...activityFile(...lines) })).rows(
        'SELECT reply_count FROM message_totals',
      )
    const never = id('2099-01-01T00:00:00Z')
    const reply = { reference_message_id: kept }
    expect(await repliesOf(sent(never), sent(never, reply), sent('none', reply))).toEqual([
      { reply_count: null },
    ])
    expect(await repliesOf(sent(never, reply), sent(kept))).toEqual([{ reply_count: 0 }])
    expect(await repliesOf(sent(newest, reply), sent(kept))).toEqual([{ reply_count: 1 }])
  })

  test('messages newer than all in the package, or in channels that are not in it, do not count as deleted', async () => {
    const later = id('2024-05-01T12:00:01Z')
    expect(await deletedOf(sent(kept), sent(later), sent(gone(3), { channel: otherChannelId }))).toEqual([
      { year: 2024, place: 'dm', sent_count: 1, deleted_count: 0 },
    ])
  })

  test('messages of a channel whose file is truncated or was not exported do not count as deleted', async () => {
    const cut = `[\n${JSON.stringify(message(newest))},\n{"ID": 5, "Time`
    const files = {
      ...channel,
      [`Messages/c${channelId}/messages.json`]: cut,
      ...activityFile(sent(gone(1))),
    }
    expect((await resultOf(files)).rows('SELECT * FROM deleted_messages')).toEqual([])
    const { [`Messages/c${channelId}/messages.json`]: _, ...folder } = files
    expect((await resultOf(folder)).rows('SELECT * FROM deleted_messages')).toEqual([])
  })
})
