/**
 * Pictures of all figures with generated data into build/figures: every kind of data, on a desk and on a phone, light and dark.
 * `bun scripts/look-at-figures.ts [KIND ...]`
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startBrowser } from '../src/tests/support/browser/browser.ts'
import { startGallerySite } from '../src/tests/support/browser/gallery-site.ts'

const folder = fileURLToPath(new URL('../build/figures', import.meta.url))
const kinds = process.argv.length > 2 ? process.argv.slice(2) : ['ten-years', 'one-day', 'empty', 'hostile']
const widths = { desk: 1280, phone: 390 }

await mkdir(folder, { recursive: true })
const [browser, site] = await Promise.all([startBrowser(), startGallerySite()])
try {
  for (const kind of kinds) {
    for (const theme of ['light', 'dark'] as const) {
      for (const [device, width] of Object.entries(widths)) {
        const page = await browser.open(`${site.origin}/?${kind}/${theme}`)
        await page.show(width, 900, theme)
        // Two frames: the figures measure themselves and draw again.
        await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
        await Bun.write(`${folder}/${kind}-${device}-${theme}.png`, await page.picture())
        console.log(`${kind}-${device}-${theme}.png`, ...page.complaints)
      }
    }
  }
} finally {
  site.stop()
  await browser.close()
}
