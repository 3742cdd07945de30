/**
 * Rows without a known name get distinct stand-ins: deleted and unknown people, groups and servers. Also
 * tests names that only events contain.
 */
import { describe, expect, test } from 'bun:test'
import {
  account,
  activityFile,
  channelId,
  friendId,
  guildId,
  line,
  otherChannelId,
  ownerId,
  strangerId,
  type Files,
} from '../oracle/sample-package.ts'
import { dailyMessages, resultOf } from './result-of.ts'

const folder = (id: string, json: object): Files => ({ [`Messages/c${id}/channel.json`]: json })
const dm = (id: string, ...recipients: unknown[]) => folder(id, { id, type: 'DM', recipients })
const index = (entries: Record<string, string | null>): Files => ({ 'Messages/index.json': entries })
const peopleQuery = 'SELECT channel_id, user_name FROM dm_channels_data'

async function peopleOf(files: Files): Promise<Record<string, string>> {
  const rows = (await resultOf(files)).rows<{ channel_id: string; user_name: string }>(peopleQuery)
  return Object.fromEntries(rows.map(({ channel_id, user_name }) => [channel_id, user_name]))
}

describe('people', () => {
  const ids = ['510000000000011111', '510000000000021111', '510000000000002222', '510000000000003333']
  const [one, two, three, four] = ids as [string, string, string, string]

  test('unknown people get the last four digits of their channel’s id, and more if two would be equal', async () => {
    const files = { ...dm(one, ownerId), ...dm(two, ownerId), ...dm(three), ...dm(four, ownerId, strangerId) }
    expect(await peopleOf(files)).toEqual({
      [one]: 'Unknown user 11111',
      [two]: 'Unknown user 21111',
      [three]: 'Unknown user 2222',
      [four]: 'Unknown user 3333',
    })
  })

  test('deleted people are named as deleted, and differ from unknown ones', async () => {
    const files = {
      ...index({
        [three]: 'Direct Message with Deleted User#0000',
        [four]: 'Direct Message with Deleted User a4ec85eb#3784',
      }),
      ...dm(one, ownerId, 'Deleted User'),
      ...dm(two, ownerId),
      ...dm(three, ownerId, '456226577798135808'),
      ...dm(four, ownerId, 'Deleted User'),
    }
    expect(await peopleOf(files)).toEqual({
      [one]: 'Deleted user 1111',
      [two]: 'Unknown user 1111',
      [three]: 'Deleted user 2222',
      [four]: 'Deleted User a4ec85eb#3784',
    })
  })

  test('a name in a relationship is used instead of the index’s placeholder', async () => {
    const relationships = [{ id: friendId, type: 1, user: { id: friendId, username: 'friend' } }]
    const people = await peopleOf({
      'Account/user.json': account({ relationships }),
      ...index({
        [one]: 'Direct Message with Unknown Participant',
        [two]: 'Direct Message with ',
        [three]: null,
      }),
      ...dm(one, ownerId, friendId),
      ...dm(two, ownerId, friendId),
      ...dm(three, ownerId, friendId),
      ...dm(four, ownerId, strangerId),
    })
    expect(people).toEqual({
      [one]: 'friend',
      [two]: 'friend',
      [three]: 'friend',
      [four]: 'Unknown user 3333',
    })
  })

  test('invisible names are ignored', async () => {
    const blanks = [' ', '\u3164', '\u200b\u200d', '\u2800 ']
    const entries = ids.map((id, number) => [id, `Direct Message with ${blanks[number]}#0`])
    const files = Object.assign({}, ...ids.map((id) => dm(id, ownerId, strangerId))) as Files
    const people = await peopleOf({ ...files, ...index(Object.fromEntries(entries)) })
    for (const name of Object.values(people)) expect(name).toMatch(/^Unknown user \d+$/)
    expect(new Set(Object.values(people)).size).toBe(4)
  })
})

describe('groups', () => {
  const nameOf = async (json: object, text?: string | null) =>
    (
      await resultOf({
        ...folder(channelId, { type: 'GROUP_DM', ...json }),
        ...(text === undefined ? {} : index({ [channelId]: text })),
      })
    ).values('SELECT channel_name FROM guild_channels_data')[0]

  test('a group is named by its own name, by its text in the index, or by its id', async () => {
    expect(await nameOf({ name: 'trio' }, 'other')).toBe('trio')
    expect(await nameOf({ name: ' ' }, 'quartet')).toBe('quartet')
    for (const text of ['None', 'Unknown Participant', null, '  ', undefined]) {
      expect(await nameOf({ name: null }, text)).toBe('Group DM 0005')
    }
  })

  test('202 groups without a name get 202 different names', async () => {
    const ids = Array.from({ length: 202 }, (_, number) => `5${String(number * 977).padStart(17, '0')}`)
    const files = Object.assign({}, ...ids.map((id) => folder(id, { id, type: 'GROUP_DM' }))) as Files
    const names = (await resultOf(files)).values('SELECT channel_name FROM guild_channels_data')
    expect(new Set(names).size).toBe(202)
  })
})

