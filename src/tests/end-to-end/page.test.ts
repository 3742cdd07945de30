/**
 * The server's own page in a real browser, from its first screen to the figures. The server runs from source,
 * or from the executable that scripts/build made.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { screens } from '../../page/texts/screens/en.ts'
import { compare } from '../../page/texts/compare/en.ts'
import { flow } from '../../page/texts/flow/en.ts'
import { shell } from '../../page/texts/shell/en.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { type Browser, type Page, forShortScripts, startBrowser } from '../support/browser/browser.ts'
import { type Person, personAt } from '../support/browser/person.ts'
import { hostileAddresses, hostilePackage, markup, unsound } from '../support/hostile/hostile-names.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { zipOf } from '../oracle/sample-package.ts'
import { removeDataDir, type ServerProcess, startServer } from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

setDefaultTimeout(180_000)

let dataDir: string
let discord: FakeDiscord
let browser: Browser
let server: ServerProcess

beforeAll(async () => {
  dataDir = await createUsedDataDir()
  discord = await startFakeDiscord()
  ;[browser, server] = await Promise.all([startBrowser(forShortScripts), start('0')])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  discord?.stop()
  removeDataDir(dataDir)
})

function start(port: string): Promise<ServerProcess> {
  const settings = { LEASE_SECONDS: '3', HEARTBEAT_SECONDS: '1', DL_ZIP_WHITELISTED_DOMAINS: discord.origin }
  return startServer({ PORT: port, DATA_DIR: dataDir, ...settings })
}

async function openPage(): Promise<{ page: Page; person: Person }> {
  const page = await browser.open(`${server.url}/`)
  return { page, person: personAt(page) }
}

/** The distinct addresses of the links in a part of the page. */
const linksIn = (page: Page, selector: string) =>
  page.evaluate<string[]>(
    `[...new Set([...document.querySelectorAll('${selector} a')].map((one) => one.getAttribute('href').split('?')[0]))]`,
  )

/** The addresses of all screens in the bar, and of one person, one server and one channel from the lists. */
async function addresses(page: Page, person: Person): Promise<string[]> {
  const all = await linksIn(page, '.bar')
  for (const list of ['#/people', '#/places']) {
    await person.goTo(list)
    await person.until(`document.querySelector('main td a, main th a')`)
    const one = (await linksIn(page, 'main tbody')).find((href) => href.startsWith(`${list}/`))!
    all.push(one)
    if (list === '#/people') continue
    await person.goTo(one)
    await person.until(`document.querySelector('main td a, main th a')`)
    all.push((await linksIn(page, 'main tbody')).find((href) => href.startsWith(`${one}/`))!)
  }
  return all
}

function keepsItsPromise(page: Page): void {
  expect(new Set(page.requests.map(({ url }) => new URL(url).origin))).toEqual(new Set([server.url]))
  expect(page.complaints).toEqual([])
}

test('the demo opens with one click and shows every screen on a phone in both themes, and no other host is contacted', async () => {
  const { page, person } = await openPage()
  await person.until(`document.querySelector('.hero')`)
  expect(await person.violations()).toEqual([])
  await page.show(390, 844, 'light')
  expect(await person.overflow()).toBe(0)
  await person.click(flow.demo.go)
  await person.until(`document.querySelector('.bar')`)
  const all = await addresses(page, person)
  // Three more: a person, a server and a channel.
  expect(all.length).toBe(Object.keys(screens.names).length + 3)
  const known: string[] = Object.values(screens.names)
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.tabs a')].map((one) => one.textContent)`,
  )
  expect(names.filter((name) => !known.includes(name))).toEqual([])
  await person.goTo('#/no-such-screen')
  await person.sees(shell.notFound)
  for (const theme of ['light', 'dark'] as const) {
    await page.show(390, 844, theme)
    for (const address of all) {
      await person.goTo(address)
      // Only colours depend on the theme.
      const found = await person.violations(theme === 'light' ? 'all' : 'colours')
      expect([address, theme, found]).toEqual([address, theme, []])
      expect([address, await person.overflow()]).toEqual([address, 0])
    }
  }
  keepsItsPromise(page)
})

