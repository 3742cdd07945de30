/** Checks the rows of channels and guilds, their names, and the people of DMs. */
import { expect, test } from 'bun:test'
import {
  account,
  activityFile,
  channelId,
  friendId,
  guildId,
  line,
  otherChannelId,
  ownerId,
  rowsOf,
  strangerId,
  type Files,
} from './sample-package.ts'

const relationships = [
  {
    id: friendId,
    type: 'FRIEND',
    user: { id: friendId, username: 'friend', global_name: 'Friend', avatar: 'a_0123456789abcdef' },
  },
  {
    id: strangerId,
    display_name: 'Shown',
    user: { id: strangerId, username: 'stranger', global_name: 'Global', avatar: null },
  },
  { id: ownerId, user: { id: ownerId, username: 'owner' } },
  { id: '7', user: null },
]

/** The rows of a package with one channel. */
function channel(json: object | string | null, text?: string | null, more: Files = {}) {
  return rowsOf({
    'Account/user.json': account({ relationships }),
    ...(text !== undefined && { 'Messages/index.json': { [channelId]: text } }),
    ...(json !== null && { [`Messages/c${channelId}/channel.json`]: json }),
    [`Messages/c${channelId}/messages.json`]: '[]',
    ...more,
  })
}

const dm = (...recipients: unknown[]) => ({ id: channelId, type: 'DM', recipients })

test('a DM has the name, display name and avatar of the other person', () => {
  expect(channel(dm(friendId, ownerId), 'Direct Message with friend#0').dm_channels_data).toEqual([
    {
      channel_id: channelId,
      dm_user_id: friendId,
      user_name: 'friend',
      display_name: 'Friend',
      user_avatar_url: `https://cdn.discordapp.com/avatars/${friendId}/a_0123456789abcdef.`,
      total_message_count: 0,
      total_voice_channel_duration: 0,
    },
  ])
  expect(channel(dm(ownerId, strangerId)).dm_channels_data[0]).toMatchObject({
    dm_user_id: strangerId,
    user_name: 'stranger',
    display_name: 'Shown',
    user_avatar_url: null,
  })
})

test.each([
  [[ownerId, friendId], friendId],
  [[friendId, ownerId], friendId],
  [[ownerId, 'Deleted User'], channelId],
  [['456226577798135808', ownerId], channelId],
  [[ownerId], channelId],
  [[friendId], channelId],
  [[], channelId],
  [[ownerId, null], channelId],
  [[ownerId, ownerId], ownerId],
])('the person of a DM with the recipients %j', (recipients, expected) => {
  expect(channel(dm(...recipients)).dm_channels_data[0]!.dm_user_id).toBe(expected)
})

test.each([
  ['Direct Message with someone#1234', 'someone#1234'],
  ['Direct Message with someone#0', 'someone'],
  ['Direct Message with someone#0000', 'someone'],
  ['Direct Message with so#0#0', 'so#0'],
  ['Direct Message with #0', 'friend'],
  ['Direct Message with Unknown Participant', 'friend'],
  ['Direct Message with Deleted User a4ec85eb#3784', 'Deleted User a4ec85eb#3784'],
  ['Direct Message with Deleted User#0000', 'friend'],
  ['Direct Message with  ', 'friend'],
  ['Direct Message with \u3164#0', 'friend'],
  ['None', 'friend'],
  [null, 'friend'],
])('the name of a DM with the text %j', (text, expected) => {
  expect(channel(dm(ownerId, friendId), text).dm_channels_data[0]!.user_name).toBe(expected)
})

test('a DM of an unknown person has a generated name', () => {
  expect(channel({ type: 1 }).dm_channels_data[0]).toMatchObject({
    dm_user_id: channelId,
    user_name: 'Unknown user 0005',
  })
})

test('unnamed people are distinguished by the last digits of their channels’ ids', () => {
  const other = (id: string, recipients: unknown[]): Files => ({
    [`Messages/c${id}/channel.json`]: { type: 'DM', recipients },
  })
  const rows = rowsOf({
    'Messages/index.json': { '700000000000070005': 'Direct Message with Deleted User' },
    ...other('500000000000000005', [ownerId]),
    ...other('600000000000010005', []),
    ...other('600000000000000006', [ownerId, strangerId]),
    ...other('600000000000000007', [ownerId, 'Deleted User']),
    ...other('600000000000020007', ['456226577798135808', ownerId]),
    ...other('600000000000000005', [ownerId, 'Deleted User']),
    ...other('700000000000070005', [ownerId]),
  })
  const names = rows.dm_channels_data.map(({ channel_id, user_name }) => [channel_id, user_name])
  expect(Object.fromEntries(names)).toEqual({
    '500000000000000005': 'Unknown user 00005',
    '600000000000010005': 'Unknown user 10005',
    '600000000000000006': 'Unknown user 0006',
    '600000000000000007': 'Deleted user 00007',
    '600000000000020007': 'Deleted user 20007',
    '600000000000000005': 'Deleted user 00005',
    '700000000000070005': 'Deleted user 70005',
  })
})

