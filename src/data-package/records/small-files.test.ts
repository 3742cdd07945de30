/**
 * The small JSON files of a package (account, channels, indexes, guilds), of different ages and damaged in
 * different ways.
 */
import { describe, expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { lyingZip } from '../../tests/support/hostile/lying-zip-writer.ts'
import { readAccount } from './account.ts'
import { openArchive } from '../archive/archive.ts'
import { BytesSource } from '../archive/byte-source.ts'
import { readChannel } from './channels.ts'
import { readGuilds, readIndexes } from './indexes.ts'
import { JsonFiles } from './json-file.ts'
import { MemberReader } from '../archive/member.ts'
import { findSections } from '../archive/sections.ts'

const limits = analysisLimitsOf(loadConfig({}))

function open(files: Record<string, unknown>) {
  const members = Object.entries(files).map(([name, value]) => ({
    name,
    content: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  const archive = openArchive(new BytesSource(lyingZip(members)), limits)
  let spent = 0
  const budget = { spend: (bytes: number) => void (spent += bytes) }
  const reader = new MemberReader(archive.source, limits)
  return {
    reader,
    files: new JsonFiles(reader, limits, budget),
    spent: () => spent,
    entries: archive.entries,
    sections: findSections(archive.entries),
  }
}

describe('channel.json', () => {
  const read = (...files: unknown[]) => {
    const opened = open(Object.fromEntries(files.map((file, at) => [`${at}`, file])))
    return readChannel(opened.files, opened.entries)
  }
  const guild = { id: '5', name: 'Home' }
  const kinds: [what: string, file: unknown, kind: string | null][] = [
    ['a DM by number', { type: 1, recipients: ['1', '2'] }, 'dm'],
    ['a DM by name', { type: 'DM', recipients: ['1', '2'] }, 'dm'],
    ['a DM whose type is a number as text', { type: '1' }, 'dm'],
    ['a DM without recipients', { type: 'DM' }, 'dm'],
    ['a group by number', { type: 3 }, 'group'],
    ['a group that shrank to two members', { type: 'GROUP_DM', recipients: ['1', '2'] }, 'group'],
    ['a text channel', { type: 0, guild }, 'guild'],
    ['a thread', { type: 'PUBLIC_THREAD', guild }, 'guild'],
    ['an unknown type', { type: 'HOLODECK', guild }, 'guild'],
    ['a type that is a property name of JavaScript objects', { type: 'constructor', guild }, 'guild'],
    ['a lost channel', { type: 0 }, 'unknown'],
    ['a lost channel whose type is a property name of JavaScript objects', { type: 'toString' }, 'unknown'],
    ['a guild without id', { type: 0, guild: { name: 'Home' } }, 'unknown'],
    ['no type, two recipients', { recipients: ['1', '2'] }, 'dm'],
    ['no type, three recipients', { recipients: ['1', '2', '3'] }, 'group'],
    ['no type, a guild', { guild }, 'guild'],
    ['nothing', {}, null],
  ]
  test.each(kinds)('%s', async (_what, file, kind) => {
    expect((await read(file))!.kind).toBe(kind as 'dm' | null)
  })

  test('name, guild and recipients are read and cleaned', async () => {
    expect(
      await read({ type: 3, name: 'us\0', recipients: ['1', 'Deleted User', null, 7, {}], guild: [] }),
    ).toEqual({
      kind: 'group',
      name: 'us',
      guildId: null,
      guildName: null,
      recipients: ['1', 'Deleted User', '', '7', ''],
    })
  })

  test('the first readable file counts; null when none is readable', async () => {
    expect((await read('{broken', [], { type: 1 }, { type: 3 }))!.kind).toBe('dm')
    expect(await read('', '[]', 'null', '1', '"x"', '{')).toBeNull()
    expect(await read()).toBeNull()
  })

  test('a list longer than any group is truncated', async () => {
    const recipients = Array.from({ length: 60_000 }, (_, at) => `${at + 1}`)
    expect((await read({ type: 3, recipients }))!.recipients).toEqual(recipients.slice(0, 50))
  })
})

describe('index.json', () => {
  const read = async (files: Record<string, unknown>) => {
    const opened = open(files)
    const { channels, guilds } = await readIndexes(opened.files, opened.sections)
    return { channels: Object.fromEntries(channels), guilds: Object.fromEntries(guilds) }
  }
  const channelFile = 'M/c100000000000000003/channel.json'
  const guildFile = 'S/100000000000000004/guild.json'
  const channels = { '11': 'general in Home', '12': 'Direct Message with ada#0' }

  test('next to channels and guilds', async () => {
    const files = {
      [channelFile]: {},
      [guildFile]: {},
      'M/index.json': { ...channels, '13': null, '14': 'None', '15': '', x: 'y', '16': 5 },
      'S/index.json': { '21': 'Home', '22': null, '23': '', '-1': 'x' },
    }
    expect(await read(files)).toEqual({ channels, guilds: { '21': 'Home', '22': null, '23': null } })
  })

  test.each([
    ['direct messages', { '11': 'Direct Message with ada', '12': 'x' }, true],
    ['unknown channels', { '11': 'Unknown channel in x', '12': 'x' }, true],
    ['null', { '11': null, '12': 'x' }, true],
    ['None', { '11': 'None', '12': 'x' }, true],
    ['channels in guilds', { '11': 'a in b', '12': 'c in d' }, true],
    ['names', { '11': 'a in b', '12': 'Home' }, false],
    ['one name', { '11': 'Home' }, false],
  ])('alone, with %s', async (_what, file, isOfChannels) => {
    const found = await read({ 'X/index.json': file })
    expect(Object.keys(isOfChannels ? found.channels : found.guilds).length).toBeGreaterThan(0)
    expect(isOfChannels ? found.guilds : found.channels).toEqual({})
  })

  test('a broken index, and no index', async () => {
    expect(await read({ 'M/index.json': '{"11": "x"', [channelFile]: {} })).toEqual({
      channels: {},
      guilds: {},
    })
    expect(await read({})).toEqual({ channels: {}, guilds: {} })
  })

  test('names that are kept are charged to the memory budget', async () => {
    const long = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at + 1}`, 'x'.repeat(100)]))
    const { files, sections, spent } = open({ [guildFile]: { name: 'y' }, 'S/index.json': long })
    await readIndexes(files, sections)
    const ofIndex = spent()
    expect(ofIndex).toBeGreaterThan(200 * 1000)
    await readGuilds(files, sections)
    expect(spent()).toBeGreaterThan(ofIndex + 500)
  })

  test('guild.json: the last readable one counts', async () => {
    const { files, sections } = open({
      'R/100000000000000004/guild.json': { id: '9', name: 'Earlier' },
      [guildFile]: { id: '9', name: 'Home' },
      'S/100000000000000005/guild.json': '{',
      'T/100000000000000004/guild.json': 'x',
    })
    expect(Object.fromEntries(await readGuilds(files, sections))).toEqual({
      '100000000000000004': 'Home',
    })
  })
})

describe('memory', () => {
  const keysOf = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]))

  test('of a file is returned, unless all of it is kept', async () => {
    const { files, entries, spent } = open({ a: keysOf(1000), b: keysOf(1000) })
    await files.read(entries[0]!)
    expect(spent()).toBe(0)
    await files.read(entries[1]!, true)
    expect(spent()).toBeGreaterThan(1000 * 300)
  })

  test('of a single file is at most a quarter of the budget', async () => {
    const { reader, entries } = open({ a: keysOf(1000) })
    const spend = () => {}
    const files = (jobMemoryBytesMax: number) =>
      new JsonFiles(reader, { ...limits, jobMemoryBytesMax }, { spend })
    expect(await files(4_000_000).read(entries[0]!)).toEqual({})
    expect(
      await files(1_000_000)
        .read(entries[0]!)
        .catch((error) => error.detail),
    ).toBe('package_too_complex')
  })
})

describe('user.json', () => {
  const read = (...files: unknown[]) => {
    const opened = open(Object.fromEntries(files.map((file, at) => [`${at}/user.json`, file])))
    return readAccount(opened.files, opened.entries)
  }

  test('the owner’s identity is read, but no e-mail address, phone number or IP address', async () => {
    const account = (await read({
      id: '1',
      username: 'ada',
      global_name: 'Ada',
      avatar_hash: 'a_0f',
      email: 'a@b.c',
      phone: '+1',
      ip: '1.2.3.4',
      token: 'x',
    }))!
    expect(account.owner).toEqual({
      id: '1',
      username: 'ada',
      displayName: 'Ada',
      avatarUrl: 'https://cdn.discordapp.com/avatars/1/a_0f.gif',
    })
    expect(JSON.stringify(account)).not.toMatch(/a@b\.c|\+1|1\.2\.3\.4/)
  })

  test('a file without an id is unusable', async () => {
    for (const file of [{ username: 'ada' }, { id: 'x' }, {}, []]) {
      const opened = open({ 'user.json': file })
      expect(await readAccount(opened.files, opened.entries)).toBeNull()
      expect([...opened.files.unusable]).toEqual(opened.entries)
    }
  })

  test('the first candidate with an id counts', async () => {
    expect((await read('{', [], {}, { id: 'x' }, { id: 5 }, { id: '6' }))!.owner).toEqual({
      id: '5',
      username: null,
      displayName: null,
      avatarUrl: null,
    })
    expect(await read()).toBeNull()
    expect(await read('null', '1')).toBeNull()
  })

  test.each(['../x', 'x?y', 'x/y', '', 'é', 'x'.repeat(65), null, 5, {}])(
    'no avatar for the hash %p',
    async (hash) => {
      expect((await read({ id: '1', avatar_hash: hash }))!.owner.avatarUrl).toBeNull()
    },
  )

  test('relationships in the formats of all years', async () => {
    const user = { id: '7', username: 'eve', global_name: 'Eve', avatar: 'ff' }
    const { relationships } = (await read({
      id: '1',
      relationships: [
        { id: '7', type: 1, user },
        { id: '8', type: 'FRIEND', display_name: 'Bob' },
        { user: { id: '9' } },
        { id: '10', user: null },
        null,
        5,
        {},
      ],
    }))!
    expect([...relationships.keys()]).toEqual(['7', '8', '9', '10'])
    expect(relationships.get('7')).toEqual({
      id: '7',
      username: 'eve',
      displayName: 'Eve',
      avatarUrl: 'https://cdn.discordapp.com/avatars/7/ff.png',
    })
    expect(relationships.get('8')!.displayName).toBe('Bob')
  })

  test('payments are null unless the file has a list of them', async () => {
    expect((await read({ id: '1', payments: [] }))!.payments).toEqual([])
    expect((await read({ id: '1', payments: null }))!.payments).toBeNull()
    expect((await read({ id: '1' }))!.payments).toBeNull()
  })
})
