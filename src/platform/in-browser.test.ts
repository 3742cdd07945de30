/**
 * The browser's platform functions do the same as those for Bun, as far as Bun can run them. Browser tests
 * cover the rest.
 */
import { expect, test } from 'bun:test'
import * as browser from './in-browser.ts'
import * as bun from './in-bun.ts'

test('both platforms have the same functions', () => {
  const own = new Set(['startPlatform'])
  expect(
    Object.keys(browser)
      .filter((name) => !own.has(name))
      .sort(),
  ).toEqual(Object.keys(bun).sort())
})

test.each([
  ['plain text', [...Buffer.from('plain')]],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61]],
  ['invalid UTF-8', [0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x9f, 0x98]],
  ['half surrogates', [0xed, 0xa0, 0x80, 0x62]],
  ['NUL and the highest characters', [0, 0xf4, 0x8f, 0xbf, 0xbf, 0xf4, 0x90, 0x80, 0x80]],
])('decoded identically: %s', (_, values) => {
  const bytes = Uint8Array.from(values)
  expect(browser.utf8Of(bytes)).toBe(bun.utf8Of(bytes))
  expect(browser.utf8Of(bytes, 1, 4)).toBe(bun.utf8Of(bytes, 1, 4))
  expect(browser.latin1Of(bytes)).toBe(bun.latin1Of(bytes))
})

test('a text is copied identically, lone surrogates included', () => {
  for (const text of ['', 'a', 'ä😀', '\ud800x', 'x\udc00']) {
    expect(browser.copyOfText(text)).toBe(bun.copyOfText(text))
  }
})

test('compressed bytes can be decompressed', () => {
  for (const platform of [bun, browser]) {
    expect([...platform.decompress(platform.compress(Uint8Array.of(1, 2, 3)))]).toEqual([1, 2, 3])
  }
})

test('Bun’s functions return no Buffer, because slice() of a Buffer shares its memory', () => {
  const { viewOf, allocate, compress, decompress, kernelBytes, createResultDatabase } = bun
  const database = createResultDatabase()
  database.run('CREATE TABLE some (value)')
  const given = {
    viewOf: viewOf(new ArrayBuffer(8)),
    allocate: allocate(8),
    compress: compress(allocate(8)),
    decompress: decompress(compress(allocate(8))),
    kernelBytes: kernelBytes('plain'),
    bytes: database.bytes(),
  }
  database.close()
  for (const [name, bytes] of Object.entries(given)) {
    expect([name, bytes instanceof Buffer]).toEqual([name, false])
  }
})
