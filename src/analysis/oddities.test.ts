/**
 * One package for each oddity that the generator has no quirk for. Each test states the result, and both the
 * engine and the independent analysis must give it.
 */
import { describe, expect, test } from 'bun:test'
import { differencesOf } from '../tests/support/judges/differences.ts'
import { rowsOf, sqliteOf } from '../tests/support/judges/engine-run.ts'
import {
  type Files,
  account,
  activityFile,
  channelId,
  exportDay,
  friendId,
  guildId,
  line,
  messagesJson,
  otherChannelId,
  ownerId,
  strangerId,
  today,
  zipOf,
} from '../tests/oracle/sample-package.ts'

interface Oddity {
  files: Files
  query: string
  rows: object[]
}

const user = { 'Account/user.json': account() }
const dm = { id: channelId, type: 'DM', recipients: [ownerId, friendId] }
const at = '2024-05-01T10:00:00Z'
const messages = messagesJson(['1012542537824747590', '2022-08-26 02:02:33'])
const messageCount = `SELECT sum(occurence_count) AS count FROM activity WHERE event_name = 'message_sent'`
const activity = 'Activity/reporting/events-2024-00000-of-00001.json'
const leave = (duration: unknown, time = at, fields: object = {}) =>
  line('leave_voice_channel', time, { channel_id: channelId, guild_id: guildId, duration, ...fields })
const payment = {
  ...{ id: '1', created_at: '2024-02-03T23:59:59.999Z', currency: 'JPY', amount: 500, amount_refunded: 0 },
  ...{ status: 1, description: null },
}

