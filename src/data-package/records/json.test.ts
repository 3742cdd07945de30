/** Parsing JSON of unknown origin: exact ids, limits, and no exceptions. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { parseJson, parseMembers, parseObject } from './json.ts'

const depth = 8
const keys = new Set(['a', 'ID', 'x'])
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
    expect(parseJson(text, depth, keys)).toEqual(value)
  })
})

describe('texts without a valid value', () => {
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
  test.each([...texts, '['.repeat(5_000_000)])('%#', (text) => {
    expect(parseJson(text, depth, keys)).toBeUndefined()
  })
})

describe('memory', () => {
  const spentOn = (text: string) => {
    let spent = 0
    const value = parseJson(text, depth, keys, (bytes) => void (spent += bytes))
    return value === undefined ? null : spent
  }

  test('is announced, and depends on the text', () => {
    const many = 1000
    expect(spentOn(`{${Array.from({ length: many }, (_, at) => `"${at}":1`)}}`)).toBeGreaterThan(400 * many)
    expect(spentOn(`[${'"x",'.repeat(many)}1]`)).toBeWithin(80 * many, 100 * many)
    // The text and the value, at two bytes per character.
    expect(spentOn(`"${'é'.repeat(many)}"`)).toBeWithin(4 * many, 5 * many)
    expect(spentOn(`[${'[],'.repeat(many)}1]`)).toBeWithin(160 * many, 180 * many)
    expect(spentOn(`["${'[{:,'.repeat(many)}"]`)).toBeWithin(16 * many, 17 * many)
  })

  test('that the caller refuses is not used', () => {
    const refuse = () => {
      throw new RangeError('mine')
    }
    expect(() => parseJson('{"a":1}', depth, keys, refuse)).toThrow(RangeError)
    expect(parseJson(nested(depth + 1), depth, keys, refuse)).toBeUndefined()
  })
})

test('parseObject takes objects only', () => {
  expect(parseObject('{}', depth, keys)).toEqual({})
  for (const text of ['[]', 'null', '"x"', '1', 'x']) expect(parseObject(text, depth, keys)).toBeNull()
})

test('only wanted keys are read, at every depth, and never __proto__', () => {
  const object = parseObject('{"__proto__":{"id":"1"},"b":1,"a":[{"a":1,"b":{"a":2}}]}', depth, keys)!
  expect(object).toEqual({ a: [{ a: 1 }] })
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(({} as { id?: string }).id).toBeUndefined()
})

test('members of one object, whatever their names are', () => {
  const members = parseMembers('{"__proto__":"x","1":null,"2":{"a":1},"1":"y"}', depth)!
  expect([...members]).toEqual([
    ['__proto__', 'x'],
    ['1', 'y'],
    ['2', {}],
  ])
  for (const text of ['[]', '1', '{', '{"a":1,}', '{"a":1}x', '{"a"}', '{a:1}']) {
    expect(parseMembers(text, depth)).toBeUndefined()
  }
})

const jsonText = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(40), fc.constantFrom(...'{}[]",:\\\u0001 1e-.0tnx'))
    .map(([text, at, mark]) => text.slice(0, at) + mark + text.slice(at + (at % 2))),
)

test('accepts exactly what JSON.parse accepts, and gives the same values', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      let expected: unknown
      const names = new Set<string>()
      try {
        expected = JSON.parse(text, (key, value: unknown) => (names.add(key), value))
      } catch {
        expected = undefined
      }
      if (names.has('__proto__') || /\d{16}/.test(text)) return
      expect(parseJson(text, 64, names)).toEqual(expected)
    }),
    { numRuns: 3000 },
  )
})
