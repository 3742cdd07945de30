/**
 * Fingerprints are HalfSipHash, and the kernel computes the same for bytes as fingerprint.ts does for texts.
 */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createKernel, kernelForms } from '../../tests/support/judges/kernels.ts'
import { type Fingerprint, fingerprintText, hashOfLetters, hashOfText } from './fingerprint.ts'
import { createObjectScanner } from './object-scanner.ts'

/**
 * From vectors.h of github.com/veorq/SipHash: the 64-bit HalfSipHash-2-4 of the bytes 0, 1, 2, … with the key
 * bytes 0 to 7.
 */
const vectors = ['218d1f59b9b83cc8', 'be552412f8387315', '064f39ef7c50eb57']

test.each(vectors)('the published vectors: %s', (vector) => {
  const text = String.fromCharCode(...Array.from({ length: vectors.indexOf(vector) }, (_, at) => at))
  const print: Fingerprint = { high: 0, low: 0 }
  fingerprintText(print, text, [0x03020100, 0x07060504], 2, 4)
  const bytes = new Uint8Array(Int32Array.of(print.low, print.high).buffer)
  expect(bytes.toHex()).toBe(vector)
})

test.each(kernelForms)('%s: bytes and text have the same fingerprint', (form) => {
  const scan = createObjectScanner(createKernel(form), ['a'], 4)
  const [ofBytes, ofText]: Fingerprint[] = [
    { high: 0, low: 0 },
    { high: 0, low: 0 },
  ] as const
  fc.assert(
    fc.property(fc.stringMatching(/^[ !#-[\]-~]{1,80}$/), (text) => {
      expect(scan(Buffer.from(JSON.stringify({ a: text })))!.fingerprint('a', 1, ofBytes!)).toBe(true)
      fingerprintText(ofText!, text)
      expect(ofBytes).toEqual(ofText!)
    }),
  )
})

test('texts that differ beyond ASCII, in length or in a NUL at the end have different fingerprints', () => {
  const texts = ['', '\0', '\0\0', 'a', 'a\0', 'é', 'Ã©', '\u0800', '😀', '\ud83d', '\ude00', 'à\x80\x80']
  const prints = texts.map((text) => {
    const print: Fingerprint = { high: 0, low: 0 }
    fingerprintText(print, text)
    expect(hashOfText(text)).toBe(print.low)
    return JSON.stringify(print)
  })
  expect(new Set(prints).size).toBe(texts.length)
})

test('the hash of letters in bytes equals the hash of their text in lower case', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z']{0,40}$/), fc.nat(5), (text, before) => {
      const bytes = Buffer.from(`${'x'.repeat(before)}${text}yyyy`)
      expect(hashOfLetters(bytes, before, before + text.length)).toBe(hashOfText(text.toLowerCase()))
    }),
  )
})