test.each([
  [{ type: 1, recipients: [ownerId, friendId] }, 'dm'],
  [{ type: '1' }, 'dm'],
  [{ type: 'DM' }, 'dm'],
  [{ recipients: [ownerId, friendId] }, 'dm'],
  [{ type: 3, recipients: [ownerId, friendId] }, 'guild'],
  [{ type: 'GROUP_DM' }, 'guild'],
  [{ type: 'GUILD_TEXT', guild: { id: guildId } }, 'guild'],
  [{ type: 11, guild: { id: guildId } }, 'guild'],
  [{ type: 'NEW_KIND', guild: { id: guildId } }, 'guild'],
  [{ guild: { id: guildId } }, 'guild'],
  [{ type: 'GUILD_TEXT' }, 'none'],
  [{}, 'none'],
  ['{"type": "DM", "recip', 'none'],
  [null, 'none'],
])('the kind of a channel with the channel.json %j', (json, kind) => {
  const rows = channel(json)
  expect([rows.dm_channels_data.length, rows.guild_channels_data.length]).toEqual(
    { dm: [1, 0], guild: [0, 1], none: [0, 0] }[kind]!,
  )
})

test('without channel.json, the index text makes a channel a DM', () => {
  for (const json of [null, '{broken'])
    expect(channel(json, 'Direct Message with lost#0').dm_channels_data[0]).toMatchObject({
      dm_user_id: channelId,
      user_name: 'lost',
    })
})

const inGuild = (fields: object = {}) => ({
  type: 0,
  guild: { id: guildId, name: 'My in Server' },
  ...fields,
})

test.each([
  [inGuild({ name: 'general' }), 'other in My in Server', 'general'],
  [inGuild(), 'a in b in My in Server', 'a in b'],
  [inGuild({ name: null }), 'general', 'general'],
  [inGuild(), null, 'Unknown channel'],
  [inGuild(), 'None', 'Unknown channel'],
  [inGuild({ name: '' }), undefined, 'Unknown channel'],
  [{ type: 3, name: 'The group', recipients: [ownerId, friendId] }, 'text', 'The group'],
  [{ type: 3, name: null, recipients: [ownerId, friendId] }, 'text', 'text'],
  [{ type: 3, recipients: [friendId, ownerId, strangerId, '9'] }, 'None', 'friend, stranger'],
  [{ type: 3, recipients: [ownerId] }, 'None', 'Group DM 0005'],
  [{ type: 3 }, undefined, 'Group DM 0005'],
  [{ type: 3 }, 'Unknown Participant', 'Group DM 0005'],
  [{ type: 3, name: ' \t', recipients: [friendId] }, ' ', 'friend'],
])('the channel name of %j with the text %j', (json, text, expected) => {
  expect(channel(json, text).guild_channels_data[0]!.channel_name).toBe(expected)
})

test('group DMs belong to a guild of their own', () => {
  const rows = channel({ type: 3, name: 'g', recipients: [] })
  expect(rows.guild_channels_data[0]!.guild_id).toBe('@me')
  expect(rows.guilds).toEqual([{ guild_id: '@me', guild_name: 'Group DMs', total_message_count: 0 }])
})

test('"Unknown channel in X" belongs to X if exactly one guild has that name', () => {
  const servers = (index: object) => ({ 'Servers/index.json': index })
  const placed = (index: object) =>
    channel({ type: 0 }, 'Unknown channel in Home', servers(index)).guild_channels_data
  expect(placed({ [guildId]: 'Home', '8': 'Other' })).toMatchObject([
    { guild_id: guildId, channel_name: 'Unknown channel' },
  ])
  expect(placed({ [guildId]: 'Home', '8': 'Home' })).toEqual([])
})

