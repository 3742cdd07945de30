/** Checks the lenient readers of JSON and CSV, and the readers of single values. */
import { expect, test } from 'bun:test'
import { decodeText, parseCsv, parseJson, parseJsonObject, parseObjectsOf } from './text-formats.ts'
import { idOf, nameOf, numberOf, timeOf, timeOfSnowflake } from './values.ts'

test('long whole numbers outside strings become strings, and nothing else changes', () => {
  expect(
    parseJson(
      '{"ID":1012542537824747590,"a":12,"b":-1.5e3,"c":"x 1012542537824747590 \\" 1012542537824747590"}',
    ),
  ).toEqual({
    ID: '1012542537824747590',
    a: 12,
    b: -1500,
    c: 'x 1012542537824747590 " 1012542537824747590',
  })
  expect(parseJson('0.12345678901234567890')).toBeCloseTo(0.1234567890123)
})

test('parseJsonObject returns undefined for anything but an object', () => {
  for (const text of ['', 'null', '[]', '"a"', '1', '{', '{"a":1', 'true'])
    expect(parseJsonObject(text)).toBeUndefined()
})

test('the objects before a truncation are returned, without the broken one', () => {
  const text = '[{"a":"}{\\""},\n{"a":x},\n{"a":{"b":[2]}},\n{"a":"cut'
  expect(parseObjectsOf(text).objects).toEqual([{ a: '}{"' }, { a: { b: [2] } }])
})

test('CSV is read with quotes, doubled quotes, newlines in fields, CRLF, blank and truncated rows', () => {
  expect(parseCsv('a,b\r\n"x ""y"",\nz",2\r\n\r\n,\n3,4\n5,"cut').rows).toEqual([
    ['a', 'b'],
    ['x "y",\nz', '2'],
    ['', ''],
    ['3', '4'],
  ])
  expect(parseCsv('a,b').rows).toEqual([['a', 'b']])
})

test('bytes that are not UTF-8 are replaced, and a byte order mark is removed', () => {
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff]))).toBe('a\ufffd')
})

test.each([
  ['"2023-03-26T05:07:54.364Z"', '2023-03-26T05:07:54.364Z'],
  ['2023-03-26T05:07:54Z', '2023-03-26T05:07:54.000Z'],
  ['2023-03-26 05:07:54', '2023-03-26T05:07:54.000Z'],
  ['2023-03-26 05:07:54.123 UTC', '2023-03-26T05:07:54.123Z'],
  ['2023-03-26 05:07:54.123456789 +0200 CEST', '2023-03-26T03:07:54.123Z'],
  ['2020-08-25 22:54:05.726000+00:00', '2020-08-25T22:54:05.726Z'],
  ['2020-08-25T22:54:05-03:30', '2020-08-26T02:24:05.000Z'],
  ['1477262405000', '2016-10-23T22:40:05.000Z'],
])('%s is a time', (written, expected) => {
  expect(timeOf(written)).toBe(Date.parse(expected))
})

test.each([
  'null',
  '',
  'yesterday',
  '2023-02-30 00:00:00',
  '2023-13-01T00:00:00Z',
  '2023-01-01 24:00:00',
  '2023-01-01',
])('%s is not a time', (written) => {
  expect(timeOf(written)).toBeNull()
})

test('ids, names and numbers are read', () => {
  expect([idOf('123'), idOf(123), idOf(' 5 ')]).toEqual(['123', '123', '5'])
  for (const value of ['', 'null', '0', '-1', 'abc', 1.5, null, undefined, {}]) expect(idOf(value)).toBeNull()
  expect(nameOf('a\0b\ud800')).toBe('ab\ufffd')
  expect([nameOf('\0'), nameOf(''), nameOf(3)]).toEqual([null, null, null])
  expect([numberOf('133033'), numberOf(5.5), numberOf('-2'), numberOf('1e3'), numberOf('')]).toEqual([
    133033,
    5.5,
    -2,
    null,
    null,
  ])
  expect(timeOfSnowflake('1012542537824747590')).toBe(Date.parse('2022-08-26T02:02:33.148Z'))
})
