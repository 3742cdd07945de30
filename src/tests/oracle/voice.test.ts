/** Checks voice sessions: durations, pairs, copies, overlaps, and the totals of channels. */
import { expect, test } from 'bun:test'
import {
  activityFile,
  channelId,
  friendId,
  guildId,
  line,
  otherChannelId,
  ownerId,
  rowsOf,
} from './sample-package.ts'

const start = Date.parse('2023-05-01T12:00:00.000Z')
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()
const join = (seconds: number, fields: object = {}) =>
  line('join_voice_channel', at(seconds), { channel_id: channelId, ...fields })
const leave = (seconds: number, duration?: unknown, fields: object = {}) =>
  line('leave_voice_channel', at(seconds), { channel_id: channelId, duration, ...fields })

/** [start, end] in seconds after noon, and minutes. */
function voiceSessionsOf(...lines: string[]) {
  return rowsOf(activityFile(...lines)).voice_sessions.map((row) => [
    Number(row.started_date) - start / 1000,
    Number(row.ended_date) - start / 1000,
    row.duration_mins,
  ])
}

test('a voice session ends with its leave and lasts as long as the leave says', () => {
  expect(rowsOf(activityFile(leave(600, '133033', { guild_id: guildId }))).voice_sessions).toEqual([
    {
      channel_id: channelId,
      guild_id: guildId,
      duration_mins: 2,
      started_date: String(start / 1000 + 466),
      ended_date: String(start / 1000 + 600),
    },
  ])
  expect(voiceSessionsOf(join(0), leave(600, 60_000))).toEqual([[540, 600, 1]])
})

test('a voice session below a minute is kept, with 0 minutes', () => {
  expect(voiceSessionsOf(leave(600, 59_999))).toEqual([[540, 600, 0]])
})

test('without a positive duration, the latest join before the leave is the start', () => {
  for (const duration of [undefined, null, '', 'null', 0, '-5', 'x'])
    expect(voiceSessionsOf(join(0), join(100), leave(400, duration))).toEqual([[100, 400, 5]])
  expect(voiceSessionsOf(leave(400))).toEqual([])
  expect(voiceSessionsOf(join(500), leave(400))).toEqual([])
  expect(voiceSessionsOf(join(0, { channel_id: otherChannelId }), leave(400))).toEqual([])
})

test('a join belongs to its next leave only', () => {
  expect(voiceSessionsOf(join(0), leave(60), leave(400))).toEqual([[0, 60, 1]])
})

test('stated durations count up to seven days, and paired ones up to 24 hours', () => {
  const [day, week] = [86_400, 604_800]
  expect(voiceSessionsOf(leave(0, week * 1000))).toEqual([[-week, 0, 10_080]])
  expect(voiceSessionsOf(leave(0, week * 1000 + 1))).toEqual([])
  expect(voiceSessionsOf(join(0), leave(day))).toEqual([[0, day, 1440]])
  expect(voiceSessionsOf(join(0), leave(day + 1))).toEqual([])
})

const disconnect = (seconds: number, fields: object = {}) =>
  line('voice_disconnect', at(seconds), { channel_id: channelId, ...fields })

test('a join without a leave ends with the next voice_disconnect of its channel', () => {
  expect(voiceSessionsOf(join(0), disconnect(120), disconnect(600))).toEqual([[0, 120, 2]])
  expect(voiceSessionsOf(join(0), disconnect(120), join(300), disconnect(420))).toEqual([
    [0, 120, 2],
    [300, 420, 2],
  ])
  expect(voiceSessionsOf(join(0), disconnect(120), leave(600))).toEqual([[0, 600, 10]])
  expect(voiceSessionsOf(join(0), disconnect(120), leave(600, 60_000))).toEqual([[540, 600, 1]])
  expect(voiceSessionsOf(join(0), disconnect(120), join(300), leave(420))).toEqual([
    [0, 120, 2],
    [300, 420, 2],
  ])
  expect(voiceSessionsOf(join(0), join(300), disconnect(420))).toEqual([[300, 420, 2]])
  expect(voiceSessionsOf(disconnect(-5), join(0), disconnect(60, { channel_id: otherChannelId }))).toEqual([])
  expect(voiceSessionsOf(join(0), disconnect(86_401))).toEqual([])
})

