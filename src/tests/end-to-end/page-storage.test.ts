/** The page's storage in a browser that refuses it, has no room, clears it meanwhile, or has two tabs. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { device } from '../../page/texts/device/en.ts'
import { flow } from '../../page/texts/flow/en.ts'
import { local } from '../../page/texts/local/en.ts'
import { shell } from '../../page/texts/shell/en.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type Browser, type Page, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import { type Person, personAt } from '../support/browser/person.ts'
import { removeDataDir, type ServerProcess, startServer } from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

setDefaultTimeout(120_000)

let dataDir: string
const folder = mkdtempSync(join(tmpdir(), 'dumpus-kept-'))
/** The first number of the overview, which appears when a package is open. */
const numbersShown = `document.querySelector('.fact-value')?.textContent`
const zip = join(folder, 'package.zip')
let browser: Browser
let server: ServerProcess

beforeAll(async () => {
  dataDir = await createUsedDataDir()
  const { archive } = await packageBytes({ seed: 31, messages: 400, events: 1500 })
  writeFileSync(zip, archive)
  ;[browser, server] = await Promise.all([
    startBrowser(forShortScripts),
    startServer({ PORT: '0', DATA_DIR: dataDir }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  removeDataDir(dataDir)
  rmSync(folder, { recursive: true, force: true })
})

async function openTab(before?: string): Promise<{ page: Page; person: Person }> {
  const page = await browser.open(`${server.url}/`, before)
  return { page, person: personAt(page) }
}

async function drop({ page, person }: { page: Page; person: Person }): Promise<void> {
  await person.until(`document.querySelector('input[type=file]')`)
  await page.evaluate(`void (location.hash = '#/')`)
  await page.choose('input[type=file]', [zip])
  await person.until(numbersShown)
}

/** Simulates a browser whose user has forbidden sites to store anything. */
const refuses = `
const refuse = () => { throw new DOMException('The user denied permission.', 'SecurityError') }
for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) {
  Object.defineProperty(globalThis, name, { get: refuse })
}`

test('without storage, the page says so, and everything works until the tab is closed', async () => {
  const tab = await openTab(refuses)
  await drop(tab)
  await tab.person.sees(shell.keepRefused)
  for (const address of ['#/people', '#/compare', '#/share', '#/device']) await tab.person.goTo(address)
  await tab.person.sees(device.fileInTab)
  await tab.page.reload()
  await tab.person.sees(local.title)
  expect(await tab.person.text()).not.toContain(flow.kept.title)
  expect(tab.page.complaints).toEqual([])
})

/** While `isFull` is set, the disk is full for results; links and names still fit. */
const full = `
const put = IDBObjectStore.prototype.put
IDBObjectStore.prototype.put = function (value, ...more) {
  if (globalThis.isFull && value.sqlite) throw new DOMException('The disk is full.', 'QuotaExceededError')
  return put.call(this, value, ...more)
}`

test('without room, the page says so and shows the result, leaves nothing half saved, and keeps what was saved before', async () => {
  const tab = await openTab(full)
  await drop(tab)
  expect(await tab.person.text()).not.toContain(shell.keepFull)
  await tab.person.click(shell.close)
  await tab.person.sees(flow.kept.title)
  await tab.page.evaluate('globalThis.isFull = true')
  await drop(tab)
  await tab.person.sees(shell.keepFull)
  await tab.person.click(shell.close)
  await tab.person.until(`document.querySelector('.kept')`)
  expect(await tab.page.evaluate<number>(`document.querySelectorAll('.kept > li').length`)).toBe(1)
  await tab.person.click(flow.kept.open)
  await tab.person.until(numbersShown)
  await tab.person.click(shell.close)
  await tab.person.click(flow.kept.forget)
  await tab.person.until(`!document.querySelector('.kept')`)
})

/** While `isStuck` is set, the browser deletes nothing. */
const stuck = `
const remove = IDBObjectStore.prototype.delete
IDBObjectStore.prototype.delete = function (...key) {
  if (globalThis.isStuck) throw new DOMException('The disk does not answer.', 'UnknownError')
  return remove.apply(this, key)
}`

test('if the browser cannot delete a package, the page says so, and the package stays', async () => {
  const { page, person } = await openTab(stuck)
  await drop({ page, person })
  await page.evaluate('globalThis.isStuck = true')
  await person.goTo('#/device')
  await person.click(device.forget)
  await person.sees(flow.kept.notForgotten)
  await person.sees(device.fromFile)
  await person.click(shell.close)
  await person.click(flow.kept.forget)
  await person.sees(flow.kept.notForgotten)
  expect(await page.evaluate<number>(`document.querySelectorAll('.kept > li').length`)).toBe(1)
  await page.evaluate('globalThis.isStuck = false')
  await person.click(flow.kept.forget)
  await person.until(`!document.querySelector('.kept')`)
  expect(page.complaints).toEqual([])
})

test('if the browser clears its data, the open package stays open, and the next one is saved', async () => {
  const tab = await openTab()
  await drop(tab)
  await tab.page.devTools('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' })
  for (const address of ['#/people', '#/words', '#/voice', '#/ask']) await tab.person.goTo(address)
  await tab.person.goTo('#/device')
  expect(await tab.person.text()).not.toContain(shell.screenFailed)
  await tab.page.reload()
  await tab.person.sees(local.title)
  await drop(tab)
  await tab.page.reload()
  await tab.person.until(numbersShown)
  await tab.person.goTo('#/device')
  await tab.person.click(device.forget)
  await tab.person.sees(local.title)
  expect(tab.page.complaints).toEqual([])
})

/** Whether this load of the page has started SQLite. */
const startedSqlite = `performance.getEntriesByType('resource').some(({ name }) => name.includes('database-worker'))`
/** A function in the page that reads and writes what is saved of the only package. */
const withContents = `async (change) => {
  const database = await new Promise((done) => {
    const opening = indexedDB.open('dumpus')
    opening.onsuccess = () => done(opening.result)
  })
  const store = database.transaction('contents', 'readwrite').objectStore('contents')
  const [contents] = await new Promise((done) => (store.getAll().onsuccess = ({ target }) => done(target.result)))
  const answer = change(contents)
  store.put(contents)
  await new Promise((done) => (store.transaction.oncomplete = done))
  database.close()
  return answer
}`
/** Older versions of the page saved no calls. */
const dropCalls = `(${withContents})(({ core }) => delete core.calls)`
const hasCalls = `(${withContents})(({ core }) => core.calls?.state === 'known')`
const allNumbers = `[...document.querySelectorAll('.fact-value')].map(({ textContent }) => textContent).join()`

test('a saved package shows all its numbers before SQLite starts, unless an older page has saved it', async () => {
  const { page, person } = await openTab()
  await drop({ page, person })
  const numbers = await page.evaluate<string>(allNumbers)
  const showsNumbers = `${allNumbers} === ${JSON.stringify(numbers)}`
  expect(numbers.split(',').length).toBeGreaterThanOrEqual(6)
  expect(numbers).not.toContain('…')
  await page.reload()
  await person.until(showsNumbers)
  expect(await page.evaluate<boolean>(startedSqlite)).toBe(false)
  await person.goTo('#/words')
  await person.until(startedSqlite)

  await person.goTo('#/')
  expect(await page.evaluate<boolean>(dropCalls)).toBe(true)
  await page.reload()
  await person.until(showsNumbers)
  await person.until(hasCalls)
  await person.goTo('#/device')
  await person.click(device.forget)
  await person.sees(local.title)
  expect(page.complaints).toEqual([])
})

test('one tab saves and forgets a package, and another tab opens it and continues to show it', async () => {
  const [first, second] = [await openTab(), await openTab()]
  await drop(first)
  await second.page.reload()
  await second.person.click(flow.kept.open)
  const numbers = await second.person.until(numbersShown)
  expect(await first.page.evaluate<string>(`document.querySelector('.fact-value').textContent`)).toBe(
    numbers as string,
  )
  // The second tab saves another package; the first tab lists both.
  await second.person.click(shell.close)
  await Promise.all([drop(second), first.person.goTo('#/people')])
  await first.person.goTo('#/device')
  await first.person.until(`document.querySelectorAll('.kept > li').length === 2`)
  for (const left of [1, 0]) {
    await first.person.click(flow.kept.forget)
    await first.person.until(`document.querySelectorAll('.kept > li').length <= ${left}`)
  }
  await second.person.goTo('#/words')
  await second.person.until(`document.querySelector('.figure-words')`)
  await second.page.reload()
  await second.person.sees(local.title)
  expect([...first.page.complaints, ...second.page.complaints]).toEqual([])
})
