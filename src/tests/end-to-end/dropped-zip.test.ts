/**
 * Packages that are dropped or chosen on the page: zips, unzipped folders, several at once; also files that
 * cannot be analyzed, and cancelling.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { details } from '../../errors.ts'
import { serveView } from '../../http/view-server.ts'
import { compare } from '../../page/texts/compare/en.ts'
import { flow } from '../../page/texts/flow/en.ts'
import { local } from '../../page/texts/local/en.ts'
import { type PackageInput, sizes } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type Browser, type Page, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import { type Person, personAt } from '../support/browser/person.ts'
import { unzipInto } from '../support/unzip-into.ts'

setDefaultTimeout(240_000)

const folder = mkdtempSync(join(tmpdir(), 'dumpus-dropped-'))
const zip = join(folder, 'package.zip')
const unzipped = join(folder, 'package')
const day = '2026-05-20'
/** Serves the page alone; these tests need no other part of a server. */
const server = serveView(new Uint8Array())
const origin = new URL(server.address).origin
let browser: Browser
let messages: string

beforeAll(async () => {
  const { archive, record } = await packageBytes({ seed: 12, messages: 900, events: 2000, endDate: day })
  messages = new Intl.NumberFormat('en').format(record.messages.total)
  writeFileSync(zip, archive)
  unzipInto(unzipped, archive, day)
  browser = await startBrowser(forShortScripts)
})
afterAll(async () => {
  await browser?.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Tab {
  page: Page
  person: Person
}

/** Records the running workers, and the texts that the page has shown. */
const observed = `
globalThis.workers = new Set()
globalThis.seenTexts = new Set()
globalThis.Worker = class extends Worker {
  constructor(...given) { super(...given); workers.add(this) }
  terminate() { workers.delete(this); super.terminate() }
}
new MutationObserver(() => {
  for (const one of document.querySelectorAll('main p')) seenTexts.add(one.textContent)
}).observe(document, { subtree: true, childList: true, characterData: true })`

async function openTab(): Promise<Tab> {
  const page = await browser.open(`${origin}/`, observed)
  const person = personAt(page)
  await person.sees(local.title)
  return { page, person }
}

async function zipOfPackage(name: string, input: PackageInput): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, (await packageBytes({ seed: 21, messages: 300, events: 800, ...input })).archive)
  return path
}

