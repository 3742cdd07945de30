/**
 * The page's analysis in a real browser produces the same bytes as a server's, or the same error, with one
 * worker and with two: for healthy, unusual and broken packages, for unzipped ones, for words in scripts
 * without spaces, and in the long form for large packages.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyzePackage, sqliteOf as databaseOf } from '../../analysis/analyze.ts'
import type { ByteSource } from '../../data-package/archive/byte-source.ts'
import { FileSource } from '../../data-package/archive/file-source.ts'
import { listFolder, openFolder } from '../../data-package/archive/folder.ts'
import { PackageError } from '../../errors.ts'
import { serveView } from '../../http/view-server.ts'
import { dayOf } from '../../instant.ts'
import { tabLimits } from '../../page/engine/limits.ts'
import { type PackageInput, sizes } from '../../synthetic-package/options.ts'
import { quirkNames } from '../../synthetic-package/quirks.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type Browser, type Page, startBrowser } from '../support/browser/browser.ts'
import { rowsOf, sqliteOf } from '../support/judges/engine-run.ts'
import { runInTab } from '../support/browser/tab-engine.ts'
import { memoryAttacks } from '../support/hostile/memory-attacks.ts'
import { isLongRun } from '../support/servers/long-run.ts'
import { unzipInto } from '../support/unzip-into.ts'
import { account, today, zipOf } from '../oracle/sample-package.ts'

setDefaultTimeout(isLongRun ? 3_600_000 : 240_000)

const packageId = '0123456789abcdef0123456789abcdef'
const folder = mkdtempSync(join(tmpdir(), 'dumpus-tab-'))
const server = serveView(new Uint8Array())
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await startBrowser()
  page = await browser.open(`${new URL(server.address).origin}/`)
})
afterAll(async () => {
  await browser?.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The result that Bun makes of a package: the hash of the database, or the code of the error. */
async function made(path: string): Promise<string> {
  const options = { packageId, today: dayOf(Date.now()), limits: tabLimits }
  const source: ByteSource = statSync(path).isDirectory()
    ? openFolder(path, listFolder(path, tabLimits))
    : FileSource.open(path)
  try {
    const sqlite = databaseOf(await analyzePackage(source, options), options)
    return new Bun.CryptoHasher('sha256').update(sqlite).digest('hex')
  } catch (error) {
    if (error instanceof PackageError) return error.detail
    throw error
  } finally {
    if (source instanceof FileSource) source.close()
  }
}

/** Compares the packages' results, using one worker or two in the browser. Returns what Bun makes of them. */
async function agree(paths: readonly string[], isShared: boolean): Promise<string[]> {
  const expected: string[] = []
  for (const path of paths) expected.push(await made(path))
  const runs = await runInTab(page, paths, { packageId, isShared })
  const named = (outcomes: readonly string[]) => outcomes.map((outcome, index) => [paths[index], outcome])
  expect(named(runs.map(({ outcome }) => outcome))).toEqual(named(expected))
  return expected
}

const isHash = /^[0-9a-f]{64}$/
let files = 0

function written(archive: Uint8Array): string {
  const path = join(folder, `${files++}.zip`)
  writeFileSync(path, archive)
  return path
}

async function generated(input: PackageInput): Promise<string> {
  return written((await packageBytes(input)).archive)
}

/** Distributes the items over the groups, round robin. */
function inGroups<Item>(items: readonly Item[], groups: number): Item[][] {
  return Array.from({ length: groups }, (_, group) => items.filter((_, index) => index % groups === group))
}

test('the results of S are equal as a zip and as a folder, with one worker and with two', async () => {
  const day = '2026-05-20'
  const { archive } = await packageBytes({ ...sizes.S, seed: 11, endDate: day })
  const zip = written(archive)
  const unzipped = join(folder, 'package')
  unzipInto(unzipped, archive, day)
  const [outcome] = await agree([zip], true)
  expect(outcome).toMatch(isHash)
  await agree([zip], false)
  await agree([unzipped], true)
  await agree([unzipped], false)
})

test('the results of packages with every oddity of the generator are equal', async () => {
  // The short form combines the oddities in a few packages. The long form makes one package per oddity.
  const groups = isLongRun ? quirkNames.map((name) => [name]) : inGroups(quirkNames, 6)
  const paths: string[] = []
  for (const [number, names] of groups.entries()) {
    const quirks = Object.fromEntries(names.map((name) => [name, true]))
    paths.push(await generated({ seed: 100 + number, messages: 150, events: 600, countedShare: 0.6, quirks }))
  }
  for (const isShared of [true, false]) await agree(paths, isShared)
})

