/** Several packages on one command line are merged in any order if they belong to one person, or compared. */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { channelId, zipOf } from '../tests/oracle/sample-package.ts'
import { sqliteOf } from '../tests/support/judges/engine-run.ts'
import { createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'
import { differenceOf } from './difference.ts'
import { type NamedResult, mergePackages } from './merge-packages.ts'

let home: string
const inside = (name: string) => join(home, name)
const input = { seed: 4, events: 300, countedShare: 0.5 }
/** The first three are of one person, and each contains something that the others lack. */
const packages = {
  'early.zip': { ...input, messages: 200, exportDate: '2025-06-01' },
  'middle.zip': { ...input, messages: 200, exportDate: '2025-11-01', deletedShare: 0.3 },
  'late.zip': { ...input, messages: 200, historyMonths: 6, deletedShare: 0.2 },
  'other.zip': { ...input, seed: 5, messages: 20 },
}
const tables = [
  ...['activity', 'dm_channels_data', 'guild_channels_data', 'guilds', 'payments', 'voice_sessions'],
  ...['sessions', 'coverage', 'tracking_gaps', 'words', 'emoji', 'games', 'game_days', 'message_totals'],
  ...['deleted_messages', 'relationships', 'server_timeline', 'devices', 'streaming'],
]
const archives = new Map<string, Uint8Array<ArrayBuffer>>()

beforeAll(async () => {
  home = createDataDir()
  for (const [name, options] of Object.entries(packages))
    archives.set(name, (await packageBytes(options)).archive as Uint8Array<ArrayBuffer>)
  const message = {
    ID: 1000000000000000001,
    Timestamp: '2024-01-01 00:00:00',
    Contents: 'hi',
    Attachments: '',
  }
  const nameless = zipOf({ [`Messages/c${channelId}/messages.json`]: [message] })
  archives.set('nameless.zip', nameless as Uint8Array<ArrayBuffer>)
  for (const [name, archive] of archives) await Bun.write(inside(name), archive)
  for (const [name, bytes] of Object.entries(unzipSync(archives.get('middle.zip')!)))
    if (!name.endsWith('/')) await Bun.write(inside(`middle/${name}`), bytes as Uint8Array<ArrayBuffer>)
})
afterAll(() => removeDataDir(home))

function rows(result: Uint8Array, table: string): string[] {
  using database = Database.deserialize(result, true)
  return database
    .query(`SELECT * FROM ${table}`)
    .values()
    .map((row) => JSON.stringify(row))
    .sort()
}

const analyze = (...args: string[]) => runCommand(['analyze', ...args])

test('three packages give the same result in every order, when repeated, and if one is a folder', async () => {
  const today = new Date().toISOString().slice(0, 10)
  const results = new Map<string, Uint8Array>()
  for (const name of ['early', 'middle', 'late'])
    results.set(name, await sqliteOf(archives.get(`${name}.zip`)!, { today }))
  const merge = (...names: string[]) =>
    mergePackages(names.map((name) => ({ name, sqlite: results.get(name)! })))
  const first = merge('early', 'middle', 'late')
  const mixed = await analyze(
    ...[inside('late.zip'), inside('middle'), inside('early.zip'), '-o', inside('mixed.sqlite'), '--report'],
  )
  expect([mixed.exitCode, mixed.stderr]).toEqual([0, expect.stringContaining('wrote')])
  expect(mixed.stdout).toContain('Coverage')
  for (const other of [
    merge('early', 'late', 'middle'),
    merge('middle', 'early', 'late'),
    merge('middle', 'late', 'early'),
    merge('late', 'early', 'middle'),
    merge('late', 'middle', 'early', 'late', 'middle'),
    await Bun.file(inside('mixed.sqlite')).bytes(),
  ]) {
    for (const table of tables) expect([table, rows(other, table)]).toEqual([table, rows(first, table)])
  }
  const told = [...results.values()].map((result) => rows(result, 'sessions'))
  expect(rows(first, 'sessions')).toEqual([...new Set(told.flat())].sort())
  for (const of of told) expect(of.length).toBeLessThan(rows(first, 'sessions').length)
}, 60_000)

test.each([
  ['of different people', ['early.zip', 'other.zip'], '--same-owner', 'different people'],
  [
    'of which one does not identify its owner',
    ['early.zip', 'nameless.zip'],
    '--report',
    'give --same-owner',
  ],
])('packages %s are refused in a sentence', async (_, names, option, sentence) => {
  const run = await analyze(...names.map(inside), option, '-o', inside('no.sqlite'))
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining(sentence)])
  expect(await Bun.file(inside('no.sqlite')).exists()).toBe(false)
})

