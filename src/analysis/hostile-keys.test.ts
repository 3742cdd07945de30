/**
 * Ids and names that differ in a package but are equal in the form in which they are stored. None of them may
 * end an analysis with an error of SQLite.
 */
import { beforeAll, expect, test } from 'bun:test'
import { differencesOf } from '../tests/support/judges/differences.ts'
import { rowsOf, sqliteOf } from '../tests/support/judges/engine-run.ts'
import { mergeDifferencesOf } from '../tests/support/judges/merge-differences.ts'
import {
  type Files,
  account,
  activityFile,
  channelId,
  friendId,
  guildId,
  line,
  ownerId,
  strangerId,
  today,
  zipOf,
} from '../tests/oracle/sample-package.ts'
import { wantedEvents } from './statistics/registry.ts'

/** The longest text that is stored. */
const long = 'x'.repeat(500)
const texts = [
  ...['1', '1\0', '\x001', '\0', '\0\0', '', ' ', '1 ', ' 1', 'null', 'null\0', '0', '-1', '__proto__'],
  ...['\ud800', '\udc00', '\ufffd', 'a\ud83d', 'a\ud83e', '🎉', '\u200b', 'Ａ', 'é', 'e\u0301', 'É'],
  ...[`${long}a`, `${long}b`, `${long}\0`, `${long.slice(1)}😀`, `${long.slice(1)}😁`, `\0${long}`],
]
const at = '2024-05-01T10:00:00Z'
const kinds = [
  { type: 'DM', recipients: [ownerId, strangerId] },
  { type: 'GROUP_DM', recipients: [ownerId, strangerId] },
  { type: 'GUILD_TEXT' },
]

function hostileFiles(names = texts): Files {
  const numbered = names.map((text, number) => ({
    text,
    channel: `50000000000000${1000 + number}`,
    guild: `60000000000000${1000 + number}`,
    person: `70000000000000${1000 + number}`,
  }))
  const channels = numbered.flatMap(({ text, channel, guild }, number): [string, object][] => [
    [
      `Messages/c${channel}/channel.json`,
      { name: text, guild: { id: guild, name: text }, ...kinds[number % kinds.length] },
    ],
    [
      `Messages/c${channel}/messages.json`,
      [1, 2, 3].map((one) => ({
        ...{ ID: `${one}${channel}`, Timestamp: at, Attachments: text },
        Contents: `${text} word ${text}🎉`,
      })),
    ],
  ])
  const index = Object.fromEntries([
    ...names.map((text) => [text, text]),
    ...numbered.flatMap(({ text, channel, guild }) => [
      ...[channel, `${channel}\0`, guild, `${guild}\0`].map((id) => [id, text]),
    ]),
  ])
  const payment = { created_at: at, currency: 'usd', amount: 5, status: 1, description: null }
  return {
    'Account/user.json': account({
      relationships: numbered.map(({ text, person }) => ({
        ...{ id: person, type: 1, since: text, display_name: text },
        user: { id: text, username: text, global_name: text },
      })),
      user_activity_application_statistics: names.map((text) => ({
        application_id: text,
        total_duration: 99,
      })),
      library_applications: names.map((text) => ({ application: { id: text, name: text } })),
    }),
    'Account/user_data_exports/discord_billing/payments.json': {
      records: names.flatMap((text, number) => [
        { ...payment, id: text },
        { ...payment, id: `currency ${number}`, currency: text },
        { ...payment, id: `description ${number}`, description: text },
      ]),
    },
    'Messages/index.json': index,
    'Servers/index.json': index,
    [`Servers/${guildId}/guild.json`]: { name: '1\0' },
    ...Object.fromEntries(channels),
  }
}

/** Fields that must contain an id for their event to count. */
const ids: { [field: string]: string } = {
  ...{ channel_id: channelId, channel: channelId, guild_id: guildId, guild: guildId, server: guildId },
  ...{ application_id: friendId, game_id: friendId, share_application_id: friendId },
}

/** Each event with each text in all of its fields, without and with valid ids. */
function hostileEvents(): Files {
  const lines = [...wantedEvents()].flatMap(([type, fields]) =>
    texts.flatMap((text) => {
      const all = Object.fromEntries(fields.map((field) => [field, text]))
      const valid = Object.fromEntries(
        Object.entries(ids).filter(([field]) => (fields as readonly string[]).includes(field)),
      )
      return [{}, valid].map((known) => line(type, at, { ...all, ...known, timestamp: at }))
    }),
  )
  return activityFile(...lines)
}

let file: Uint8Array
beforeAll(async () => {
  file = await sqliteOf(zipOf({ ...hostileFiles(), ...hostileEvents() }), { today })
})

test('every table with a primary key has rows', () => {
  const keyed = rowsOf<{ name: string }>(
    file,
    `SELECT name FROM sqlite_schema t WHERE type = 'table'
     AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE pk > 0)`,
  ).map(({ name }) => name)
  expect(keyed).toContain('payments')
  expect(keyed.filter((name) => rowsOf(file, `SELECT 1 FROM ${name} LIMIT 1`).length === 0)).toEqual([])
})

test('without the events, the independent analysis comes to the same rows', async () => {
  expect(await differencesOf(zipOf(hostileFiles()), { today })).toEqual([])
})

test('two such results are merged without an error, into the rows of the independent analysis', async () => {
  const [older, newer] = [hostileFiles(), hostileFiles(texts.toReversed())].map((files) => zipOf(files))
  expect(await mergeDifferencesOf(older!, newer!, today)).toEqual([])
})
