import { expect, test } from 'bun:test'
import { sizeText } from './size-text.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [83_412, '83.4 KB'],
  [1_500_000, '1.5 MB'],
  [2_100_000_000, '2.1 GB'],
  [5e12, '5000.0 GB'],
])('%p', (bytes, text) => expect(sizeText(bytes)).toBe(text))
