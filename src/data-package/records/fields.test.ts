/** Reading fields whose types vary with the age of a package. */
import { expect, test } from 'bun:test'
import { beginningOf, cleanText, detached, firstIdOf, idOf, nameOf, numberOf, textOf } from './fields.ts'

const ids: [value: unknown, id: string | null][] = [
  ['1012542537824747590', '1012542537824747590'],
  [' 12 ', '12'],
  [12, '12'],
  ['18446744073709551615', '18446744073709551615'],
  ...['', '0', '-1', '01', '1.5', 'x', '1e9', '123456789012345678901', 'null', '１２', '1\n2'].map(
    (value): [string, null] => [value, null],
  ),
  ...[0, -1, 1.5, NaN, 1e300, null, undefined, true, [], ['1'], {}].map((value): [unknown, null] => [
    value,
    null,
  ]),
]

test.each(ids)('the id of %p is %p', (value, id) => {
  expect(idOf(value)).toBe(id)
})

const numbers: [value: unknown, number: number | null][] = [
  [5, 5],
  ['5', 5],
  ['133033', 133033],
  [' 5.5 ', 5.5],
  ['-1', -1],
  ...['', ' ', 'x', 'null', 'Infinity', '1,5'].map((value): [string, null] => [value, null]),
  ...[NaN, Infinity, null, undefined, true, [], [5], {}].map((value): [unknown, null] => [value, null]),
]

test.each(numbers)('the number of %p is %p', (value, number) => {
  expect(numberOf(value)).toBe(number)
})

test('the text of a string, number or boolean; "" and "null" are none', () => {
  expect([textOf('a'), textOf(1), textOf(true)]).toEqual(['a', '1', 'true'])
  for (const nothing of ['', 'null', null, undefined, [], {}]) expect(textOf(nothing)).toBeNull()
})

test('any visible text can be a name, even "null", and is cleaned', () => {
  expect([nameOf('null'), nameOf('a\0b'), nameOf('\ud800x')]).toEqual(['null', 'ab', '\ufffdx'])
  for (const nothing of ['', '\0', 1, null, undefined, {}]) expect(nameOf(nothing)).toBeNull()
})

test('text longer than 500 UTF-16 units is truncated, and half a character becomes U+FFFD', () => {
  expect(cleanText('x'.repeat(501))).toBe('x'.repeat(500))
  expect(cleanText(`${'x'.repeat(499)}🎉`)).toBe(`${'x'.repeat(499)}\ufffd`)
  expect(cleanText('é漢🎉')).toBe('é漢🎉')
})

test('the first field that contains an id', () => {
  expect(firstIdOf({ channel_id: 'null', channel: '12' }, 'channel_id', 'channel')).toBe('12')
  expect(firstIdOf({ channel_id: '11', channel: '12' }, 'channel_id', 'channel')).toBe('11')
  expect(firstIdOf({}, 'channel_id')).toBeNull()
})

test('the beginning of a text, and a copy of a substring, are well-formed', () => {
  expect(beginningOf('abc', 3)).toBe('abc')
  expect(beginningOf('abcd', 3)).toBe('abc')
  expect(beginningOf('ab\u{1f600}', 3)).toBe('ab\ufffd')
  expect(['é\u{1f600}', 'a\0', ''].map(detached)).toEqual(['é\u{1f600}', 'a\0', ''])
})