test('the results of the field cases are equal', async () => {
  const archives = join(folder, 'field-cases')
  mkdirSync(archives)
  const cases = join(import.meta.dir, '../field-cases')
  // The short form leaves out a file with a package of 90 MB, and a file that saves no archives.
  const large = ['estimates.test.ts', 'several-packages.test.ts']
  const chosen = readdirSync(cases).filter(
    (name) => /\.test\.ts$/.test(name) && (isLongRun || !large.includes(name)),
  )
  const { exitCode, stderr } = Bun.spawnSync(
    [process.execPath, 'test', '--timeout', '60000', ...chosen.map((name) => join(cases, name))],
    {
      // Only the archives are needed. With DUMPUS_EXECUTABLE, each would also be analyzed by a process.
      env: { ...process.env, TEST_ARCHIVES: archives, DUMPUS_EXECUTABLE: undefined },
      stdout: 'ignore',
      stderr: 'pipe',
    },
  )
  expect([exitCode, exitCode === 0 ? '' : stderr.toString()]).toEqual([0, ''])
  const paths = readdirSync(archives)
    .sort()
    .map((name) => join(archives, name))
  expect(paths.length).toBeGreaterThan(100)
  await agree(paths, false)
  await agree(isLongRun ? paths : inGroups(paths, 4)[0]!, true)
})

test('broken archives are refused with the same error', async () => {
  const { archive } = await packageBytes({ seed: 5, messages: 50, events: 200 })
  const flipped = archive.slice()
  flipped[Math.floor(archive.length / 3)]! ^= 0xff
  const broken = [new Uint8Array(), new Uint8Array(100), archive.subarray(0, archive.length - 30), flipped]
  const outcomes = await agree(broken.map(written), true)
  expect(outcomes.filter((outcome) => isHash.test(outcome))).toEqual([])
})

test('a file that is changed or removed after it was chosen is reported as unreadable', async () => {
  const { archive } = await packageBytes({ seed: 6, messages: 50, events: 200 })
  const ways: ((path: string) => void)[] = [(path) => writeFileSync(path, 'other'), (path) => rmSync(path)]
  for (const way of ways) {
    const path = written(archive)
    const [run] = await runInTab(page, [path], { packageId, isShared: false, meanwhile: () => way(path) })
    expect(run!.outcome).toBe('file_unreadable')
  }
})

test('a package that needs more memory than the limit of a tab is refused', async () => {
  const { archiveOf, unit } = memoryAttacks.find(({ name }) => name === 'labels')!
  expect(await agree([written(archiveOf(8 * unit))], true)).toEqual(['package_too_complex'])
})

/** Scripts without spaces between words. The platform's dictionary splits them. */
const phrases = {
  Japanese: '今日はとても天気がいいので、友達と一緒に東京スカイツリーへ行って写真をたくさん撮りました。',
  Chinese: '我们今天晚上一起去北京大学附近的餐厅吃火锅,然后回家打游戏。研究生命起源的科学家很多。',
  Thai: 'วันนี้อากาศดีมากเราไปเที่ยวทะเลกับเพื่อนๆที่พัทยาและกินอาหารทะเลอร่อยมากเลยครับ',
  Burmese: 'ဒီနေ့ရာသီဥတုအရမ်းကောင်းတယ်ကျွန်တော်တို့သူငယ်ချင်းတွေနဲ့အတူရန်ကုန်မြို့ကိုသွားကြတယ်',
}

test.each(Object.entries(phrases))('%s words are split at the same positions', async (_, phrase) => {
  const messages = ['01', '02', '03'].map((day, number) => ({
    ...{ ID: 1000 + number, Timestamp: `2024-03-${day} 12:00:00`, Contents: phrase, Attachments: '' },
  }))
  const files = { 'Account/user.json': account(), 'Messages/c100000000000000003/messages.json': messages }
  const archive = zipOf(files)
  expect(rowsOf(await sqliteOf(archive, { today }), 'SELECT word FROM words').length).toBeGreaterThan(3)
  await agree([written(archive)], false)
})

if (isLongRun) {
  test('the results of M and L are equal, with one worker and with two', async () => {
    for (const size of ['M', 'L'] as const) {
      const path = await generated({ ...sizes[size], seed: 13 })
      for (const isShared of [true, false])
        expect(await agree([path], isShared)).toEqual([expect.stringMatching(isHash)])
      rmSync(path)
    }
  })
}
