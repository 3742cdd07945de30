/**
 * The screen Share in a real browser: the picture shows the chosen figures, and shows names only on request.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { Database } from 'bun:sqlite'
import { analyzePackage } from '../../analysis/analyze.ts'
import { databaseOf } from '../../analysis/compressed-result.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { BytesSource } from '../../data-package/archive/byte-source.ts'
import { serveView, type ViewServer } from '../../http/view-server.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { figures } from '../texts/figures/en.ts'
import { share } from '../texts/share/en.ts'
import {
  type Browser,
  type Page,
  forShortScripts,
  startBrowser,
} from '../../tests/support/browser/browser.ts'

let browser: Browser
let server: ViewServer
let page: Page
let names: string[]
/** The last day with a message. */
let lastDay: string

beforeAll(async () => {
  const { archive } = await packageBytes({ seed: 8, messages: 4000, events: 2000 })
  const options = {
    packageId: '0'.repeat(32),
    today: '2026-11-24',
    limits: analysisLimitsOf(loadConfig({})),
  }
  const gzip = databaseOf(await analyzePackage(new BytesSource(archive), options), options)
  const sqlite = Bun.gunzipSync(gzip)
  using database = Database.deserialize(sqlite)
  names = database
    .query(
      'SELECT coalesce(display_name, user_name) FROM dm_channels_data ORDER BY total_message_count DESC LIMIT 3',
    )
    .values()
    .flat() as string[]
  lastDay = database
    .query(`SELECT max(day) FROM activity WHERE event_name = 'message_sent'`)
    .values()[0]![0] as string
  server = serveView(sqlite)
  browser = await startBrowser(forShortScripts)
  page = await browser.open(`${server.address}#/share`)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const wide = '0 0 1200 630'
const tall = '0 0 1080 1920'

/**
 * Resolves with the preview's text as soon as its shape is `box` and it contains `wanted` (or no longer
 * does).
 */
function preview(wanted: string, isThere: boolean, box: string): Promise<string> {
  return page.evaluate(`new Promise((done, fail) => {
    const until = Date.now() + 20_000
    const look = () => {
      const svg = document.querySelector('.card-preview > svg')
      if (svg?.getAttribute('viewBox') === '${box}' && svg.textContent.includes(${JSON.stringify(wanted)}) === ${isThere}) {
        done(svg.textContent)
      } else if (Date.now() > until) fail(new Error('the picture has: ' + svg?.textContent))
      else setTimeout(look, 50)
    }
    look()
  })`)
}

const press = (text: string) =>
  page.evaluate(`[...document.querySelectorAll('button, label')].find((one) =>
    one.textContent.trim() === ${JSON.stringify(text)}).click()`)

test('at first, the picture has a title without the owner’s name, and no names of the top three people', async () => {
  const text = await preview('The people of your years', true, wide)
  expect(text).toContain('My years on Discord')
  expect(text).toContain('Person ')
  for (const name of names) expect(text).not.toContain(name)
})

test('another figure and the other shape can be chosen', async () => {
  await press('Your nights')
  await press('Tall, for stories')
  const text = await preview('Your nights', true, tall)
  expect(text).toContain('The people of your years')
})

test('names are shown on request', async () => {
  await press('Show names of people and servers')
  const text = await preview('My years on Discord', false, tall)
  expect(names.some((name) => text.includes(name))).toBeTrue()
})

test('a third figure replaces the first one', async () => {
  await press('Your week')
  const text = await preview('Your week', true, tall)
  expect(text).not.toContain('The people of your years')
})

/** Saves the picture. Resolves with the name of the saved file, or with the notice that there is none. */
const savePicture = () =>
  page.evaluate<string>(`new Promise((done) => {
    HTMLAnchorElement.prototype.click = function () { done(this.download) }
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent === '${share.save}')
    new MutationObserver(() => {
      if (!button.disabled) done(document.querySelector('.notice-warn')?.textContent)
    }).observe(button, { attributes: true })
    button.click()
  })`)

test('the picture is saved, unless the browser gives a false one: all white, or noise', async () => {
  expect(await savePicture()).toBe('discord.png')
  for (const pixel of ['255', '(at % 4 === 3 ? 255 : (at * 37) % 256)']) {
    await page.evaluate(`void (CanvasRenderingContext2D.prototype.getImageData = (x, y, width, height) => {
      const data = Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => ${pixel})
      return new ImageData(data, width, height)
    })`)
    expect(await savePicture()).toBe(share.refused)
  }
})

test('if no figure is chosen, there is no picture, and the page asks for one', async () => {
  for (const name of ['Your week', 'Your nights']) await press(name)
  const text = await page.evaluate<string>(
    `new Promise((done) => setTimeout(() => done(document.querySelector('main').textContent), 300))`,
  )
  expect(text).toContain('Choose a figure.')
  expect(await page.evaluate(`document.querySelector('.card-preview') === null`)).toBeTrue()
})

test('if there is nothing to draw of the chosen figure, the page says why', async () => {
  await press('The people of your years')
  await preview('The people of your years', true, tall)
  await page.evaluate(`void (location.hash = '#/share?from=${lastDay}&to=${lastDay}')`)
  const text = await page.evaluate<string>(`new Promise((done) => {
    const until = Date.now() + 20_000
    const look = () => {
      const text = document.querySelector('main .empty')?.textContent
      if (text === ${JSON.stringify(figures.river.short)} || Date.now() > until) done(text)
      else setTimeout(look, 50)
    }
    look()
  })`)
  expect(text).toBe(figures.river.short)
  expect(page.complaints).toEqual([])
})