test('guilds come from the index, channels and guild.json, and have the name in the first of these that has one', () => {
  const json = { type: 0, guild: { id: '800000000000000001', name: 'from channel' } }
  const rows = channel(json, null, {
    'Servers/index.json': { [guildId]: 'from index', '800000000000000003': '' },
    [`Servers/${guildId}/guild.json`]: { id: guildId, name: 'from guild' },
    'Servers/800000000000000002/guild.json': { id: 1, name: 'from guild' },
    'Servers/800000000000000001/guild.json': { name: 'renamed' },
    'Servers/800000000000000004/guild.json': '{broken',
    [`Messages/c${otherChannelId}/channel.json`]: {
      type: 0,
      guild: { id: '800000000000000005', name: null },
    },
    ...activityFile(line('guild_joined', '2023-05-01T00:00:00Z', { guild_id: '800000000000000006' })),
  })
  expect(rows.guilds.map(({ guild_id, guild_name }) => [guild_id, guild_name])).toEqual([
    [guildId, 'from index'],
    ['800000000000000001', 'from channel'],
    ['800000000000000002', 'from guild'],
    ['800000000000000003', 'Unknown server 0003'],
    ['800000000000000005', 'Unknown server 0005'],
  ])
})

test('a server without a name in any file gets its name from the newest event that has one', () => {
  const named = (type: string, time: string, guild_name: unknown, fields: object = {}) =>
    line(type, time, { guild_id: guildId, guild_name, ...fields })
  const nameAfter = (...lines: string[]) =>
    channel({ type: 0, guild: { id: guildId, name: null } }, null, activityFile(...lines)).guilds[0]!
      .guild_name
  const [first, second, third] = ['2023-05-01T00:00:00Z', '2023-06-01T00:00:00Z', '2023-07-01T00:00:00Z']
  const joined = named('guild_joined', first, 'Old Town')
  expect(nameAfter(joined)).toBe('Old Town')
  expect(nameAfter(named('leave_guild', second, 'New Town'), joined)).toBe('New Town')
  expect(nameAfter(joined, named('channel_updated', second, ' '), named('delete_guild', third, null))).toBe(
    'Old Town',
  )
  expect(nameAfter(named('guild_joined', first, 'Gate', { join_method: 'Membership_Gating' }))).toBe('Gate')
  expect(nameAfter(named('guild_viewed', first, 'Seen'))).toBe('Unknown server 0004')
  const index = { 'Servers/index.json': { [guildId]: 'Town Hall' } }
  expect(rowsOf({ ...index, ...activityFile(joined) }).guilds[0]!.guild_name).toBe('Town Hall')
})

test('a server in which the owner only used voice has a row', () => {
  const rows = rowsOf(
    activityFile(
      line('leave_voice_channel', '2023-05-01T00:00:00Z', {
        channel_id: channelId,
        guild_id: guildId,
        duration: '60000',
      }),
      line('leave_guild', '2023-06-01T00:00:00Z', { guild_id: guildId, guild_name: 'Old Town' }),
      line('leave_guild', '2023-06-01T00:00:00Z', { guild_id: '800000000000000009', guild_name: 'No row' }),
    ),
  )
  expect(rows.guilds).toEqual([{ guild_id: guildId, guild_name: 'Old Town', total_message_count: 0 }])
})

test('ids that occur only in the index or in events make no channel', () => {
  const rows = rowsOf({
    'Messages/index.json': { [channelId]: 'Direct Message with a#0', [otherChannelId]: 'general in Home' },
    ...activityFile(line('add_reaction', '2023-05-01T00:00:00Z', { channel_id: channelId })),
  })
  expect([rows.dm_channels_data, rows.guild_channels_data, rows.guilds]).toEqual([[], [], []])
})

test('a Servers index whose names look like those of channels is recognized', () => {
  const rows = channel({ type: 0 }, 'Unknown channel', {
    'Servers/index.json': { [guildId]: 'Made in Home' },
  })
  expect(rows.guilds).toHaveLength(1)
  expect(rowsOf({ 'x/index.json': { [channelId]: 'general in Home' } }).guilds).toEqual([])
})

test('a Servers index without folders of servers is recognized, and so are enclosing folders in any language', () => {
  expect(rowsOf({ 'x/y/Serveurs/index.json': { [guildId]: 'Home' } }).guilds).toHaveLength(1)
  const rows = channel(null, undefined, {
    'pack/訊息/index.json': { [otherChannelId]: 'Direct Message with a#0' },
    [`pack/訊息/c${otherChannelId}/channel.json`]: dm(ownerId, friendId),
  })
  expect(rows.dm_channels_data[0]!.user_name).toBe('a')
})
