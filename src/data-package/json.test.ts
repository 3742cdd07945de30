/** JSON of other people: exact ids, bounded, and never an exception. */
import { describe, expect, test } from 'bun:test'
import { parseJson, parseObject } from './json.ts'

const depth = 8
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

const values: [text: string, value: unknown][] = [
  ['{"a":1}', { a: 1 }],
  ['\ufeff{"a":1}', { a: 1 }],
  [' [1, 2] ', [1, 2]],
  ['null', null],
  ['{"ID": 1012542537824747590}', { ID: '1012542537824747590' }],
  ['{"ID":-1012542537824747590}', { ID: '-1012542537824747590' }],
  ['[1,1012542537824747590,2]', [1, '1012542537824747590', 2]],
  ['{"ID": 9007199254740991}', { ID: 9007199254740991 }],
  ['{"ID": 9007199254740993}', { ID: '9007199254740993' }],
  ['{"x": 1.5, "ID": 1012542537824747590}', { x: 1.5, ID: '1012542537824747590' }],
  ['{"x": 1e300, "ID": 1012542537824747590}', { x: 1e300, ID: '1012542537824747590' }],
  ['{"x": "a: 1012542537824747590"}', { x: 'a: 1012542537824747590' }],
  ['{"x": "[{[{\\"[{\\\\"}', { x: '[{[{"[{\\' }],
  [nested(depth), JSON.parse(nested(depth))],
  ['{"a":1,"a":2}', { a: 2 }],
]

describe('values', () => {
  test.each(values)('%s', (text, value) => {
    expect(parseJson(text, depth)).toEqual(value)
  })
})

describe('no values', () => {
  const texts = [
    '',
    ' ',
    '{',
    '{a:1}',
    "{'a':1}",
    '{"a":1,}',
    '[1]]',
    '{"a":01}',
    '\ufeff\ufeff{}',
    '"\n"',
    'NaN',
    '\0',
    nested(depth + 1),
    `{"a":${nested(depth)}}`,
  ]
  test.each([...texts, '['.repeat(5_000_000), `[${'[],'.repeat(1_000_001)}1]`])('%#', (text) => {
    expect(parseJson(text, depth)).toBeUndefined()
  })
})

test('parseObject takes objects only', () => {
  expect(parseObject('{}', depth)).toEqual({})
  for (const text of ['[]', 'null', '"x"', '1', 'x']) expect(parseObject(text, depth)).toBeNull()
})

test('a __proto__ in the text is a field like others', () => {
  const object = parseObject('{"__proto__":{"id":"1"}}', depth)!
  expect(Object.keys(object)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(({} as { id?: string }).id).toBeUndefined()
})