describe('servers', () => {
  const at = (month: number) => `2024-0${month}-01T10:00:00Z`
  const nameAfter = async (files: Files, ...lines: string[]) =>
    (
      await resultOf({
        ...folder(channelId, { type: 'GUILD_TEXT', name: null, guild: { id: guildId, name: null } }),
        ...activityFile(...lines),
        ...files,
      })
    ).values(`SELECT guild_name FROM guilds WHERE guild_id = '${guildId}'`)[0]
  const named = (type: string, month: number, guild_name: unknown) =>
    line(type, at(month), { guild_id: guildId, guild_name })

  test('a server without a name in any file gets its newest name in those events that the analysis reads', async () => {
    expect(await nameAfter({}, named('guild_joined', 1, 'Old Town'))).toBe('Old Town')
    expect(
      await nameAfter({}, named('leave_guild', 3, 'New Town'), named('guild_joined', 1, 'Old Town')),
    ).toBe('New Town')
    expect(await nameAfter({}, named('create_guild', 1, 'Mine'), named('delete_guild', 2, null))).toBe('Mine')
    expect(
      await nameAfter({}, named('channel_updated', 2, 'Renamed'), named('guild_joined', 1, 'Town')),
    ).toBe('Renamed')
    expect(await nameAfter({}, named('guild_joined', 1, '  '), named('guild_viewed', 2, 'Seen'))).toBe(
      'Unknown server 0004',
    )
  })

  test('a name in a file takes precedence over one in an event', async () => {
    const joined = named('guild_joined', 1, 'Old Town')
    expect(await nameAfter({ 'Servers/index.json': { [guildId]: 'Index' } }, joined)).toBe('Index')
    expect(
      await nameAfter({ [`Servers/${guildId}/guild.json`]: { id: guildId, name: 'Guild' } }, joined),
    ).toBe('Guild')
    const other = folder(otherChannelId, { type: 0, guild: { id: guildId, name: 'Channel' } })
    expect(await nameAfter(other, joined)).toBe('Channel')
  })

  test('the timeline lists created, joined, left and deleted servers, with the names of those that are gone', async () => {
    const gone = '400000000000000099'
    const nameless = '400000000000010099'
    const result = await resultOf({
      'Servers/index.json': { [guildId]: 'Town' },
      ...activityFile(
        named('create_guild', 1, 'Town before it was renamed'),
        line('guild_joined', at(2), { guild_id: gone, guild_name: 'Gone' }),
        line('leave_guild', at(3), { guild_id: gone, guild_name: 'Gone' }),
        line('delete_guild', at(4), { guild_id: nameless }),
        line('leave_guild', at(5), { guild_id: null, guild_name: 'Nowhere' }),
      ),
    })
    const timeline = `SELECT guild_name AS name, event, date(event_date, 'unixepoch') AS day FROM server_timeline
      ORDER BY event_date`
    expect(result.rows(timeline)).toEqual([
      { name: 'Town', event: 'created', day: '2024-01-01' },
      { name: 'Gone', event: 'joined', day: '2024-02-01' },
      { name: 'Gone', event: 'left', day: '2024-03-01' },
      { name: 'Unknown server 0099', event: 'deleted', day: '2024-04-01' },
    ])
    expect(result.values('SELECT guild_id FROM guilds')).toEqual([guildId])
  })
})

test('with an index of nulls, everything counts, and every row has a distinct name', async () => {
  const types = ['GUILD_TEXT', 'GROUP_DM', 'PUBLIC_THREAD', 'GUILD_VOICE', 'DM']
  const ids = Array.from({ length: 40 }, (_, number) => `5000000000000${String(number).padStart(5, '0')}`)
  const files = Object.assign(
    {},
    ...ids.map((id, number) => ({
      ...folder(id, { id, type: types[number % 5] }),
      [`Messages/c${id}/messages.json`]: dailyMessages('2023-12-01', 1 + (number % 3), number),
    })),
  ) as Files
  const result = await resultOf({ ...index(Object.fromEntries(ids.map((id) => [id, null]))), ...files })
  expect(result.count('message_sent')).toBe(79)
  for (const names of ['user_name FROM dm_channels_data', 'channel_name FROM guild_channels_data']) {
    const values = result.values(`SELECT ${names}`)
    expect([names, values.length, new Set(values).size]).toEqual([names, 8, 8])
  }
})
