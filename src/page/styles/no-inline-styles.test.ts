/**
 * Components neither have style attributes (the page's policy refuses them) nor make markup from text (names
 * in a package are untrusted).
 */
import { expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'

const forbidden = /\bstyle=|innerHTML|insertAdjacentHTML/i
const root = fileURLToPath(new URL('..', import.meta.url))

test('no component sets a style attribute or makes markup from text', async () => {
  const files = [...new Bun.Glob('**/*.tsx').scanSync(root)]
  expect(files.length).toBeGreaterThan(50)
  const texts = await Promise.all(files.map((file) => Bun.file(`${root}/${file}`).text()))
  expect(files.filter((_, index) => forbidden.test(texts[index]!))).toEqual([])
  expect(forbidden.test('<p style={{ left: 0 }}>')).toBeTrue()
})