const oddities: { [name: string]: Oddity } = {
  'a second user.json under Activities': {
    files: {
      'Activities/Activities_1/users/user.json': { id: strangerId, username: 'stranger' },
      'Activities/user.json': { id: strangerId, username: 'stranger' },
      ...user,
    },
    query: 'SELECT package_owner_id AS id FROM package_data',
    rows: [{ id: ownerId }],
  },
  'only Messages: the owner is the person in both direct messages': {
    files: {
      [`Nachrichten/c${channelId}/channel.json`]: dm,
      [`Nachrichten/c${otherChannelId}/channel.json`]: { type: 1, recipients: [strangerId, ownerId] },
    },
    query: 'SELECT package_owner_id AS id, package_is_partial AS partial FROM package_data',
    rows: [{ id: ownerId, partial: 1 }],
  },
  'Activity and Activities under one Japanese name, decomposed as macOS writes it': {
    files: {
      ...user,
      ['アクティビティ/reporting/events-2024-00000-of-00001.json'.normalize('NFD')]: line('app_opened', at),
      ['アクティビティ/Activities_1/users/user.json'.normalize('NFD')]: { id: strangerId },
    },
    query: `SELECT sum(occurence_count) AS count FROM activity WHERE event_name = 'app_opened'`,
    rows: [{ count: 1 }],
  },
  'one channel as c<ID> and as <ID>, in CSV and in JSON': {
    files: {
      ...user,
      [`messages/c${channelId}/channel.json`]: dm,
      [`messages/c${channelId}/messages.json`]: messages,
      [`messages/${channelId}/messages.csv`]:
        'ID,Timestamp,Contents,Attachments\r\n1012542537824747590,2022-08-26 02:02:33+00:00,a,\r\n' +
        '1012542537824747591,2022-08-26 02:02:34.726000+00:00,"two\r\n""lines"", one row",\r\n',
    },
    query: messageCount,
    rows: [{ count: 2 }],
  },
  'CSV with reordered columns, separated by semicolons, and with a header that contains separators': {
    files: {
      ...user,
      [`messages/${channelId}/messages.csv`]:
        'Timestamp;Contents;ID\r\n2022-08-26 02:02:33;"a;b,c";1012542537824747590\r\n2022-08-26 03:02:33;;1012542537824747591',
      [`messages/${otherChannelId}/messages.csv`]:
        '\r\n"a, b"\tTimestamp\tID\n;\t2022-08-26 04:02:33\t1012542537824747590\n',
    },
    query: messageCount,
    rows: [{ count: 3 }],
  },
  'CSV without the column ID, and with too many or too few fields': {
    files: {
      ...user,
      [`messages/${channelId}/messages.csv`]:
        'Timestamp,Contents\n2022-08-26 02:02:33,a\n2022-08-26 02:02:33,a\n2022-08-26 02:02:33,a,b\n2022-08-26 02:02:33\n',
    },
    query: `SELECT used_count AS used, broken_count AS broken, undated_count AS undated FROM coverage
      WHERE source = 'messages'`,
    rows: [{ used: 2, broken: 2, undated: 0 }],
  },
  'CSV without a header: a file of one row and a file of two': {
    files: {
      ...user,
      [`messages/${channelId}/messages.csv`]: '1012542537824747590,2022-08-26 02:02:33,content,\n',
      [`messages/${otherChannelId}/messages.csv`]:
        '1012542537824747591,2022-08-26 02:02:33,a,\n1012542537824747592,2022-08-26 02:02:33,b,\n',
    },
    query: `SELECT used_count AS used, broken_count AS broken, undated_count AS undated, reasons FROM coverage
      WHERE source = 'messages'`,
    rows: [{ used: 0, broken: 3, undated: 0, reasons: 'unusable_files mostly_unusable' }],
  },
  'a user.json without an id': {
    files: { 'Account/user.json': { username: 'ada' }, [`Messages/c${channelId}/channel.json`]: dm },
    query: `SELECT file_count AS files, used_count AS used, reasons FROM coverage WHERE source = 'account'`,
    rows: [{ files: 1, used: 0, reasons: 'unusable_files' }],
  },
  'CSV with a row before its header': {
    files: {
      ...user,
      [`messages/${channelId}/messages.csv`]:
        'sep=;\nID;Timestamp;Contents\n1012542537824747590;2022-08-26 02:02:33;a\n',
    },
    query: `SELECT used_count AS used, broken_count AS broken, undated_count AS undated FROM coverage
      WHERE source = 'messages'`,
    rows: [{ used: 1, broken: 1, undated: 0 }],
  },
  'an empty messages.json, and a channel folder without one': {
    files: {
      ...user,
      [`Messages/c${channelId}/channel.json`]: dm,
      [`Messages/c${channelId}/messages.json`]: '[\n\n]',
      [`Messages/c${otherChannelId}/channel.json`]: { type: 'GUILD_TEXT', name: 'a', guild: { id: guildId } },
    },
    query: `SELECT channel_id AS id, total_message_count AS count FROM dm_channels_data
      UNION ALL SELECT channel_id, total_message_count FROM guild_channels_data`,
    rows: [
      { id: channelId, count: 0 },
      { id: otherChannelId, count: 0 },
    ],
  },
  'an index entry without a folder, and a folder without an index entry': {
    files: {
      ...user,
      'Messages/index.json': { [otherChannelId]: 'Direct Message with nobody#0' },
      [`Messages/c${channelId}/channel.json`]: dm,
    },
    query: 'SELECT channel_id AS id, user_name AS name FROM dm_channels_data',
    rows: [{ id: channelId, name: 'Unknown user 0005' }],
  },
  'unquoted ids that JavaScript rounds to the same number': {
    files: {
      ...user,
      [`Messages/c${channelId}/channel.json`]: `{"id": ${channelId}, "type": 1, "recipients": [${ownerId}, ${friendId}]}`,
      [`Messages/c${channelId}/messages.json`]: messagesJson(
        ['1012542537824747590', at],
        ['1012542537824747591', at],
        ['1012542537824747590', at],
      ),
    },
    query: `${messageCount} UNION ALL SELECT dm_user_id FROM dm_channels_data`,
    rows: [{ count: 2 }, { count: friendId }],
  },
  'an empty file, and a file of lines without a type': {
    files: {
      ...user,
      'Activity/analytics/events-2024-00000-of-00001.json': '',
      [activity]: '{"predicted_gender":"male","probability":"0.9","day_pt":"2024-01-01"}\n{}\n',
    },
    query: `SELECT source, line_count, broken_count, package_is_partial AS partial FROM coverage, package_data
      WHERE source IN ('analytics', 'reporting')`,
    rows: [
      { source: 'analytics', line_count: 0, broken_count: 0, partial: 1 },
      { source: 'reporting', line_count: 2, broken_count: 0, partial: 1 },
    ],
  },
  'names with lone surrogates, NUL and invalid UTF-8': {
    files: {
      ...user,
      [`Messages/c${channelId}/channel.json`]: Buffer.concat([
        Buffer.from(`{"type":"GUILD_TEXT","name":"a\\u0000b\\ud83d","guild":{"id":"${guildId}","name":"x`),
        Buffer.from([0xff]),
        Buffer.from('"}}'),
      ]),
    },
    query: `SELECT channel_name AS name, guild_name AS guild FROM guild_channels_data NATURAL JOIN guilds`,
    rows: [{ name: 'ab\ufffd', guild: 'x\ufffd' }],
  },
  'payments in both files: the newer file decides, refunds are deducted, yen have no hundredths': {
    files: {
      'Account/user.json': account({ payments: [{ ...payment, id: '9' }] }),
      'Account/user_data_exports/discord_billing/payments.json': {
        records: [
          payment,
          { ...payment, id: '2', currency: 'discord_orb' },
          { ...payment, id: '3', amount_refunded: '500' },
          { ...payment, id: 4, amount: '1000', amount_refunded: 250 },
          { ...payment, id: '5', description: 'Temporary Authorization -- Nitro' },
          { ...payment, id: '6', status: 2 },
          { ...payment, id: '7', amount: 1e21 },
          { ...payment, id: '8', amount: 5.5 },
          { ...payment, id: '1', amount: 1 },
        ],
      },
    },
    query: 'SELECT * FROM payments_by_currency',
    rows: [{ currency: 'jpy', exponent: 0, payment_count: 2, total_amount: 1250 }],
  },
  'a payments.json without a list of payments: those of user.json count': {
    files: {
      'Account/user.json': account({ payments: [payment] }),
      'Account/user_data_exports/discord_billing/payments.json': { records: null },
    },
    query: 'SELECT payment_id AS id FROM payments',
    rows: [{ id: '1' }],
  },
  'backslashes instead of slashes': {
    files: {
      'Account\\user.json': account(),
      [`Messages\\c${channelId}\\channel.json`]: dm,
      [`Messages\\c${channelId}\\messages.json`]: messages,
    },
    query: messageCount,
    rows: [{ count: 1 }],
  },
  'durations as text, as numbers, negative, absurd, and missing': {
    files: {
      ...user,
      ...activityFile(
        leave('60000', '2024-05-01T01:00:00Z'),
        leave(120_000, '2024-05-01T02:00:00Z'),
        leave(-5, '2024-05-01T03:00:00Z'),
        leave(700_000_000, '2024-05-01T04:00:00Z'),
        line('join_voice_channel', '2024-05-01T05:00:00Z', { channel: channelId, server: guildId }),
        leave(null, '2024-05-01T05:03:30Z'),
      ),
    },
    query: 'SELECT duration_mins AS minutes FROM voice_sessions ORDER BY started_date',
    rows: [{ minutes: 1 }, { minutes: 2 }, { minutes: 3 }],
  },
  'overlapping voice sessions are merged, near duplicates count once, other channels are separate': {
    files: {
      ...user,
      ...activityFile(
        leave(1_800_000, '2024-05-01T10:30:00Z'),
        leave(1_800_000, '2024-05-01T10:40:00Z'),
        leave(1_803_000, '2024-05-01T10:30:02Z'),
        leave(600_000, '2024-05-01T10:30:00Z', { channel_id: otherChannelId }),
      ),
    },
    query: 'SELECT channel_id, call_count, total_minutes FROM calls ORDER BY channel_id',
    rows: [
      { channel_id: channelId, call_count: 1, total_minutes: 40 },
      { channel_id: otherChannelId, call_count: 1, total_minutes: 10 },
    ],
  },
  'recipients whose ids are short, are numbers, or have white space around them': {
    files: {
      ...user,
      [`Messages/c${channelId}/channel.json`]: { type: 'DM', recipients: [7, ownerId] },
      [`Messages/c${otherChannelId}/channel.json`]: { type: 'DM', recipients: [ownerId, ' 99999999999999 '] },
    },
    query: 'SELECT channel_id AS id, dm_user_id AS person FROM dm_channels_data ORDER BY channel_id',
    rows: [
      { id: channelId, person: '7' },
      { id: otherChannelId, person: '99999999999999' },
    ],
  },
  'names and labels that nobody can see count as missing': {
    files: {
      ...user,
      'Messages/index.json': { [channelId]: '\u200b in Town', [otherChannelId]: 'Unknown channels' },
      [`Messages/c${channelId}/channel.json`]: { type: 0, name: ' ', guild: { id: guildId, name: 'Town' } },
      [`Messages/c${otherChannelId}/channel.json`]: { type: 'GROUP_DM', name: '\u3164' },
      ...activityFile(
        line('app_opened', at, { os: '\u200b', browser: ' ' }),
        line('add_reaction', at, { emoji_name: '\u200b' }),
      ),
    },
    query: `SELECT channel_name AS name FROM guild_channels_data
      UNION ALL SELECT os || ' ' || client FROM devices
      UNION ALL SELECT count(extra_field_1) FROM activity`,
    rows: [
      { name: 'Unknown channel' },
      { name: 'Unknown channels' },
      { name: 'Unknown Unknown' },
      { name: 0 },
    ],
  },
  'a server that only an event mentions has no row': {
    files: { ...user, ...activityFile(line('guild_joined', at, { guild_id: guildId })) },
    query: `SELECT associated_guild_id AS id, (SELECT count(*) FROM guilds) AS guilds FROM activity
      WHERE event_name = 'guild_joined'`,
    rows: [{ id: guildId, guilds: 0 }],
  },
  'one event in several folders and shards, out of order': {
    files: {
      ...user,
      'Activity/tns/events-2024-00001-of-00002.json': line('app_opened', at, { event_id: 'one' }),
      'Activity/analytics/events-2024-00000-of-00001.json':
        line('app_opened', '2024-05-02T00:00:00Z', { event_id: 'two' }) +
        line('app_opened', at, { event_id: 'one' }),
      'Activity/modeling/events-2024-00000-of-00001.json': line('app_opened', at, { event_id: 'one' }),
    },
    query: `SELECT source, used_count AS used, duplicate_count AS duplicates FROM coverage
      WHERE source IN ('analytics', 'modeling', 'reporting', 'tns')`,
    rows: [
      { source: 'analytics', used: 2, duplicates: 0 },
      { source: 'modeling', used: 0, duplicates: 1 },
      { source: 'reporting', used: 0, duplicates: 0 },
      { source: 'tns', used: 0, duplicates: 1 },
    ],
  },
  'of several copies of a message, the first with a valid time counts': {
    files: {
      ...user,
      [`Messages/c${channelId}/channel.json`]: dm,
      [`Messages/c${channelId}/messages.json`]: messagesJson(['5', 'never'], ['5', at], ['5', at]),
    },
    query: `SELECT used_count AS used, duplicate_count AS duplicates, undated_count AS undated FROM coverage
      WHERE source = 'messages'`,
    rows: [{ used: 1, duplicates: 1, undated: 1 }],
  },
}

