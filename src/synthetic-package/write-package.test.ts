/**
 * Packages are read back by other readers (fflate, unzip, Python), and counted by a simple reader that shares
 * no code with the server.
 */
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { demoOptions, randomOptions, sizes } from './options.ts'
import type { PackageInput } from './options.ts'
import { quirkNames } from './quirks.ts'
import type { QuirkName } from './quirks.ts'
import type { PackageRecord } from './record.ts'
import { countPackage } from '../tests/support/judges/simple-reader.ts'
import { packageBytes, writePackage } from './write-package.ts'

const text = new TextDecoder()

async function expectRecordToHold(options: PackageInput): Promise<PackageRecord> {
  const { archive, record } = await packageBytes(options)
  const counts = countPackage(archive, record)
  const { channels } = record.messages
  const recorded = Object.fromEntries(channels.map(({ id, messages, hours }) => [id, { messages, hours }]))
  expect(counts.channels).toEqual(recorded)
  expect(counts.counted).toEqual(record.events.counted)
  expect(counts.hours).toEqual(record.events.hours)
  expect(counts.broken).toBe(record.events.broken)
  expect(counts.untyped).toBe(record.events.untyped)
  const voiceSessions = record.voiceSessions.map(
    ({ channelId, started, ended }) => `${channelId} ${started} ${ended}`,
  )
  expect([...counts.voiceSessions].sort()).toEqual(voiceSessions.sort())
  const sessions = record.sessions.map(({ os, started, ended }) => `${os} ${started} ${ended}`)
  expect([...counts.sessions].sort()).toEqual(sessions.sort())
  expect(record.archive.bytes).toBe(archive.length)
  return record
}

test('a plain package contains what its record says', async () => {
  const record = await expectRecordToHold({ countedShare: 0.4 })
  expect(record.messages.total).toBe(500)
  expect(record.owner?.displayName).toBeString()
  expect(record.voiceSessionCount).toBeGreaterThan(10)
  expect(record.sessionCount).toBeGreaterThan(100)
  expect(record.payments).toHaveLength(6)
  expect(Object.keys(record.events.counted).length).toBeGreaterThan(8)
})

for (const name of quirkNames) {
  test(`${name}: the record is right`, async () => {
    const quirks = { [name]: true } as Record<QuirkName, boolean>
    await expectRecordToHold({
      seed: 9,
      messages: 120,
      events: 400,
      countedShare: 0.6,
      longLineBytes: 60_000,
      quirks,
    })
  })
}

test('random quirks: the record is right', async () => {
  for (let seed = 0; seed < 150; seed++) {
    try {
      await expectRecordToHold(randomOptions(seed))
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    }
  }
})

test('each quirk changes the bytes, and the same options give the same bytes', async () => {
  const base = { seed: 4, messages: 200, events: 500, countedShare: 0.7, commonness: 0, longLineBytes: 1000 }
  const hash = async (options: PackageInput) => Bun.hash((await packageBytes(options)).archive)
  const plain = await hash(base)
  expect(await hash(base)).toBe(plain)
  expect(await hash({ ...base, seed: 5 })).not.toBe(plain)
  for (const name of quirkNames)
    expect([name, await hash({ ...base, quirks: { [name]: true } })]).not.toEqual([name, plain])
})

test('a package with streamed members is written identically twice', async () => {
  const hash = async () => Bun.hash((await packageBytes({ events: 4000, messages: 20_000 })).archive)
  expect(await hash()).toBe(await hash())
})

test('demo: 24,000 messages over five years, up to today', async () => {
  const { record } = await packageBytes(demoOptions('2026-03-01'))
  expect(record.messages.total).toBe(24_000)
  expect(record.events.lines).toBeWithin(46_000, 60_000)
  const days = record.messages.channels.flatMap(({ hours }) => Object.keys(hours)).sort()
  expect(days[0]! < '2021-12').toBeTrue()
  expect(days.at(-1)! > '2026-02-25').toBeTrue()
})

test('the lengths of lines, the number of types, and compression are in the range of real packages', async () => {
  const { archive, record } = await packageBytes({ ...sizes.S, seed: 3 })
  const files = Object.entries(unzipSync(archive)).filter(([name]) => name.includes('/events-'))
  const lines = files.flatMap(([, bytes]) => text.decode(bytes).split('\n').filter(Boolean))
  const mean = lines.reduce((sum, line) => sum + line.length, 0) / lines.length
  expect(mean).toBeWithin(1200, 1600)
  const types = new Set(lines.map((line) => /^\{"event_type":"(\w+)"/.exec(line)?.[1]))
  expect(types.size).toBeGreaterThan(150)
  const used = Object.values(record.events.counted).reduce((sum, n) => sum + n, 0)
  expect(used / record.events.lines).toBeLessThan(0.25)
  expect(record.archive.inflatedBytes / record.archive.bytes).toBeWithin(6, 10)
})

test('unzip and Python, if installed, accept zip64, descriptors, streaming, languages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'))
  const readers = [
    ['unzip', '-tqq'],
    [
      'python3',
      '-c',
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))',
    ],
  ].filter(([program]) => Bun.which(program!))
  try {
    const variants: PackageInput[] = [
      {},
      { quirks: { forceZip64: true } },
      { quirks: { dataDescriptors: true, storedMembers: true } },
      {
        quirks: { forceZip64: true, dataDescriptors: true, explicitDirectoryEntries: true, macosxJunk: true },
      },
      { language: 'ja', events: 8000 },
      { language: 'fr', events: 8000, quirks: { forceZip64: true, shuffledEntries: true } },
    ]
    for (const variant of variants) {
      const { archive, record } = await packageBytes(variant)
      const path = join(folder, 'package.zip')
      writeFileSync(path, archive)
      for (const command of readers) {
        const { exitCode, stdout, stderr } = Bun.spawnSync([...command, path])
        expect([command[0], exitCode, stderr.toString()]).toEqual([command[0], 0, ''])
        if (command[0] === 'python3') expect(Number(stdout.toString())).toBe(record.archive.entries)
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the canary is in messages, names and the mail address', async () => {
  const { archive, record } = await packageBytes({ canary: 'canary-7f3a', messages: 2000 })
  const files = Object.entries(unzipSync(archive)).map(([name, bytes]): [string, string] => [
    name,
    text.decode(bytes),
  ])
  const holds = (end: string) =>
    files.some(([name, content]) => name.endsWith(end) && content.includes('canary-7f3a'))
  for (const end of [
    'Account/user.json',
    'messages.json',
    'channel.json',
    'Servers/index.json',
    'Messages/index.json',
  ]) {
    expect([end, holds(end)]).toEqual([end, true])
  }
  expect(record.guilds[0]!.name).toContain('canary-7f3a')
})

test('an error of the sink fails the package, even within a streamed member', async () => {
  let written = 0
  const sink = (chunk: Uint8Array) => {
    written += chunk.length
    if (written > 400_000) throw new Error('disk full')
  }
  await expect(writePackage({ events: 20_000, messages: 10 }, sink)).rejects.toThrow('disk full')
})

test('invalid options are refused by name', async () => {
  const sink = () => {}
  await expect(writePackage({ messages: -1 }, sink)).rejects.toThrow('messages must')
  await expect(writePackage({ endDate: 'today' }, sink)).rejects.toThrow('endDate must')
  await expect(writePackage({ years: 12 }, sink)).rejects.toThrow('years must')
  await expect(writePackage({ guilds: 0 }, sink)).rejects.toThrow('channels need')
})
