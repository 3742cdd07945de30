/**
 * The figures in a real browser: the keyboard cursor and its readout, no sideways scrolling, no violation of
 * the page's policy on scripts, styles and images, and none of axe's accessibility rules.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import {
  type Browser,
  type Page,
  forShortScripts,
  startBrowser,
} from '../../tests/support/browser/browser.ts'
import { startGallerySite } from '../../tests/support/browser/gallery-site.ts'

let browser: Browser
let site: { origin: string; stop(): void }

beforeAll(async () => {
  ;[browser, site] = await Promise.all([startBrowser(forShortScripts), startGallerySite()])
})
afterAll(async () => {
  site?.stop()
  await browser?.close()
})

/** The text of a figure's live region, after the page has drawn. */
function readout(page: Page, figure: string): Promise<string> {
  return page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() =>
      done(document.querySelector('.figure-${figure} .figure-readout').textContent))))`,
  )
}

const focus = (page: Page, figure: string) =>
  page.evaluate(`document.querySelector('.figure-${figure} .plot').focus()`)

describe('ten years', () => {
  let page: Page
  beforeAll(async () => {
    page = await browser.open(`${site.origin}/?ten-years/light`)
  })

  test.each([
    ['week', 'ArrowLeft', 'ArrowUp'],
    ['timeline', 'ArrowRight', 'End'],
    ['river', 'ArrowRight', 'Home'],
    ['rank', 'ArrowLeft', 'ArrowDown'],
    ['nights', 'ArrowRight', 'ArrowUp'],
    ['calendar', 'ArrowLeft', 'ArrowUp'],
    ['write-or-call', 'ArrowLeft', 'Home'],
    ['lifelines', 'ArrowDown', 'ArrowDown'],
    ['every-call', 'ArrowLeft', 'ArrowLeft'],
  ])(
    '%s: keys move the cursor, and the readout has a different text for each value',
    async (figure, one, other) => {
      expect(await readout(page, figure)).toBe('')
      await focus(page, figure)
      const said = [await readout(page, figure)]
      for (const key of [one, other]) {
        await page.press(key)
        said.push(await readout(page, figure))
      }
      expect(said.every((text) => text.length > 5)).toBeTrue()
      expect(new Set(said).size).toBe(3)
      await page.press('Escape')
      expect(await readout(page, figure)).toBe('')
    },
  )

  test('the table of Week opens with a row for each weekday', async () => {
    const rows = await page.evaluate<number>(`new Promise((done) => {
      document.querySelector('.figure-week .figure-more').click()
      requestAnimationFrame(() => setTimeout(() => done(document.querySelectorAll('.figure-week tbody tr').length)))
    })`)
    expect(rows).toBe(7)
  })

  test('the handles of the period are sliders: the keyboard moves them by months and years, and they never cross', async () => {
    const value = (label: string) =>
      page.evaluate<string>(`new Promise((done) => requestAnimationFrame(() => setTimeout(() =>
        done(document.querySelector('.brush-handle[aria-label="${label}"]').getAttribute('aria-valuetext')))))`)
    const handle = (label: string) =>
      page.evaluate(`document.querySelector('.brush-handle[aria-label="${label}"]').focus()`)
    expect(await value('From')).toBe('October 2018')
    await handle('From')
    await page.press('ArrowRight')
    expect(await value('From')).toBe('November 2018')
    await page.press('PageUp')
    expect(await value('From')).toBe('November 2019')
    await handle('To')
    await page.press('Home')
    expect(await value('To')).toBe('November 2019')
    await page.press('End')
    expect(await value('To')).toBe('May 2026')
  })

  test('the policy blocks nothing, and the console has no messages', () => {
    expect(page.complaints).toEqual([])
  })
})

test.each(['ten-years', 'one-day', 'hostile'])(
  '%s: the page does not scroll sideways on a phone',
  async (kind) => {
    const page = await browser.open(`${site.origin}/?${kind}/dark`)
    await page.show(390, 800, 'dark')
    const { inner, scroll, scripts } = await page.evaluate<Record<string, number>>(
      // Figures measure their width after they are drawn. A page that stays too wide is reported after 20 s.
      `new Promise((done) => {
        const end = performance.now() + 20_000
        const look = () => {
          const scroll = document.documentElement.scrollWidth
          const isNarrow = document.querySelector('.figure svg') && scroll === innerWidth
          if (!isNarrow && performance.now() < end) return setTimeout(look, 100)
          done({ inner: innerWidth, scroll, scripts: document.querySelectorAll('script').length })
        }
        setTimeout(look, 100)
      })`,
    )
    expect(inner).toBe(390)
    expect(scroll).toBe(390)
    expect(scripts).toBe(1)
    expect(page.complaints).toEqual([])
  },
)

describe.each(['light', 'dark'])('axe, %s', (theme) => {
  test.each(['ten-years', 'empty', 'hostile'])('%s: no violations', async (kind) => {
    const page = await browser.open(`${site.origin}/?${kind}/${theme}`)
    await page.evaluate(await Bun.file(fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))).text())
    // The page around the gallery (its bar, its headings) is not under test.
    const found = await page.evaluate<
      string[]
    >(`axe.run('main', { rules: { 'heading-order': { enabled: false } } })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' · ')))`)
    expect(found).toEqual([])
  })
})
