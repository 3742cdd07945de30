/**
 * Writes pictures of all figures with generated data into build/figures: every kind of data, on a desktop and
 * on a phone, light and dark.
 *
 *     bun scripts/look-at-figures.ts [--kind KIND] [--only FIGURE,FIGURE] [--theme light|dark] [--device desk|phone]
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startBrowser } from '../src/tests/support/browser/browser.ts'
import { startGallerySite } from '../src/tests/support/browser/gallery-site.ts'

const folder = fileURLToPath(new URL('../build/figures', import.meta.url))
const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    only: { type: 'string' },
    theme: { type: 'string' },
    device: { type: 'string' },
  },
})
const kinds = values.kind ? [values.kind] : ['ten-years', 'one-day', 'empty', 'hostile']
const themes = (['light', 'dark'] as const).filter((theme) => !values.theme || theme === values.theme)
const devices = Object.entries({ desk: 1280, phone: 390 }).filter(
  ([device]) => !values.device || device === values.device,
)
/** A script that hides all figures except those with these names, which are separated by commas. */
const keep = (names: string) => `
  for (const figure of document.querySelectorAll('.figure')) {
    const isWanted = ${JSON.stringify(names.split(','))}.some((name) => figure.matches('.figure-' + name))
    if (!isWanted) (figure.closest('.wide') ?? figure).hidden = true
  }`

await mkdir(folder, { recursive: true })
const [browser, site] = await Promise.all([startBrowser(), startGallerySite()])
try {
  for (const kind of kinds) {
    for (const theme of themes) {
      for (const [device, width] of devices) {
        const page = await browser.open(`${site.origin}/?${kind}/${theme}`)
        await page.show(width, 600, theme)
        if (values.only) await page.evaluate(keep(values.only))
        // Waits two frames, in which the figures measure themselves and draw again.
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
