/** The notations of times in packages. The machine's time zone makes no difference to them. */
import { describe, expect, test } from 'bun:test'
import { dayOf, parseInstant } from './instant.ts'

const noon = Date.UTC(2023, 2, 26, 12, 7, 54)

const moments: [written: unknown, instantMs: number][] = [
  ['2023-03-26T12:07:54Z', noon],
  ['2023-03-26T12:07:54.364Z', noon + 364],
  ['"2023-03-26T12:07:54.364Z"', noon + 364],
  ['\\"'.slice(1) + '2023-03-26T12:07:54Z"', noon],
  ['2023-03-26 12:07:54', noon],
  ['2023-03-26 12:07:54 UTC', noon],
  ['2023-03-26 12:07:54.364 UTC', noon + 364],
  ['2023-03-26 12:07:54.364000+00:00', noon + 364],
  ['2023-03-26 12:07:54+00:00', noon],
  ['2023-03-26T14:07:54+02:00', noon],
  ['2023-03-26T06:37:54-0530', noon],
  ['2023-03-26 12:07:54.364123456 +0000 UTC', noon + 364],
  ['2023-03-26 08:07:54 -0400 EDT', noon],
  ['2023-03-26T12:07', noon - 54_000],
  ['2023-03-26T12:07:54.9999Z', noon + 999],
  ['2023-03-26T12:07:54,5Z', noon + 500],
  [' 2023-03-26T12:07:54Z ', noon],
  ['2023-03-26t12:07:54z', noon],
  [String(noon), noon],
  [noon, noon],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2023-12-31T23:59:59Z', Date.UTC(2023, 11, 31, 23, 59, 59)],
]

const nothing: unknown[] = [
  ...[
    '',
    'null',
    '"null"',
    'yesterday',
    '2023-03-26',
    '12:07:54',
    '2023-13-01T00:00:00Z',
    '2023-00-01T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2023-02-30T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-04-00T00:00:00Z',
    '2023-03-26T24:00:00Z',
    '2023-03-26T12:60:00Z',
    '2023-03-26T12:07:61Z',
    '0023-03-26T12:07:54Z',
    '0000-01-01T00:00:00Z',
    '0099-12-31T23:59:59Z',
  ],
  ...[
    '2023-03-26T12:07:54 Mars/North',
    '2023-03-26T12:07:54Zx',
    'x2023-03-26T12:07:54Z',
    '20230326T120754Z',
    '２０２３-03-26T12:07:54Z',
    '123',
    '1679832474',
    '99999999999999999999',
    '2023-03-26T12:07:54+1:00',
  ],
  ...[null, undefined, true, {}, [], ['2023-03-26T12:07:54Z'], NaN, Infinity, -1, 0, 1679832474, 1e20],
]

describe('a time is parsed', () => {
  test.each(moments)('%p', (written, instantMs) => {
    expect(parseInstant(written)).toBe(instantMs)
  })
})

describe('null is returned for', () => {
  test.each(nothing.map((written) => [written]))('%p', (written) => {
    expect(parseInstant(written)).toBeNull()
  })
})

test('a very long text is not a time, and is rejected quickly', () => {
  const blanks = ' '.repeat(4_000_000)
  for (const text of [
    `x${blanks}x`,
    `2024-01-01 01:01${blanks}x`,
    `${blanks}2024-01-01 01:01`,
    '"'.repeat(4_000_000),
  ])
    expect(parseInstant(text)).toBeNull()
})

test('the time zone of the machine makes no difference', () => {
  const script = `
    import { dayOf, parseInstant } from ${JSON.stringify(`${import.meta.dir}/instant.ts`)}
    const texts = ${JSON.stringify(moments.map(([written]) => written))}
    console.log(JSON.stringify(texts.map((text) => [parseInstant(text), dayOf(parseInstant(text))])))`
  const answers = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Europe/Berlin'].map((TZ) => {
    const { stdout } = Bun.spawnSync([process.execPath, '-e', script], { env: { ...process.env, TZ } })
    return stdout.toString()
  })
  expect(JSON.parse(answers[0]!)[0]).toEqual([noon, '2023-03-26'])
  expect(new Set(answers).size).toBe(1)
})

test('dayOf returns the UTC day', () => {
  expect(dayOf(Date.UTC(2024, 1, 29, 23, 59, 59, 999))).toBe('2024-02-29')
})