test('a reconnection, or the disconnect of a stream, ends no voice session', () => {
  expect(voiceSessionsOf(join(0), disconnect(60, { reconnect: true }), disconnect(120))).toEqual([
    [0, 120, 2],
  ])
  expect(voiceSessionsOf(join(0), disconnect(60, { context: 'stream' }), disconnect(120))).toEqual([
    [0, 120, 2],
  ])
  expect(voiceSessionsOf(join(0), disconnect(60, { context: 'default', reconnect: 'false' }))).toEqual([
    [0, 60, 1],
  ])
})

test('the same voice session reported twice counts once', () => {
  expect(voiceSessionsOf(leave(600, 60_000), leave(603, 61_000))).toEqual([[540, 600, 1]])
  expect(voiceSessionsOf(leave(600, 1000), leave(604, 2000))).toEqual([[599, 600, 0]])
  expect(voiceSessionsOf(leave(600, 1000), leave(605.5, 1000))).toHaveLength(2)
})

test('overlapping voice sessions of one channel are united, and those of two channels are kept', () => {
  expect(voiceSessionsOf(leave(600, 300_000), leave(900, 400_000))).toEqual([[300, 900, 10]])
  expect(voiceSessionsOf(leave(900, 800_000), leave(600, 300_000))).toEqual([[100, 900, 13]])
  expect(voiceSessionsOf(leave(600, 300_000), leave(900, 300_000))).toHaveLength(2)
  expect(
    voiceSessionsOf(leave(600, 300_000), leave(900, 400_000, { channel_id: otherChannelId })),
  ).toHaveLength(2)
})

test('the guild comes from the leave, else from the join, else from another copy or part', () => {
  const guild = { guild_id: guildId }
  const guildsOf = (...lines: string[]) =>
    rowsOf(activityFile(...lines)).voice_sessions.map((row) => row.guild_id)
  expect(guildsOf(join(0, { guild_id: '9' }), leave(60, null, guild))).toEqual([guildId])
  expect(guildsOf(join(0, guild), leave(60))).toEqual([guildId])
  expect(guildsOf(leave(600, 1000, { guild_id: '' }), leave(604, 1000, guild))).toEqual([guildId])
  expect(guildsOf(leave(600, 300_000), leave(900, 400_000, guild))).toEqual([guildId])
  expect(guildsOf(leave(600, 300_000))).toEqual([null])
})

test('the range applies to the start too, and a voice session needs a channel', () => {
  expect(
    voiceSessionsOf(
      line('leave_voice_channel', '2015-05-13T00:10:00Z', { channel_id: channelId, duration: 601_000 }),
    ),
  ).toEqual([])
  expect(voiceSessionsOf(leave(600, 1000, { channel_id: 'null' }))).toEqual([])
})

test('minutes are summed per channel, and calls per channel and person', () => {
  const rows = rowsOf({
    [`Messages/c${channelId}/channel.json`]: { type: 1, recipients: [ownerId, friendId] },
    ...activityFile(leave(600, 119_000), leave(900, 181_000)),
  })
  expect(rows.dm_channels_data[0]!.total_voice_channel_duration).toBe(4)
  const sums = { call_count: 2, total_minutes: 4, longest_minutes: 3 }
  expect(rows.calls.sort((left) => (left.channel_id ? -1 : 1))).toEqual([
    { channel_id: channelId, dm_user_id: null, kind: 'dm', ...sums },
    { channel_id: null, dm_user_id: friendId, kind: 'person', ...sums },
  ])
})