describe('oddities of packages', () => {
  for (const [name, { files, query, rows }] of Object.entries(oddities)) {
    test(name, async () => {
      const archive = zipOf(files, exportDay)
      expect(rowsOf(await sqliteOf(archive, { today }), query)).toEqual(rows as never)
      expect(await differencesOf(archive, { today })).toEqual([])
    })
  }
})

test('private data of user.json, and secrets in bot tokens, events and the texts of messages, are not in the result', async () => {
  const secret = 'xyzzyplugh'
  const archive = zipOf({
    'Account/user.json': account({
      email: `${secret}@example.com`,
      phone: secret,
      ip: secret,
      connections: [{ name: secret }],
      payment_sources: [{ billing_address: { city: secret } }],
      notes: { [friendId]: secret },
    }),
    'Account/applications/1/application.json': { bot_token: secret },
    [`Messages/c${channelId}/channel.json`]: dm,
    [`Messages/c${channelId}/messages.json`]: [
      { ID: '1', Timestamp: at, Contents: `${secret} ${secret} ${secret}`, Attachments: secret },
      { ID: '2', Timestamp: at, Contents: `again ${secret}, https://${secret}.com` },
      { ID: '3', Timestamp: at, Contents: `write to a@${secret} or ${secret}@b, the code is ${secret}1` },
    ],
    ...activityFile(line('app_opened', at, { ip: secret, city: secret })),
  })
  const file = await sqliteOf(archive, { today })
  expect(Buffer.from(file).includes(secret)).toBe(false)
})
