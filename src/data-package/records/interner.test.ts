/** The cache of short texts returns the text that is at a position now, not one that was there before. */
import { viewOf } from '#platform'
import { expect, test } from 'bun:test'
import { createInterner } from './interner.ts'

test('texts that take turns at one position in memory are each decoded as themselves', () => {
  const memory = viewOf(new ArrayBuffer(64))
  const intern = createInterner()
  const encoder = new TextEncoder()
  // Ten times as many texts as the cache has slots, so that each slot is used by many of them.
  for (let number = 0; number < 40_000; number++) {
    const text = `😭 ${number.toString().padStart(6, '0')}`
    const { written } = encoder.encodeInto(text, memory.subarray(8))
    expect(intern(memory, 8, 8 + written)).toBe(text)
  }
})

test('the same text at another position is decoded as itself', () => {
  const memory = viewOf(new ArrayBuffer(64))
  const intern = createInterner()
  const encoder = new TextEncoder()
  for (const start of [0, 9, 30]) {
    memory.fill(0)
    encoder.encodeInto('same', memory.subarray(start))
    expect(intern(memory, start, start + 4)).toBe('same')
  }
})
