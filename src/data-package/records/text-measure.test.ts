/**
 * Measuring a text in its bytes gives the same as decoding it first, and both follow the plain definitions.
 */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  type TextTotals,
  countAttachments,
  countJsonAttachments,
  measureJsonText,
  measureText,
} from './text-measure.ts'

const none = (): TextTotals => ({ characters: 0, words: 0, links: 0, attachments: 0 })

/** Computed from the definitions, with no code in common. */
function expected(text: string): TextTotals {
  return {
    characters: [...text].length,
    words: text.split(/[\t-\r ]+/).filter((part) => part !== '').length,
    links: text.split('http://').length + text.split('https://').length - 2,
    attachments: 0,
  }
}

function measured(text: string): TextTotals {
  const totals = none()
  measureText(totals, text)
  return totals
}

const parts = fc.constantFrom(
  ...[
    'a',
    'http://',
    'https://',
    'http:/',
    'hhttps://x',
    ' ',
    '\n',
    '\t',
    '"',
    '\\',
    'é',
    '😀',
    '\ud83d',
    '漢字',
  ],
)
const texts = fc.array(parts).map((chosen) => chosen.join(''))

test('any decoded text is measured as defined', () => {
  fc.assert(fc.property(texts, (text) => expect(measured(text)).toEqual(expected(text))))
})

test('any text is measured in its bytes with the same result, or left to be decoded', () => {
  let read = 0
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(` ${JSON.stringify(text)},`)
      const totals = none()
      const isRead = measureJsonText(totals, bytes, 1, bytes.length - 1)
      expect(totals).toEqual(isRead ? expected(text) : none())
      if (isRead) read++
      else expect(text).toMatch(/[\t\ud800-\udfff]/u)
    }),
  )
  expect(read).toBeGreaterThan(5)
})

test('bytes that are not UTF-8 are left to be decoded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0x41, 0x20, 0xc3, 0xa9, 0xe0, 0xed, 0xa0, 0x9f, 0xf0, 0xf4, 0x90, 0x80)),
      (body) => {
        const bytes = Uint8Array.from([0x22, ...body, 0x22])
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(1, -1))
        const totals = none()
        const isRead = measureJsonText(totals, bytes, 0, bytes.length)
        expect(isRead).toBe(!text.includes('\ufffd'))
        expect(totals).toEqual(isRead ? expected(text) : none())
      },
    ),
    { numRuns: 2_000 },
  )
})

test('attachments are separated by white space', () => {
  const totals = none()
  for (const text of ['', 'https://a/b.png?ex=1& https://a/c.png', ' x\n\ty  z '])
    countAttachments(totals, text)
  expect(totals.attachments).toBe(5)
})

test('attachments are counted in their bytes with the same result, or left to be decoded', () => {
  let read = 0
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(` ${JSON.stringify(text)},`)
      const totals = none()
      const isRead = countJsonAttachments(totals, bytes, 1, bytes.length - 1)
      expect(totals.attachments).toBe(isRead ? expected(text).words : 0)
      if (isRead) read++
      else expect(text).toMatch(/[\t\n"\\\ud800-\udfff]/u)
    }),
  )
  expect(read).toBeGreaterThan(10)
})

test('attachments that are not a string are not counted', () => {
  const totals = none()
  expect(countJsonAttachments(totals, Buffer.from('["a","b"]'), 0, 9)).toBeFalse()
  expect(totals).toEqual(none())
})
