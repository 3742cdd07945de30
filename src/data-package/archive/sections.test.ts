/** Finding the sections of packages in several languages, of different ages, and with wrapper folders. */
import { describe, expect, test } from 'bun:test'
import type { Entry } from './archive.ts'
import { entriesOf, findSections } from './sections.ts'

const channel = '100000000000000003'
const guild = '200000000000000004'

function entry(name: string, size = 1): Entry {
  return {
    name,
    rawName: name,
    flags: 0,
    method: 0,
    crc32: 0,
    compressedSize: 0,
    size,
    headerOffset: 0,
    dataEndMax: 0,
  }
}

/** The paths of each section. */
function sectionsOf(names: readonly string[]) {
  const sections = findSections(names.map((name) => entry(name)))
  const paths = (entries: readonly Entry[]) => entries.map(({ name }) => name)
  return {
    accounts: paths(sections.accounts),
    payments: paths(sections.payments),
    channels: [...sections.channels].map(([id, files]) => [
      id,
      paths(files.descriptions),
      paths(files.messages),
    ]),
    guilds: [...sections.guilds].map(([id, files]) => [id, paths(files)]),
    indexes: [paths(sections.messagesIndexes), paths(sections.serversIndexes), paths(sections.otherIndexes)],
    activity: sections.activity.map(({ folder, entry: file }) => [folder, file.name]),
  }
}

const languages: [
  language: string,
  account: string,
  messages: string,
  servers: string,
  activity: string,
  activities: string,
][] = [
  ['English', 'Account', 'Messages', 'Servers', 'Activity', 'Activities'],
  ['lower case', 'account', 'messages', 'servers', 'activity', 'activities'],
  ['French', 'Compte', 'Messages', 'Serveurs', 'Activité', 'Activités'],
  ['German', 'Account', 'Nachrichten', 'Server', 'Aktivität', 'Aktivitäten'],
  [
    'Japanese, two roots with the same name',
    'アカウント',
    'メッセージ',
    'サーバー',
    'アクティビティ',
    'アクティビティ',
  ],
  ['Chinese', '帳號', '訊息', '伺服器', '活動', '活動們'],
  ['Russian', 'аккаунт', 'сообщения', 'серверы', 'активность', 'занятия'],
  [
    'a wrapper',
    'package/Account',
    'package/Messages',
    'package/Servers',
    'package/Activity',
    'package/Activities',
  ],
  [
    'two wrappers',
    'a/Discord Data - x/Account',
    'a/Discord Data - x/M',
    'a/Discord Data - x/S',
    'a/Discord Data - x/A',
    'a/Discord Data - x/B',
  ],
  ['several sections in one folder', 'x', 'x', 'y', 'x', 'z'],
]

describe('languages and wrappers', () => {
  test.each(languages)('%s', (_language, account, messages, servers, activity, activities) => {
    const expected = {
      accounts: [`${account}/user.json`],
      payments: [`${account}/user_data_exports/discord_billing/payments.json`],
      channels: [
        [channel, [`${messages}/c${channel}/channel.json`], [`${messages}/c${channel}/messages.json`]],
      ],
      guilds: [[guild, [`${servers}/${guild}/guild.json`]]],
      indexes: [[`${messages}/index.json`], [`${servers}/index.json`], []],
      activity: [
        ['analytics', `${activity}/analytics/events-2026-00000-of-00001.json`],
        ['tns', `${activity}/tns/events-2026-00000-of-00002.json`],
      ],
    }
    const names = [
      ...[`${account}/`, `${account}/avatar.png`, ...expected.accounts, ...expected.payments],
      ...[`${activities}/Activities_1/users/user.json`, `${activities}/Activities_1/poker/poker.json`],
      ...[
        `${messages}/index.json`,
        `${messages}/c${channel}/channel.json`,
        `${messages}/c${channel}/messages.json`,
      ],
      ...[
        `${servers}/index.json`,
        `${servers}/${guild}/guild.json`,
        `${servers}/${guild}/audit-log.json`,
        `${servers}/${guild}/channels.json`,
      ],
      ...expected.activity.map(([, name]) => name!),
      'README.txt',
    ]
    expect(sectionsOf(names)).toEqual(expected)
    const found = sectionsOf(names.toReversed())
    expect(found).toEqual({ ...expected, activity: expected.activity.toReversed() })
  })
})

const nothing = { accounts: [], payments: [], channels: [], guilds: [], indexes: [[], [], []], activity: [] }

describe('kinds of packages', () => {
  test('nothing', () => expect(sectionsOf([])).toEqual(nothing))

  test('folders without the c, CSV files, and both in one package', () => {
    const names = [
      `messages/${channel}/channel.json`,
      `messages/${channel}/messages.csv`,
      `messages/c${channel}/messages.json`,
    ]
    expect(sectionsOf(names).channels).toEqual([[channel, [names[0]!], [names[1]!, names[2]!]]])
  })

  test('all files at the top', () => {
    const found = sectionsOf([
      'user.json',
      'index.json',
      `c${channel}/channel.json`,
      `${guild}/guild.json`,
      'tns/events-1.json',
    ])
    expect(found.accounts).toEqual(['user.json'])
    expect(found.channels).toHaveLength(1)
    expect(found.indexes).toEqual([['index.json'], [], []])
    expect(found.activity).toEqual([['tns', 'tns/events-1.json']])
  })

  test('an index without folders beside it', () => {
    expect(sectionsOf(['A/index.json', 'B/index.json']).indexes).toEqual([
      [],
      [],
      ['A/index.json', 'B/index.json'],
    ])
  })

  test('the shallowest user.json comes first', () => {
    expect(sectionsOf(['a/b/user.json', 'a/user.json', 'user.json']).accounts).toEqual([
      'user.json',
      'a/user.json',
      'a/b/user.json',
    ])
  })

  test('of entries with the same name, the last one counts', () => {
    const sections = findSections([entry('A/user.json', 1), entry('A/user.json', 2)])
    expect(sections.accounts.map(({ size }) => size)).toEqual([2])
  })

  test('files of macOS, and paths that only resemble those of a section, are ignored', () => {
    const names = [
      '__MACOSX/Account/user.json',
      'Account/._user.json',
      'Account/.DS_Store',
      'Account/user.json/',
      'Account/user.json.bak',
      'Account/superuser.json',
      'Activities/x/user.json',
      'Activities/a/users/user.json',
      `Messages/c${channel}/`,
      `Messages/c${channel}/other.json`,
      'Messages/c12/channel.json',
      'Messages/c1234567890123456789012/channel.json',
      `Messages/x${channel}/channel.json`,
      'Activity/analytics/events.json',
      'Activity/other/events-2026-00000-of-00001.json',
      `Servers/${guild}/index.json.gz`,
    ]
    expect(sectionsOf(names)).toEqual(nothing)
  })

  test('entriesOf returns every entry that was found', () => {
    const names = [
      'A/user.json',
      'M/index.json',
      `M/c${channel}/channel.json`,
      `M/c${channel}/messages.json`,
      `S/${guild}/guild.json`,
      'S/index.json',
      'X/index.json',
      'A/tns/events-1.json',
    ]
    const read = entriesOf(findSections(names.map((name) => entry(name)))).map(({ name }) => name)
    expect(read.toSorted()).toEqual(names.toSorted())
  })
})
