/** Pictures for sharing in a real browser: their size and shape, and that hostile names remain text. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Browser, forShortScripts, startBrowser } from '../../../tests/support/browser/browser.ts'
import { startGallerySite } from '../../../tests/support/browser/gallery-site.ts'
import { cardLayout, wrapText } from './card-layout.ts'

let browser: Browser
let site: { origin: string; stop(): void }

beforeAll(async () => {
  ;[browser, site] = await Promise.all([startBrowser(forShortScripts), startGallerySite()])
})
afterAll(async () => {
  site?.stop()
  await browser?.close()
})

test.each([
  ['wide', 1200, 630, 'ten-years', ['river', 'nights']],
  ['wide', 1200, 630, 'hostile', ['words-went']],
  ['tall', 1080, 1920, 'hostile', ['rank', 'river']],
] as const)('%s: a PNG of %d × %d, of %s', async (shape, width, height, kind, names) => {
  const page = await browser.open(`${site.origin}/?${kind}/dark`)
  const { png, text } = await page.evaluate<{ png: string; text: string }>(
    `new Promise((done) => setTimeout(done, 200)).then(() => makeCard('${shape}', ${JSON.stringify(names)}))`,
  )
  const bytes = Buffer.from(png, 'base64')
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height])
  // A picture of one colour would be far smaller.
  expect(bytes.length).toBeGreaterThan(15_000)
  expect(text).not.toMatch(/<script|<img|class=|foreignObject|<title/)
  expect(text).toContain('Ines on Discord')
  expect(page.complaints).toEqual([])
})

describe('layout', () => {
  const measure = (text: string) => text.length * 10

  test('figures are inside the picture, and overlap neither each other nor the numbers', () => {
    for (const shape of ['wide', 'tall'] as const) {
      for (const count of [1, 2, 3, 9]) {
        const { width, height, figures, facts } = cardLayout(shape, count, true)
        for (const [index, box] of figures.entries()) {
          const { picture } = box
          expect(picture.x + picture.width).toBeLessThanOrEqual(width)
          expect(picture.y + picture.height).toBeLessThanOrEqual(height)
          const isAbove = picture.y + picture.height <= facts!.y
          expect(isAbove || picture.x >= facts!.x + facts!.width).toBeTrue()
          const next = figures[index + 1]
          if (next)
            expect(next.x >= picture.x + picture.width || next.y >= picture.y + picture.height).toBeTrue()
        }
        expect(facts!.y + facts!.height).toBeLessThanOrEqual(height)
      }
    }
  })

  test('texts break between words (without spaces: between letters), into a limited number of lines', () => {
    expect(wrapText('one two three', 80, 3, measure)).toEqual(['one two', 'three'])
    expect(wrapText('one two three four five', 80, 2, measure)).toEqual(['one two', 'thre…'])
    expect(wrapText('日本語の長い文章です', 50, 3, measure)).toEqual(['日本語の長', 'い文章です'])
    expect(wrapText('', 80, 2, measure)).toEqual([])
  })
})
