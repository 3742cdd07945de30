/**
 * What leaves the browser of a person who drops a package: nothing of the package, or only ciphertext if they
 * open the result in the Dumpus app. Every connection of the browser, to any host, leads into a tap, and
 * everything that the server wrote and printed is searched.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { compare } from '../../page/texts/compare/en.ts'
import { device } from '../../page/texts/device/en.ts'
import { local } from '../../page/texts/local/en.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type OracleRows } from '../oracle/rows.ts'
import { oracle } from '../oracle/oracle.ts'
import { type Browser, type Page, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import { startClientSite } from '../support/browser/client-site.ts'
import { type Person, personAt } from '../support/browser/person.ts'
import { clientQueries } from '../support/judges/client-queries.ts'
import {
  leaksIn,
  leaksInProcess,
  magicsIn,
  processesOf,
  type Secret,
  secretOf,
} from '../support/judges/leak-scanner.ts'
import { leaksInFolder } from '../support/judges/folder-scanner.ts'
import { removeDataDir, type ServerProcess, startServer } from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'
import { startWireTap, type WireTap } from '../support/servers/wire-tap.ts'
import { unzipInto } from '../support/unzip-into.ts'

setDefaultTimeout(240_000)

const canary = 'quokka-lantern-9902'
const ofPackage = [secretOf('text of the package', canary)]
const day = '2026-05-20'
let dataDir: string
const folder = mkdtempSync(join(tmpdir(), 'dumpus-leaves-'))
const zip = join(folder, 'package.zip')
let archive: Uint8Array
let server: ServerProcess
let tap: WireTap
let browser: Browser
let page: Page
let person: Person

beforeAll(async () => {
  dataDir = await createUsedDataDir()
  archive = (await packageBytes({ canary, seed: 3, messages: 800, events: 1500, endDate: day })).archive
  writeFileSync(zip, archive)
  unzipInto(join(folder, 'package'), archive, day)
  server = await startServer({ DATA_DIR: dataDir, LOG_LEVEL: 'debug' })
  tap = await startWireTap(server.url)
  browser = await startBrowser([...forShortScripts, `--host-resolver-rules=MAP * 127.0.0.1:${tap.port}`])
  page = await browser.open('http://localhost/')
  person = personAt(page)
})
afterAll(async () => {
  await browser?.close()
  tap?.stop()
  await server?.stop()
  removeDataDir(dataDir)
  rmSync(folder, { recursive: true, force: true })
})

/** The requests in the tap: method, host, and first part of the path of each. */
function requestsOf(sent: Buffer): string[] {
  const heads = sent.toString('latin1').matchAll(/^([A-Z]+) (\S+) HTTP\/1\.1\r\nHost: (\S+)\r\n/gm)
  return [...heads].map(([, method, path, host]) => `${method} ${host} ${path!.split('/')[1]}`)
}

test('nothing is sent of a package that is dropped as a zip and as a folder, viewed on every screen, and forgotten', async () => {
  for (const path of [zip, join(folder, 'package')]) {
    await person.sees(local.title)
    await page.drop([path])
    await person.until(`document.querySelector('.bar')`)
    const addresses = await page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('.bar a')].map((one) => one.getAttribute('href').split('?')[0]))]`,
    )
    expect(addresses.length).toBeGreaterThan(8)
    for (const address of addresses) await person.goTo(address)
    // Checks that the searched texts are visible in the page.
    await person.goTo('#/places')
    await person.sees(canary)
    await page.reload()
    await person.until(`document.querySelector('.bar')`)
    await person.goTo('#/device')
    await person.click('Forget it here')
  }
  await person.sees(local.title)
  // Several packages at once use different code. These two belong to one owner.
  await page.drop([zip, join(folder, 'package')])
  await person.click(compare.packages.merge)
  await person.until(`document.querySelector('.bar')`)
  await person.goTo('#/places')
  await person.sees(canary)
  const sent = tap.sent()
  expect(leaksIn(sent, ofPackage, 'sent')).toEqual([])
  expect(new Set(requestsOf(sent))).toEqual(new Set(['GET localhost ', 'GET localhost page']))
  expect(page.complaints).toEqual([])
})

/** Searches everything of the server: its folder, its log, its processes. */
function expectCleanServer(secrets: readonly Secret[]): void {
  const { leaks, bytes } = leaksInFolder(dataDir, secrets)
  expect(leaks).toEqual([])
  // The searched bytes include the database.
  expect(bytes).toBeGreaterThan(10_000_000)
  expect(leaksIn(Buffer.from(server.output()), secrets, 'log')).toEqual([])
  for (const pid of processesOf(dataDir)) expect(leaksInProcess(pid, secrets)).toEqual([])
}

test('if a result is opened in the Dumpus app, the server gets ciphertext, and the app gets all answers', async () => {
  await page.drop([zip])
  await person.until(`document.querySelector('.bar')`)
  await person.goTo('#/device')
  await person.click(device.app.make)
  const link = (await person.until(`findField(${JSON.stringify(device.app.link)})?.value`)) as string
  const key = new URL(link).searchParams.get('upn')!
  // Without the dots at the KEY's end, which occur in many other texts.
  const secrets = [...ofPackage, secretOf('KEY', key.replace(/\.+$/, ''))]
  expect(leaksIn(tap.sent(), secrets, 'sent')).toEqual([])
  expect(magicsIn(tap.sent(), 'sent')).toEqual([])
  expect(requestsOf(tap.sent())).toContain('POST localhost results')
  expectCleanServer(secrets)

  const site = await startClientSite()
  const clientBrowser = await startBrowser(forShortScripts)
  try {
    const client = await clientBrowser.open(site.origin)
    const owned = { backend: `${server.url}/`, key, link }
    const { packageId } = await client.evaluate<{ packageId: string }>(
      `client.load(${JSON.stringify(owned)})`,
    )
    expect(packageId).toBe(createHash('md5').update(key).digest('hex'))
    expect(await client.evaluate<string[]>('client.shown')).toEqual(['PROCESSED'])
    const today = new Date().toISOString().slice(0, 10)
    const rows = oracle(archive, { packageId, today }) as OracleRows
    const questions = clientQueries.map(({ sql, parameters }) => ({ sql, parameters: parameters(rows) }))
    const answers = await client.evaluate<unknown>(`client.ask('${packageId}', ${JSON.stringify(questions)})`)
    expect(answers).toEqual(clientQueries.map((query) => query.expected(rows)))
    expect(client.complaints).toEqual([])
  } finally {
    await clientBrowser.close()
    site.stop()
  }
  expectCleanServer(secrets)

  await person.click(device.app.takeBack)
  await person.sees(device.app.takenBack)
  const post = { method: 'POST', body: JSON.stringify({ package_link: link }) }
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/process`, { ...post, headers })
  expect(await answer.json()).toMatchObject({ isAccepted: false, errorMessageCode: 'EXPIRED_LINK' })
  expect(await server.stop()).toBe(0)
  expectCleanServer(secrets)
})
