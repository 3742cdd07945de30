/** Every package with some countable content is analyzed: one section, one folder, an unknown owner. */
import { describe, expect, test } from 'bun:test'
import {
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
import { dailyMessages, resultOfFiles } from './result-of.ts'

const town = { id: channelId, type: 'GUILD_TEXT', name: 'general', guild: { id: guildId, name: 'Town' } }
const folder = (id: string, json: object, days: number, root = 'Messages/'): Files => ({
  [`${root}c${id}/channel.json`]: json,
  [`${root}c${id}/messages.json`]: dailyMessages('2024-01-01', days, Number(id.slice(-2))),
})
const dm = (id: string, ...recipients: string[]) => folder(id, { id, type: 'DM', recipients }, 2)
const group = (id: string, ...recipients: string[]) =>
  folder(id, { id, type: 'GROUP_DM', name: 'trio', recipients }, 1)
const general = folder(channelId, town, 7)
const [third, fourth] = ['500000000000000013', '500000000000000014']

const ownerQuery = `SELECT package_owner_id AS id, package_owner_name AS name, package_is_partial AS partial
  FROM package_data`
const unknown = { id: '0', name: 'Unknown user', partial: 1 }

const cases: { [name: string]: [files: Files, messages: number, owner: object] } = {
  'one channel of a server': [general, 7, unknown],
  'the folder of a channel alone, at the root': [folder(channelId, town, 7, ''), 7, unknown],
  'the folder of a channel inside of another': [folder(channelId, town, 7, 'backup/old/'), 7, unknown],
  'a messages file without its channel.json': [
    { [`c${channelId}/messages.json`]: dailyMessages('2024-01-01', 3) },
    3,
    unknown,
  ],
  'a channel and one direct message: either person could be the owner': [
    { ...general, ...dm(otherChannelId, ownerId, friendId) },
    9,
    unknown,
  ],
  'two direct messages have one person in common': [
    { ...dm(otherChannelId, ownerId, friendId), ...dm(third, strangerId, ownerId) },
    4,
    { ...unknown, id: ownerId },
  ],
  'a direct message and a group have one person in common': [
    { ...dm(otherChannelId, ownerId, friendId), ...group(third, strangerId, ownerId, '7') },
    3,
    { ...unknown, id: ownerId },
  ],
  'a direct message and a group with the same person': [
    { ...dm(otherChannelId, ownerId, friendId), ...group(third, friendId, ownerId, '7') },
    3,
    unknown,
  ],
  'a third list of recipients decides': [
    {
      ...dm(otherChannelId, ownerId, friendId),
      ...group(third, friendId, ownerId),
      ...dm(fourth, ownerId, strangerId),
    },
    5,
    { ...unknown, id: ownerId },
  ],
}

describe('only messages', () => {
  for (const [name, [files, messages, owner]] of Object.entries(cases)) {
    test(name, async () => {
      const result = await resultOfFiles(files)
      expect(result.rows(ownerQuery)).toEqual([owner as never])
      expect(result.count('message_sent')).toBe(messages)
    })
  }

  test('with an unknown owner, a direct message is assigned to its channel, not to a person', async () => {
    const result = await resultOfFiles(dm(otherChannelId, ownerId, friendId))
    expect(result.rows('SELECT channel_id, dm_user_id, user_name FROM dm_channels_data')).toEqual([
      { channel_id: otherChannelId, dm_user_id: otherChannelId, user_name: 'Unknown user 0006' },
    ])
  })
})

test('a package of servers only is analyzed', async () => {
  const result = await resultOfFiles({ 'Servers/index.json': { [guildId]: 'Town' } })
  expect(result.rows(ownerQuery)).toEqual([unknown])
  expect(result.values('SELECT guild_name FROM guilds')).toEqual(['Town'])
})

test('a package of activity files only is analyzed, with or without an owner in the lines', async () => {
  const at = '2024-05-01T10:00:00Z'
  const owned = await resultOfFiles(activityFile(line('app_opened', at, { user_id: ownerId })))
  expect(owned.rows(ownerQuery)).toEqual([{ ...unknown, id: ownerId, partial: 0 }])
  const nobodys = await resultOfFiles(activityFile(line('app_opened', at)))
  expect(nobodys.rows(ownerQuery)).toEqual([{ ...unknown, partial: 0 }])
  expect(nobodys.count('app_opened')).toBe(1)
})

test('a package of payments only is analyzed', async () => {
  const payment = { id: '1', created_at: '2024-05-01T10:00:00Z', currency: 'eur', amount: 499, status: 1 }
  const path = 'Account/user_data_exports/discord_billing/payments.json'
  const result = await resultOfFiles({ [path]: { records: [payment] } })
  expect(result.values('SELECT payment_amount FROM payments')).toEqual([499])
})

test('a truncated user.json loses only its own content', async () => {
  const result = await resultOfFiles({ 'Account/user.json': `{"id": "${ownerId}", "usern`, ...general })
  expect(result.rows(ownerQuery)).toEqual([unknown])
  expect(result.count('message_sent')).toBe(7)
})

const nothing: { [name: string]: Files } = {
  'pictures and a text': { 'README.txt': 'hello', 'holiday/1.png': new Uint8Array(9) },
  'an index of channels without any of them': { 'Messages/index.json': { [channelId]: 'general in Town' } },
  'lines that no statistic reads': activityFile(line('ack_messages', '2024-05-01T10:00:00Z'), 'no line\n'),
}
for (const [name, files] of Object.entries(nothing)) {
  test(`MISSING_USER_DATA is the error for ${name}`, async () => {
    await expect(resultOfFiles(files)).rejects.toMatchObject({ code: 'MISSING_USER_DATA' })
  })
}
