/** Several packages on one command line: merged when they are one person's, in any order. */
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'

let home: string
const inside = (name: string) => join(home, name)
beforeAll(async () => {
  home = createDataDir()
  const input = { seed: 4, events: 300, countedShare: 0.5 }
  const packages = {
    'early.zip': { ...input, messages: 200, exportDate: '2025-06-01' },
    'late.zip': { ...input, messages: 200, historyMonths: 6 },
    'other.zip': { ...input, seed: 5, messages: 20 },
  }
  for (const [name, options] of Object.entries(packages)) {
    await Bun.write(inside(name), (await packageBytes(options)).archive as Uint8Array<ArrayBuffer>)
  }
})
afterAll(() => removeDataDir(home))

function rows(name: string, sql: string): string[] {
  using database = new Database(inside(name), { readonly: true })
  return database
    .query(sql)
    .values()
    .map((row) => JSON.stringify(row))
    .sort()
}

test('whatever either has, in any order, once as twice', async () => {
  for (const [output, ...inputs] of [
    ['one.sqlite', 'early.zip', 'late.zip'],
    ['two.sqlite', 'late.zip', 'early.zip', 'late.zip'],
    ['early.sqlite', 'early.zip'],
    ['late.sqlite', 'late.zip'],
  ] as [string, ...string[]][]) {
    const run = await runCommand(['analyze', ...inputs.map(inside), '-o', inside(output), '--report'])
    expect([run.exitCode, run.stderr]).toEqual([0, expect.stringContaining('wrote')])
    expect(run.stdout).toContain('Coverage')
  }
  const starts = `SELECT * FROM sessions`
  const both = new Set([...rows('early.sqlite', starts), ...rows('late.sqlite', starts)])
  expect(rows('one.sqlite', starts)).toEqual([...both].sort())
  for (const table of ['activity', 'sessions', 'voice_sessions', 'guilds', 'dm_channels_data', 'payments']) {
    expect(rows('two.sqlite', `SELECT * FROM ${table}`)).toEqual(rows('one.sqlite', `SELECT * FROM ${table}`))
  }
}, 60_000)

test('packages of different people are refused in a sentence', async () => {
  const run = await runCommand([
    'analyze',
    inside('early.zip'),
    inside('other.zip'),
    '-o',
    inside('no.sqlite'),
  ])
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining('different people')])
  expect(await Bun.file(inside('no.sqlite')).exists()).toBe(false)
}, 60_000)
