/** Checks which messages count, when, and for which channel and guild. */
import { expect, test } from 'bun:test'
import {
  activityRow,
  channelId,
  countedOf,
  friendId,
  guildId,
  messagesJson,
  otherChannelId,
  ownerId,
  rowsOf,
  type Files,
} from './sample-package.ts'

const folder = `Messages/c${channelId}`
const dm = { id: channelId, type: 'DM', recipients: [ownerId, friendId] }

function messagesOf(content: string | Uint8Array, name = 'messages.json') {
  return countedOf(rowsOf({ [`${folder}/channel.json`]: dm, [`${folder}/${name}`]: content }))
}

function sent(day: string, hour: number, occurence_count = 1, columns: object = {}) {
  return activityRow('message_sent', day, hour, {
    occurence_count,
    associated_channel_id: channelId,
    ...columns,
  })
}

test('there is one row per channel, UTC day and hour', () => {
  const content = messagesJson(
    ['1012542537824747590', '2022-08-26 02:02:33'],
    ['1012542529817825280', '2022-08-26 02:59:59'],
    ['1012542529817825281', '2022-08-26 03:00:00'],
  )
  expect(messagesOf(content)).toEqual([sent('2022-08-26', 2, 2), sent('2022-08-26', 3)])
})

test('ids that differ only beyond 2^53 are different, and equal ones count once, quoted or not', () => {
  const content = `[{"ID": 1012542537824747590, "Timestamp": "2022-08-26 02:02:33"},
    {"ID": 1012542537824747591, "Timestamp": "2022-08-26 02:02:33"},
    {"ID": "1012542537824747590", "Timestamp": "2022-08-26 02:02:33"}]`
  expect(messagesOf(content)).toEqual([sent('2022-08-26', 2, 2)])
})

test('without a usable Timestamp, the ID gives the time; a message with neither does not count', () => {
  const content = `[{"ID": 1012542537824747590},
    {"ID": 1012542537824747591, "Timestamp": "1999-01-01 00:00:00"},
    {"ID": 5, "Timestamp": "null"}, {"Timestamp": null}, {"Contents": "x"}, 7]`
  expect(messagesOf(content)).toEqual([sent('2022-08-26', 2, 2)])
})

test('files that other programs saved are read: with keys in another case, wrapped, one object a line, or from a spreadsheet', () => {
  const rows = [1, 2, 3].map((number) => ({
    ID: `101254253782474759${number}`,
    Timestamp: '2022-08-26 02:02:33',
    Contents: 'a { "ID": 1 } b',
  }))
  const lower = rows.map(({ ID, Timestamp, Contents }) => ({
    id: ID,
    timestamp: Timestamp,
    content: Contents,
  }))
  const texts = [
    ...[rows, lower, { messages: rows }, { channel: { id: '1' }, Messages: lower }].flatMap((value) => [
      JSON.stringify(value),
      `\ufeff${JSON.stringify(value, null, '\t')}`.replaceAll('\n', '\r\n'),
    ]),
    rows.map((row) => JSON.stringify(row)).join('\n'),
    `${JSON.stringify({ messages: rows }).slice(0, -2)},{"ID": 4, "Tim`,
  ]
  for (const text of texts) expect(messagesOf(text)).toEqual([sent('2022-08-26', 2, 3)])
  const csv = (mark: string) =>
    ['ID,Timestamp,Contents,Attachments', ...rows.map(({ ID, Timestamp }) => `${ID},${Timestamp},"a, b",`)]
      .map((row) => row.replace(/,(?! b)/g, mark))
      .join('\r\n')
  for (const mark of [',', ';', '\t']) {
    expect(messagesOf(csv(mark), 'messages.csv')).toEqual([sent('2022-08-26', 2, 3)])
  }
})

test('messages without an ID are never duplicates', () => {
  const message = '{"Timestamp": "2022-08-26 02:02:33"}'
  expect(messagesOf(`[${message},${message}]`)).toEqual([sent('2022-08-26', 2, 2)])
})

test('a truncated file gives the messages before the truncation', () => {
  const content = messagesJson(
    ['1012542537824747590', '2022-08-26 02:02:33'],
    ['1012542537824747591', '2022-08-26 03:02:33'],
  )
  expect(messagesOf(content.slice(0, -20))).toEqual([sent('2022-08-26', 2)])
  expect(messagesOf('')).toEqual([])
  expect(messagesOf('[\n\n]')).toEqual([])
})

test('only the broken object is lost', () => {
  const content = messagesJson(['1', 'x'], ['1012542537824747590', '2022-08-26 02:02:33']).replace(
    '"ID": 1,',
    '"ID": 1x,',
  )
  expect(messagesOf(content)).toEqual([sent('2022-08-26', 2)])
})

