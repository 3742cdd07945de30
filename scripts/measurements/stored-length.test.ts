/** Compares the count with LZ-string itself. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import LZString from 'lz-string'
import { storedLengthOf } from './stored-length.ts'

const lengthByLzString = (bytes: Uint8Array) =>
  LZString.compressToUTF16(JSON.stringify(Array.from(bytes))).length

test('the count is the length of LZ-string’s output', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(storedLengthOf(bytes)).toBe(lengthByLzString(bytes))
    }),
  )
})

test('the count is right for long content with many repetitions', () => {
  const words = ['general', 'message_sent', 'guild', '\0\0\0\0', 'ü']
  const text = Array.from({ length: 20_000 }, (_, index) => words[(index * 7919) % 5]! + (index % 97)).join(
    '',
  )
  const bytes = new TextEncoder().encode(text)
  expect(storedLengthOf(bytes)).toBe(lengthByLzString(bytes))
})