/** The number of packages saved in this browser by all tests so far. */
function keptIn(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('dumpus', 1)
    opening.onupgradeneeded = () => {
      for (const name of ['packages', 'contents']) opening.result.createObjectStore(name, { keyPath: 'id' })
    }
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const counting = opening.result.transaction('contents').objectStore('contents').count()
      counting.onsuccess = () => (opening.result.close(), resolve(counting.result))
    }
  })`)
}

/** Waits until the page shows the result of the package in `zip` and `unzipped`. */
async function showsResult({ page, person }: Tab): Promise<void> {
  await person.until(`document.querySelector('.fact')`)
  await person.sees(messages)
  expect(page.complaints).toEqual([])
}

test('a chosen zip is shown, saved and forgotten', async () => {
  const tab = await openTab()
  const { page, person } = tab
  const before = page.requests.length
  await page.choose('input[type=file]', [zip])
  await showsResult(tab)
  const sent = page.requests.slice(before)
  expect(sent.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(sent.filter(({ url }) => !url.startsWith(`${origin}/page/`))).toEqual([])
  await page.reload()
  await showsResult(tab)
  await person.goTo('#/device')
  await person.click('Forget it here')
  await person.sees(local.title)
})

test('an unzipped package can be dropped or chosen as a folder, and the contents of the folder can be dropped', async () => {
  const inside = ['Account', 'Activity', 'Messages', 'README.txt', 'Servers'].map((name) =>
    join(unzipped, name),
  )
  const ways: ((page: Page) => Promise<void>)[] = [
    (page) => page.drop([unzipped]),
    (page) => page.drop(inside),
    (page) => page.choose('input[webkitdirectory]', [unzipped]),
  ]
  for (const way of ways) {
    const tab = await openTab()
    await way(tab.page)
    await showsResult(tab)
  }
})

test('several packages are analyzed one after another, and those of one owner are merged', async () => {
  const ownerId = '123456789012345678'
  const older = await zipOfPackage('older.zip', { ownerId, endDate: '2025-06-01' })
  const newer = await zipOfPackage('newer.zip', { ownerId, messages: 500 })
  const other = await zipOfPackage('other.zip', { seed: 22, ownerId: '987654321098765432' })
  const broken = join(folder, 'broken.zip')
  writeFileSync(broken, 'no zip')
  const { page, person } = await openTab()
  const before = await keptIn(page)
  await page.show(390, 844, 'light')
  await page.drop([newer, broken, other, older])
  await person.sees(local.several.title)
  const seenTexts = await page.evaluate<string[]>('[...seenTexts]')
  for (const [index, name] of ['newer.zip', 'broken.zip', 'other.zip', 'older.zip'].entries())
    expect(seenTexts).toContain(local.package(index + 1, 4, name))
  const text = await person.text()
  expect(text).toContain(details.archive_not_a_zip.sentence)
  expect(text).toMatch(/2 of these packages belong to \S/)
  expect(text.split(flow.kept.open).length - 1).toBe(3)
  expect([await person.violations(), await person.overflow()]).toEqual([[], 0])
  await person.click(compare.packages.merge)
  await person.until(`document.querySelector('.fact')`)
  // Only the worker of the open result is left.
  await person.until('workers.size === 1')
  await page.reload()
  await person.until(`document.querySelector('.fact')`)
  // The three packages, and the merged one.
  expect(await keptIn(page)).toBe(before + 4)
  expect(page.complaints).toEqual([])
})

test('without saving, the packages are in this tab only', async () => {
  const other = await zipOfPackage('another.zip', { seed: 23 })
  const { page, person } = await openTab()
  await page.evaluate(`document.querySelector('.start-card input[type=checkbox]').click()`)
  const before = await keptIn(page)
  await page.drop([zip, other])
  await person.sees(local.several.notKept)
  await person.click(flow.kept.open)
  await person.until(`document.querySelector('.fact')`)
  await page.reload()
  await person.sees(local.title)
  expect(await keptIn(page)).toBe(before)
})

test('a file that is not a package is refused at once, and a broken package after reading it', async () => {
  const { page, person } = await openTab()
  const [text, broken] = [join(folder, 'notes.txt'), join(folder, 'broken.zip')]
  writeFileSync(text, 'no zip')
  writeFileSync(broken, 'no zip either')
  await page.choose('input[type=file]', [text])
  await person.sees(local.notZip)
  await page.drop([text])
  await person.sees(local.notZip)
  await page.choose('input[type=file]', [broken])
  await person.sees(flow.problems.title)
  await person.sees(details.archive_not_a_zip.sentence)
  await person.sees(local.advice)
  mkdirSync(join(folder, 'empty'))
  await page.drop([join(folder, 'empty')])
  await person.sees(local.notZip)
  expect(page.complaints).toEqual([])
})

/** Features that the analysis needs, each with a script that removes it, as in an older browser. */
const olderBrowsers = {
  'ArrayBuffer.transfer': 'delete ArrayBuffer.prototype.transfer',
  'Promise.withResolvers': 'delete Promise.withResolvers',
  'JSON.parse': `{
    const parse = JSON.parse
    JSON.parse = (text, reviver) => parse(text, reviver && ((key, value) => reviver(key, value)))
  }`,
}

test.each(Object.entries(olderBrowsers))(
  'a browser without %s says so before anybody chooses a file',
  async (name, script) => {
    const page = await browser.open(`${origin}/`, script)
    const person = personAt(page)
    await person.sees(local.older(name))
    expect(await page.evaluate(`document.querySelectorAll('input[type=file]').length`)).toBe(0)
    expect(await refusesDrops(page)).toBeTrue()
  },
)

test('a file dropped onto a screen that takes none does not replace the page', async () => {
  const tab = await openTab()
  expect(await refusesDrops(tab.page)).toBeFalse()
  await tab.page.choose('input[type=file]', [zip])
  await showsResult(tab)
  expect(await refusesDrops(tab.page)).toBeTrue()
})

/**
 * Drags a file over the page. False if the page accepts it. Fails if the browser would open a dropped file.
 */
async function refusesDrops(page: Page): Promise<boolean> {
  // The event is inspected after all handlers of the page have run.
  await page.evaluate(`{
    globalThis.dragged = new Promise((done) => addEventListener('dragover', (event) => setTimeout(() =>
      done([event.defaultPrevented, event.dataTransfer.dropEffect])), { once: true }))
    null
  }`)
  const data = { items: [], files: [zip], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'])
    await page.devTools('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  const [isPrevented, effect] = await page.evaluate<[boolean, string]>('dragged')
  await page.devTools('Input.dispatchDragEvent', { type: 'dragCancel', x: 300, y: 300, data })
  expect(isPrevented).toBeTrue()
  return effect === 'none'
}

test('a package that does not fit into a tab is refused, and the page names alternatives', async () => {
  const { page, person } = await openTab()
  const large = join(folder, 'large.zip')
  writeFileSync(large, '')
  truncateSync(large, 9 * 1024 ** 3)
  await page.choose('input[type=file]', [large])
  await person.sees(details.archive_too_large.sentence)
  expect(await person.text()).toContain(local.failed)
  expect(await person.text()).toContain(local.advice)
  rmSync(large)
})

test('the analysis runs in a hidden tab', async () => {
  const tab = await openTab()
  const { windowId } = await tab.page.devTools<{ windowId: number }>('Browser.getWindowForTarget')
  const bounds = { windowState: 'minimized' }
  await tab.page.devTools('Browser.setWindowBounds', { windowId, bounds })
  expect(await tab.page.evaluate('document.visibilityState')).toBe('hidden')
  await tab.page.choose('input[type=file]', [zip])
  await showsResult(tab)
  expect(await tab.page.evaluate('document.visibilityState')).toBe('hidden')
})

test('the page draws frames during the analysis, and cancelling ends the work at once', async () => {
  const { archive } = await packageBytes({ ...sizes.S, messages: 10_000, events: 60_000, seed: 14 })
  const long = join(folder, 'long.zip')
  writeFileSync(long, archive)
  const { page, person } = await openTab()
  const before = await keptIn(page)
  // Counts the frames that the page draws during an analysis.
  await page.evaluate(`{
    globalThis.frames = 0
    const draw = () => { if (document.querySelector('progress')) frames++; requestAnimationFrame(draw) }
    requestAnimationFrame(draw)
  }`)
  await page.drop([long])
  // The script cancels as soon as the page has drawn frames during the analysis. It runs inside the page,
  // because from outside it could be too late: the analysis might have ended.
  const left = await page.evaluate<[number, boolean]>(`new Promise((done) => {
    const look = () => {
      if (!(document.querySelector('progress')?.value > 0 && frames > 2)) return requestAnimationFrame(look)
      const running = workers.size
      new MutationObserver(() => document.querySelector('.start-card') && done([running, workers.size === 0]))
        .observe(document.body, { subtree: true, childList: true })
      const buttons = [...document.querySelectorAll('button')]
      buttons.find((one) => one.textContent === ${JSON.stringify(local.cancel)}).click()
    }
    look()
  })`)
  expect(left).toEqual([1, true])
  expect(await keptIn(page)).toBe(before)
  // The next package is analyzed as usual.
  await page.drop([zip])
  await showsResult({ page, person })
})