test('CSV is read with quotes, newlines, CRLF, and a truncated row', () => {
  const csv =
    'ID,Timestamp,Contents,Attachments\r\n' +
    '1012542537824747590,2022-08-26 02:02:33.726000+00:00,"a ""b"", c\r\n1,2,3,4",\r\n' +
    '1012542537824747590,2022-08-26 02:02:33.726000+00:00,again,\r\n' +
    '1012542537824747592,,no time,https://cdn.example/a.png\r\n' +
    '1012542537824747593,2022-08-26 05:02:33+00:00,"cut'
  expect(messagesOf(csv, 'messages.csv')).toEqual([sent('2022-08-26', 2, 2)])
})

test('c<ID> and <ID> are one channel, even with JSON in one and CSV in the other', () => {
  const rows = rowsOf({
    [`a/c${channelId}/channel.json`]: dm,
    [`a/c${channelId}/messages.json`]: messagesJson(['1012542537824747590', '2022-08-26 02:02:33']),
    [`a/${channelId}/messages.csv`]:
      'ID,Timestamp,Contents,Attachments\n1012542537824747590,2022-08-26 02:02:33,,\n1012542537824747599,2022-08-26 02:02:33,,\n',
  })
  expect(countedOf(rows)).toEqual([sent('2022-08-26', 2, 2)])
  expect(rows.dm_channels_data).toHaveLength(1)
  expect(rows.dm_channels_data[0]!.total_message_count).toBe(2)
})

test('messages have the guild of a guild channel, @me in a group DM, and no guild in a DM or an unknown channel', () => {
  const content = messagesJson(['1012542537824747590', '2022-08-26 02:02:33'])
  const guildOf = (channel: object | string, index: object = {}) =>
    countedOf(
      rowsOf({
        'Messages/index.json': index,
        'Servers/index.json': { [guildId]: 'Home' },
        [`${folder}/channel.json`]: channel,
        [`${folder}/messages.json`]: content,
      }),
    ).map((row) => row.associated_guild_id)
  expect(guildOf(dm)).toEqual([null])
  expect(guildOf({ type: 'GROUP_DM', recipients: [ownerId, friendId] })).toEqual(['@me'])
  expect(guildOf({ type: 0, name: 'general', guild: { id: guildId, name: 'Home' } })).toEqual([guildId])
  expect(guildOf({ id: channelId, type: 'GUILD_TEXT' })).toEqual([null])
  expect(guildOf('{"id": broken')).toEqual([null])
  expect(guildOf({ type: 0 }, { [channelId]: 'Unknown channel in Home' })).toEqual([guildId])
  expect(guildOf({ type: 0 }, { [channelId]: 'Unknown channel in Elsewhere' })).toEqual([null])
})

test('totals of channels and guilds are the sums of their messages', () => {
  const times = (...ids: string[]) =>
    messagesJson(...ids.map((id): [string, string] => [id, '2022-08-26 02:02:33']))
  const files: Files = {
    [`Messages/c${channelId}/channel.json`]: { type: 0, name: 'a', guild: { id: guildId, name: 'Home' } },
    [`Messages/c${channelId}/messages.json`]: times('1', '2', '3'),
    [`Messages/c${otherChannelId}/channel.json`]: {
      type: 0,
      name: 'b',
      guild: { id: guildId, name: 'Home' },
    },
    [`Messages/c${otherChannelId}/messages.json`]: times('1', '2'),
  }
  const rows = rowsOf(files)
  expect(rows.guild_channels_data.map((row) => row.total_message_count).sort()).toEqual([2, 3])
  expect(rows.guilds).toEqual([{ guild_id: guildId, guild_name: 'Home', total_message_count: 5 }])
})

test('CSV columns are found by the header, with any separator; without a header, nothing is read', () => {
  const times = (csv: string) => messagesOf(csv, 'messages.csv').map((row) => [row.day, row.occurence_count])
  const swapped = 'Timestamp,Contents,ID\n2022-08-26 02:02:33,a,1\n2022-08-26 02:02:33,b,1\n'
  for (const mark of [',', ';', '\t'])
    expect(times(swapped.replaceAll(',', mark))).toEqual([['2022-08-26', 1]])
  expect(times('1,2022-08-26 02:02:33,a,\n2,2022-08-26 02:02:33,b,\n')).toEqual([])
  expect(times('Timestamp,Contents\n2022-08-26 02:02:33,a\n2022-08-26 02:02:33,a,b\n')).toEqual([
    ['2022-08-26', 1],
  ])
  expect(times('ID,Timestamp,Contents,Attachments\n1,2022-08-26 02:02:33,cu')).toEqual([])
})
