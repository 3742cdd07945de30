/**
 * The engine in the browser: the same bytes as on a server, for healthy, odd and broken packages; and nothing
 * is sent.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pageFiles } from '../../../build/page/files.js'
import { analyzePackage, sqliteOf } from '../../analysis/analyze.ts'
import { BytesSource } from '../../data-package/archive/byte-source.ts'
import { PackageError } from '../../errors.ts'
import { dayOf } from '../../instant.ts'
import { tabLimits } from '../../page/engine/limits.ts'
import { local } from '../../page/texts/local/en.ts'
import { flow } from '../../page/texts/flow/en.ts'
import { sizes } from '../../synthetic-package/options.ts'
import { quirkNames } from '../../synthetic-package/quirks.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { isLongRun } from '../support/servers/long-run.ts'
import { type Browser, type Page, startBrowser } from '../support/browser/browser.ts'
import { personAt } from '../support/browser/person.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'

setDefaultTimeout(240_000)

const dataDir = createDataDir()
const folder = mkdtempSync(join(tmpdir(), 'dumpus-dropped-'))
const packageId = '0123456789abcdef0123456789abcdef'
const worker = pageFiles.find(({ name }) => name.startsWith('analysis-worker-'))!.name
let browser: Browser
let server: ServerProcess
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([startBrowser(), startServer({ PORT: '0', DATA_DIR: dataDir })])
  page = await browser.open(`${server.url}/`)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  removeDataDir(dataDir)
  rmSync(folder, { recursive: true, force: true })
})

/** What Bun makes of an archive: the hash of the database, or the word for what is wrong. */
async function made(archive: Uint8Array): Promise<string> {
  const options = { packageId, today: dayOf(Date.now()), limits: tabLimits }
  try {
    return hashOf(sqliteOf(await analyzePackage(new BytesSource(archive), options), options))
  } catch (error) {
    if (error instanceof PackageError) return error.detail
    throw error
  }
}

/** What the browser makes of it, in one worker or in two. */
function madeInBrowser(archive: Uint8Array, isShared: boolean): Promise<string> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const file = new File([Uint8Array.fromBase64('${archive.toBase64()}')], 'package.zip')
    const worker = new Worker('page/${worker}', { type: 'module' })
    worker.onerror = (event) => reject(new Error(event.message))
    worker.onmessage = async ({ data }) => {
      if (data.kind === 'progress') return
      worker.terminate()
      if (data.kind === 'failure') return resolve(data.detail)
      resolve(new Uint8Array(await crypto.subtle.digest('SHA-256', data.sqlite)).toHex())
    }
    worker.postMessage({ files: [{ path: 'package.zip', file }], packageId: '${packageId}', isShared: ${isShared} })
  })`)
}

function inGroups<Item>(items: readonly Item[], groups: number): Item[][] {
  return Array.from({ length: groups }, (_, group) => items.filter((_, index) => index % groups === group))
}

function hashOf(bytes: Uint8Array): string {
  return new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
}

test('SQLite has the same version on both sides', async () => {
  const { Database } = await import('bun:sqlite')
  const inBun = new Database(':memory:').query('SELECT sqlite_version()').values()[0]![0]
  const { default: initSqlite } = await import('@sqlite.org/sqlite-wasm')
  const { version } = await initSqlite()
  expect(version.libVersion).toBe(inBun as string)
})

test('S, in one worker and in two', async () => {
  const { archive } = await packageBytes({ ...sizes.S, seed: 11 })
  const expected = await made(archive)
  expect(expected).toMatch(/^[0-9a-f]{64}$/)
  expect(await madeInBrowser(archive, true)).toBe(expected)
  expect(await madeInBrowser(archive, false)).toBe(expected)
})

test('packages with every oddity of the generator', async () => {
  // Together in a few packages for every change, each alone in the long form.
  const groups = isLongRun ? quirkNames.map((name) => [name]) : inGroups(quirkNames, 6)
  for (const [number, names] of groups.entries()) {
    const quirks = Object.fromEntries(names.map((name) => [name, true]))
    const input = { seed: 100 + number, messages: 150, events: 600, countedShare: 0.6, quirks }
    const { archive } = await packageBytes(input)
    expect([names, await madeInBrowser(archive, number % 2 === 0)]).toEqual([names, await made(archive)])
  }
})

test('broken archives are refused with the same word', async () => {
  const { archive } = await packageBytes({ seed: 5, messages: 50, events: 200 })
  const flipped = archive.slice()
  flipped[Math.floor(archive.length / 3)]! ^= 0xff
  for (const broken of [
    new Uint8Array(),
    new Uint8Array(100),
    archive.subarray(0, archive.length - 30),
    flipped,
  ]) {
    const expected = await made(broken)
    expect(await madeInBrowser(broken, true)).toBe(expected)
    expect(await madeInBrowser(broken, false)).toBe(expected)
  }
})

test('a chosen zip becomes pictures, is kept and forgotten, and no byte of it leaves the browser', async () => {
  const { archive } = await packageBytes({ ...sizes.S, messages: 2000, events: 4000, seed: 12 })
  const path = join(folder, 'package.zip')
  writeFileSync(path, archive)
  const tab = await browser.open(`${server.url}/`)
  const person = personAt(tab)
  const before = tab.requests.length
  await tab.choose('input[type=file]', [path])
  await person.until(`document.querySelector('.fact')`)
  const sent = tab.requests.slice(before)
  expect(sent.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(sent.filter(({ url }) => !new URL(url).pathname.startsWith('/page/'))).toEqual([])
  await tab.reload()
  await person.until(`document.querySelector('.fact')`)
  await person.goTo('#/device')
  await person.click('Forget it here')
  await person.sees(local.title)
  expect(tab.complaints).toEqual([])
})

test('what is no zip is said at once, and a broken one after a look', async () => {
  const tab = await browser.open(`${server.url}/`)
  const person = personAt(tab)
  const [text, broken] = [join(folder, 'notes.txt'), join(folder, 'broken.zip')]
  writeFileSync(text, 'no zip')
  writeFileSync(broken, 'no zip either')
  await tab.choose('input[type=file]', [text])
  await person.sees(local.notZip)
  await tab.choose('input[type=file]', [broken])
  await person.sees(flow.problems.title)
  await person.sees('The file is not a zip archive, or it is truncated.')
  expect(tab.complaints).toEqual([])
})