test('the package of a pasted link is awaited across a restart, shown, shown again after a reload, and forgotten', async () => {
  const { archive } = await packageBytes({ messages: 800, events: 1500, seed: 3 })
  const release = Promise.withResolvers<void>()
  const key = randomKey(1)
  discord.offer(key, archive, { hold: { afterBytes: 50_000, until: release.promise } })
  const { page, person } = await openPage()
  await person.fill(flow.link.label, 'https://discord.com/channels/@me')
  await person.sees(flow.link.other)
  await person.fill(flow.link.label, `  <${discord.link(key)}>\n`)
  await person.sees(flow.link.good)
  await person.click(flow.link.go)
  await person.sees(flow.working.downloading)

  // The server goes away and comes back meanwhile; the page waits for it.
  await server.kill()
  await person.sees(flow.working.unreachable)
  server = await start(new URL(server.url).port)
  // A tab that is closed and opened again continues.
  await page.reload()
  await person.sees(flow.working.downloading)
  release.resolve()
  await person.until(`document.querySelector('.bar')`)
  expect(await page.evaluate<string>('location.href')).not.toContain(key.slice(0, 60))
  const numbers = await person.until(`document.querySelector('.fact-value')?.textContent`)

  await page.reload()
  await person.until(`document.querySelector('.fact-value')?.textContent === ${JSON.stringify(numbers)}`)
  await person.click(shell.close)
  await person.click(flow.kept.forget)
  await person.until(`!findByText(${JSON.stringify(flow.kept.forget)})`)
  await page.reload()
  await person.sees(flow.link.title)
  expect(await person.text()).not.toContain(flow.kept.title)
  // The stop of the server cuts off open requests in several ways.
  expect(page.complaints.filter((text) => !text.includes('net::ERR_'))).toEqual([])
})

test('an expired link gives advice, and a link that is not saved leaves nothing behind', async () => {
  const { page, person } = await openPage()
  const key = randomKey(5)
  discord.offer(key, new Uint8Array(), { status: 403 })
  await person.fill(flow.link.label, discord.link(key))
  await person.click(flow.link.keep)
  await person.click(flow.link.go)
  await person.sees(flow.problems.EXPIRED_LINK)
  await page.reload()
  await person.sees(flow.link.title)
  expect(await person.text()).not.toContain(flow.kept.title)
})

test('names that are markup, very long, right to left or empty stay text on every screen', async () => {
  const key = randomKey(7)
  discord.offer(key, zipOf(hostilePackage()))
  const { page, person } = await openPage()
  await page.show(390, 844, 'dark')
  await person.fill(flow.link.label, discord.link(key))
  await person.click(flow.link.go)
  await person.until(`document.querySelector('.bar')`)
  for (const address of [...(await linksIn(page, '.bar')), ...hostileAddresses]) {
    await person.goTo(address)
    expect([address, await person.overflow(), await page.evaluate(unsound)]).toEqual([address, 0, []])
    expect([address, await person.violations('names')]).toEqual([address, []])
    const isOneOfThem = await page.evaluate<boolean>(`!!document.querySelector('.person-name')`)
    expect([address, isOneOfThem]).toEqual([address, hostileAddresses.includes(address)])
  }
  await person.goTo('#/people')
  expect(await page.evaluate<string>('document.body.textContent')).toContain(markup)
  keepsItsPromise(page)
})

test('two packages of one owner are merged into one that contains everything', async () => {
  const { page, person } = await openPage()
  const messages: number[] = []
  for (const [index, endDate] of ['2025-06-01', '2026-05-20'].entries()) {
    const { archive } = await packageBytes({
      seed: 8,
      ownerId: '123456789012345678',
      messages: 300 + 100 * index,
      events: 300,
      endDate,
    })
    const key = randomKey(20 + index)
    discord.offer(key, archive)
    await person.fill(flow.link.label, discord.link(key))
    await person.click(flow.link.go)
    messages.push(numberIn(await person.until(`document.querySelector('.fact-value')?.textContent`)))
    if (index === 0) await person.click(shell.close)
  }
  await person.goTo('#/compare')
  await person.until(`findField(${JSON.stringify(compare.packages.other)})`)
  await page.evaluate(`{
    const field = findField(${JSON.stringify(compare.packages.other)})
    field.selectedIndex = 1
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }`)
  await person.click(compare.packages.merge)
  await person.sees(compare.packages.onlyOlder)
  // The nights of both packages share one scale, so each figure shows the years of both.
  const nightYears = await page.evaluate<string[][]>(
    `[...document.querySelectorAll('.figure-nights')].slice(-2).map((figure) =>
      [...figure.querySelectorAll('.plot-label')].map((label) => label.textContent))`,
  )
  expect(nightYears[0]).toEqual(nightYears[1]!)
  expect(nightYears[0]).toContain('2026')
  const only = numberIn(await page.evaluate(`document.querySelector('.fact .fact-value').textContent`))
  expect(only).toBeGreaterThan(0)
  await person.click(flow.kept.open)
  await person.goTo('#/')
  const all = numberIn(await person.until(`document.querySelector('.fact-value')?.textContent`))
  expect(messages).toEqual([300, 400])
  expect(all).toBe(400 + only)
  keepsItsPromise(page)
})

function numberIn(text: unknown): number {
  return Number(String(text).replaceAll(/\D/g, ''))
}
