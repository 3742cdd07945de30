import { expect, test } from 'bun:test'
import { requireEqual } from './require-equal.ts'

test('equal values pass', () => {
  expect(() => requireEqual('rows', { a: [1, undefined, -0] }, { a: [1, undefined, -0] })).not.toThrow()
})

test('of long values, only the text around the first difference is shown', () => {
  const long = Array.from({ length: 10_000 }, (_, at) => `row ${at}`)
  const changed = long.with(5000, 'another row')
  const compare = () => requireEqual('rows', long, changed)
  expect(compare).toThrow(/row 5000[^]* instead of [^]*another row/)
  expect(compare).not.toThrow(/row 1000"|row 9000"/)
})

test.each<[unknown, unknown, string]>([
  [[0], [-0], 'instead of [\n "<-0>"'],
  [[null], [undefined], 'instead of [\n "<undefined>"'],
  [[NaN], [null], '<NaN>'],
  [1, undefined, 'instead of "<undefined>"'],
  [[5n], [6n], '<5n>'],
  [new Date(0), '1970-01-01T00:00:00.000Z', 'instead of'],
])('values that look alike as JSON are told apart (%p and %p)', (one, other, text) => {
  expect(() => requireEqual('value', one, other)).toThrow(text)
})
