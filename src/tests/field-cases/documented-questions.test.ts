/**
 * The documented query for voice time by server loses no server, not even one that the owner has left. Games
 * that their own events do not name get their name from the events of streams.
 */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { activityFile, channelId, guildId, line, otherChannelId } from '../oracle/sample-package.ts'
import { resultOf } from './result-of.ts'

const page = readFileSync(join(import.meta.dir, '../../../docs/result-database.md'), 'utf8')
const queries = [...page.matchAll(/```sql\n([^`]+)```/g)].map(([, query]) => query!)
const voiceQuery = queries.find((query) => query.includes('voice_sessions') && query.includes('guilds'))!

const left = '400000000000000099'
const talk = (time: string, channel_id: string, guild_id: string | null, hours: number) =>
  line('leave_voice_channel', time, { channel_id, guild_id, duration: String(hours * 3_600_000) })

test('a server that the owner left and never wrote in has its voice hours and its name', async () => {
  const result = await resultOf({
    'Servers/index.json': { [guildId]: 'Town' },
    ...activityFile(
      line('guild_joined', '2024-05-01T10:00:00Z', { guild_id: left, guild_name: 'Old Town' }),
      talk('2024-05-02T12:00:00Z', otherChannelId, left, 2),
      talk('2024-05-03T12:00:00Z', channelId, guildId, 1),
      line('leave_guild', '2024-05-04T10:00:00Z', { guild_id: left, guild_name: 'Old Town' }),
    ),
  })
  expect(result.rows(voiceQuery)).toEqual([
    { server: 'Old Town', year: '2024', hours: 2 },
    { server: 'Town', year: '2024', hours: 1 },
  ])
})

test('a server without any name has its voice hours under a generated name', async () => {
  const result = await resultOf(activityFile(talk('2024-05-02T12:00:00Z', otherChannelId, left, 3)))
  expect(result.rows(voiceQuery)).toEqual([{ server: 'Unknown server 0099', year: '2024', hours: 3 }])
})

test('the server of every voice session and of every channel has a row in guilds', async () => {
  const result = await resultOf({
    [`Messages/c${channelId}/channel.json`]: { type: 0, name: 'a', guild: { id: guildId } },
    ...activityFile(
      talk('2024-05-02T12:00:00Z', otherChannelId, left, 3),
      talk('2024-05-03T12:00:00Z', '77', null, 1),
    ),
  })
  const orphans = `SELECT guild_id FROM voice_sessions WHERE guild_id IS NOT NULL AND guild_id NOT IN (SELECT guild_id FROM guilds)
    UNION ALL SELECT guild_id FROM guild_channels_data WHERE guild_id NOT IN (SELECT guild_id FROM guilds)`
  expect(result.rows(orphans)).toEqual([])
  expect(result.values('SELECT guild_id FROM guilds ORDER BY 1')).toEqual([guildId, left])
})

test('a game that its own events do not name gets its name from the event of a stream', async () => {
  const id = '700000000000000009'
  const result = await resultOf(
    activityFile(
      line('launch_game', '2024-05-02T12:00:00Z', { game_id: id }),
      line('application_closed', '2024-05-02T13:30:00Z', { application_id: id, activity_duration_s: '5400' }),
      line('video_stream_ended', '2024-05-02T13:00:00Z', {
        share_application_id: id,
        share_application_name: 'Ducks',
      }),
    ),
  )
  expect(
    result.rows('SELECT application_id, game_name, month, start_count, total_minutes FROM game_days'),
  ).toEqual([{ application_id: id, game_name: 'Ducks', month: '2024-05', start_count: 1, total_minutes: 90 }])
  expect(result.values('SELECT game_name FROM games')).toEqual(['Ducks'])
})