test('a package without an owner is merged with --same-owner, and no temporary file is left', async () => {
  // A folder of its own: other tests use the common one meanwhile.
  const temporary = inside('temporary')
  mkdirSync(temporary)
  const args = ['analyze', inside('nameless.zip'), inside('early.zip'), '--same-owner', '--format', 'json']
  const run = await runCommand(args, { TMPDIR: temporary })
  const early = await sqliteOf(archives.get('early.zip')!, { today: '2026-11-24' })
  const messages = rows(
    early,
    "(SELECT sum(occurence_count) FROM activity WHERE event_name = 'message_sent')",
  )
  const report = JSON.parse(run.stdout)
  expect(report.owner.id).toBe(JSON.parse(rows(early, '(SELECT package_owner_id FROM package_data)')[0]!)[0])
  expect(report.totals.messages).toBe(JSON.parse(messages[0]!)[0] + 1)
  expect(readdirSync(temporary)).toEqual([])
}, 60_000)

test('--diff lists what only the older one has, in either order', async () => {
  const json = await analyze('--diff', inside('early.zip'), inside('late.zip'), '--format', 'json')
  expect(json.exitCode).toBe(0)
  const difference = JSON.parse(json.stdout)
  expect(difference.older.package).toBe(inside('early.zip'))
  const named: NamedResult[] = []
  for (const name of [inside('late.zip'), inside('early.zip')])
    named.push({ name, sqlite: await sqliteOf(await Bun.file(name).bytes(), { today: '2026-11-24' }) })
  const text = differenceOf(named, 'text')
  const lost = (table: string, columns: string) => {
    const [kept, had] = named.map(({ sqlite }) => new Set(rows(sqlite, `(SELECT ${columns} FROM ${table})`)))
    return [...had!].filter((row) => !kept!.has(row)).length
  }
  const { onlyInOlder, lists, payments } = difference
  const sum = (list: { count: number }[]) => list.reduce((total, { count }) => total + count, 0)
  expect(onlyInOlder.people).toBe(lost('dm_channels_data', 'dm_user_id'))
  expect(onlyInOlder.servers).toBe(lost('guilds', 'guild_id'))
  expect(onlyInOlder.payments).toBe(lost('payments', 'payment_id'))
  expect(onlyInOlder.voiceSessions).toBe(lost('voice_sessions', 'channel_id, started_date'))
  expect(onlyInOlder.voiceSessions).toBeGreaterThan(0)
  expect(onlyInOlder.messages).toBeGreaterThan(0)
  expect(sum(lists.channels)).toBe(onlyInOlder.messages)
  expect([lists.people.length, lists.servers.length]).toEqual([onlyInOlder.people, onlyInOlder.servers])
  expect(payments).toHaveLength(onlyInOlder.payments)
  expect(text).toContain(`Messages        ${onlyInOlder.messages} of ${difference.older.messages}\n`)
  expect(text).toContain(lists.channels[0].name)
}, 60_000)

test('--diff of a package with itself says that nothing is lost; wrong uses are refused', async () => {
  const early = { name: 'early', sqlite: await sqliteOf(archives.get('early.zip')!, { today: '2026-11-24' }) }
  expect(differenceOf([early, early], 'text')).toContain(
    'The newer package has all messages, voice sessions, people, servers and payments of the older one.',
  )
  for (const args of [
    ['--diff', inside('early.zip')],
    ['--diff', inside('early.zip'), inside('late.zip'), '-o', inside('no.sqlite')],
    ['--diff', inside('early.zip'), inside('late.zip'), '--report'],
  ]) {
    const { exitCode, stderr } = await analyze(...args)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--diff')])
  }
}, 60_000)
