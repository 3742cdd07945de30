/** Takes pictures of every screen of the page; `--help` explains how. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { analyzePackage } from '../src/analysis/analyze.ts'
import { databaseOf } from '../src/analysis/compressed-result.ts'
import { analysisLimitsOf, loadConfig } from '../src/config/config.ts'
import { BytesSource } from '../src/data-package/archive/byte-source.ts'
import { demoOptions } from '../src/synthetic-package/options.ts'
import { packageBytes } from '../src/synthetic-package/write-package.ts'
import { type Page, startBrowser } from '../src/tests/support/browser/browser.ts'

const usage = `Takes pictures of every screen of the page with the demo's package: on a desk and on a phone, light and dark.
  bun scripts/screenshots.ts [options]
  --result STATS.sqlite   another result, made by \`dumpus-server analyze\`
  --into FOLDER           where the pictures go (build/screenshots)
  --screen people,time    only these; also: start, person, server, channel, day, answer, and tables (of the figures)
  --theme light|dark, --device desk|phone, --language de`
/** A fixed day: the same demo on every run. */
const today = '2026-11-24'
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    into: { type: 'string' },
    result: { type: 'string' },
    screen: { type: 'string' },
    theme: { type: 'string' },
    device: { type: 'string' },
    language: { type: 'string' },
  },
})
if (values.help) {
  console.log(usage)
  process.exit()
}
const folder = values.into ?? fileURLToPath(new URL('../build/screenshots', import.meta.url))
const themes = (['light', 'dark'] as const).filter((theme) => !values.theme || theme === values.theme)
const devices = Object.entries({ desk: 1280, phone: 390 }).filter(
  ([device]) => !values.device || device === values.device,
)

/** Cached: making the demo's package takes a minute on a slow machine. */
async function demoResult(): Promise<Uint8Array> {
  const kept = `${folder}/demo.sqlite`
  if (existsSync(kept)) return Bun.file(kept).bytes()
  const { archive } = await packageBytes(demoOptions(today))
  const options = { packageId: '0'.repeat(32), today, limits: analysisLimitsOf(loadConfig({})) }
  const sqlite = Bun.gunzipSync(databaseOf(await analyzePackage(new BytesSource(archive), options), options))
  await Bun.write(kept, sqlite)
  return sqlite
}

/** Waits until nothing is loading any more and 30 more frames were drawn. */
const settled = `new Promise((done) => {
  let quiet = 0
  const look = () => {
    const isBusy = document.querySelector('.waiting, [aria-busy="true"]') || !document.querySelector('.tabs, .hero')
    quiet = isBusy ? 0 : quiet + 1
    if (quiet > 30) done()
    else requestAnimationFrame(look)
  }
  look()
})`

function isWanted(screen: string): boolean {
  return !values.screen || values.screen.split(',').includes(screen)
}

/** The first link in the table of a screen, which leads to one person, server or channel. */
const firstLink = (screen: string) => `main tbody a[href^="#/${screen}/"]`

/** Views that are reached from other screens: each from the address `from`. */
const details: readonly { name: string; from: string; reach(page: Page): Promise<void> }[] = [
  { name: 'person', from: '#/people', reach: (page) => click(page, firstLink('people')) },
  { name: 'server', from: '#/places', reach: (page) => click(page, firstLink('places')) },
  {
    name: 'channel',
    from: '#/places',
    reach: (page) => click(page, firstLink('places'), firstLink('places')),
  },
  { name: 'day', from: '#/time', reach: chooseDay },
  { name: 'answer', from: '#/ask', reach: (page) => click(page, 'form .button-main') },
  { name: 'tables', from: '#/overview', reach: showTables },
]

/** Clicks on one element after the other, each on the view that the previous click led to. */
async function click(page: Page, ...selectors: string[]): Promise<void> {
  for (const selector of selectors) {
    await page.evaluate(settled)
    await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`)
  }
}

/** The busiest day: where the calendar's cursor begins. */
async function chooseDay(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('.figure-calendar [tabindex="0"]').focus()`)
  await page.press('Enter')
}

async function showTables(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll('.figure-more').forEach((button) => button.click())`)
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(settled)
  await Bun.write(`${folder}/${name}.png`, await page.picture())
  console.log(`${name}.png`, ...page.complaints.splice(0))
}

// Builds the page first: when view-server.ts is loaded, it reads the list of the page's files.
const built = Bun.spawnSync([process.execPath, fileURLToPath(new URL('./build-page.ts', import.meta.url))], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (!built.success) throw new Error('the page could not be built')
const { serveView } = await import('../src/http/view-server.ts')
await mkdir(folder, { recursive: true })
const server = serveView(values.result ? await Bun.file(values.result).bytes() : await demoResult())
const browser = await startBrowser()
try {
  for (const theme of themes) {
    for (const [device, width] of devices) {
      const start = await browser.open(new URL('/', server.address).href)
      await start.show(width, 900, theme)
      if (values.language) {
        await start.evaluate(`localStorage.setItem('language', ${JSON.stringify(values.language)})`)
        await start.reload()
      }
      if (isWanted('start')) await shoot(start, `start-${device}-${theme}`)
      const page = await browser.open(server.address)
      await page.show(width, 900, theme)
      await page.evaluate(settled)
      const hashes = await page.evaluate<string[]>(
        `[...new Set([...document.querySelectorAll(".bar a")].map((link) => link.getAttribute("href")))]`,
      )
      for (const hash of hashes) {
        const screen = hash.replace(/^#\//, '').split('?')[0] || 'overview'
        if (!isWanted(screen)) continue
        await page.evaluate(`void (location.hash = ${JSON.stringify(hash)})`)
        await shoot(page, `${screen}-${device}-${theme}`)
      }
      for (const { name, from, reach } of details) {
        if (!isWanted(name)) continue
        await page.evaluate(`void (location.hash = ${JSON.stringify(from)})`)
        await page.evaluate(settled)
        await reach(page)
        await shoot(page, `${name}-${device}-${theme}`)
      }
    }
  }
} finally {
  await browser.close()
  await server.stop()
}
