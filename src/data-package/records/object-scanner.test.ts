/** The scanner of bytes accepts exactly what the parser of texts accepts, and returns the same values. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { readInstant } from '../kernel/host.ts'
import { parseInstant } from '../../instant.ts'
import { createKernel, kernelForms } from '../../tests/support/judges/kernels.ts'
import { parseObject } from './json.ts'
import { createObjectScanner } from './object-scanner.ts'

const wanted = ['a', 'event_type', 'é']
const depthMax = 4
const before = '{"a":"'

function parsed(bytes: Buffer): unknown {
  const record = parseObject(bytes.toString('utf8'), depthMax, new Set(wanted))
  return record === null
    ? null
    : wanted.map((name) => (Object.hasOwn(record, name) ? withoutKeys(record[name]) : undefined))
}

/** Objects inside a field are read without their keys. */
function withoutKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutKeys)
  return typeof value === 'object' && value !== null ? {} : value
}

const keys = fc.oneof(
  fc.constantFrom(...wanted, '__proto__', 'b', 'aa', 'event_typf', '\\u0061', 'event_typ\\u0065', ''),
  fc.stringMatching(/^[a-z ]{0,9}$/),
)
const scalars = fc.constantFrom(
  ...[
    '1',
    '-0',
    '0',
    '01',
    '1.5',
    '1.',
    '.5',
    '1e5',
    '1E-05',
    '-',
    '+1',
    '1012542537824747590',
    '-1012542537824747590',
    '9007199254740993',
    '123456789012345678901234567890',
    '1e999',
  ],
  ...['true', 'false', 'null', 'nul', 'True', 'undefined', 'NaN'],
  ...[
    '""',
    '"x"',
    '"\\"{\\\\"',
    '"\\u00e9"',
    '"\\ud800"',
    '"\\uD83C\\uDF89"',
    '"é🎉"',
    '"a\\/b\\n"',
    '"\\x"',
    '"\\u12"',
    '"',
    '"\t"',
    '"\u2028"',
  ],
)
const blanks = fc.constantFrom('', '', '', ' ', '\t', '\r', '\n ', '\u00a0', '\f')
const containers = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, scalars, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join()}]`),
  object: fc
    .array(fc.tuple(keys, blanks, tie('value'), blanks), { maxLength: 4 })
    .map(
      (fields) =>
        `{${fields.map(([key, before, value, after]) => `${after}"${key}"${before}:${after}${String(value)}${before}`).join()}}`,
    ),
}))

describe.each(kernelForms)('%s', (form) => {
  const kernel = createKernel(form)
  const scan = createObjectScanner(kernel, wanted, depthMax)

  /** Other bytes are added on both sides, as around a line in a chunk. */
  const scanned = (bytes: Buffer): unknown => {
    const chunk = Buffer.concat([Buffer.from(before), bytes, Buffer.from('"0}e5","a":1}')])
    // In the kernel's own memory, as the chunks of a member are.
    const place = kernel.offsetOf(chunk) + before.length
    const record = scan(kernel.bytes, place, place + bytes.length)
    return record === null ? null : wanted.map((name) => record.fields[name])
  }

  test('generated objects', () => {
    fc.assert(
      fc.property(containers.object, blanks, blanks, (object, before, after) => {
        const bytes = Buffer.from(`${before}${object as string}${after}`)
        expect(scanned(bytes)).toEqual(parsed(bytes))
      }),
      { numRuns: 3000 },
    )
  })

  test('objects with one byte changed, removed or inserted', () => {
    const edits = fc.tuple(
      fc.nat(),
      fc.constantFrom(0, 1, 2),
      fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:\\u0\n\0 -.eE')), fc.nat(255)),
    )
    fc.assert(
      fc.property(containers.object, edits, (object, [place, kind, byte]) => {
        const bytes = [...Buffer.from(object as string)]
        bytes.splice(place % (bytes.length + 1), kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [byte]))
        const changed = Buffer.from(bytes)
        expect(scanned(changed)).toEqual(parsed(changed))
      }),
      { numRuns: 6000 },
    )
  })

  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(scanned(Buffer.from(bytes))).toEqual(parsed(Buffer.from(bytes)))
      }),
      { numRuns: 2000 },
    )
  })

  test('the scanner stops at the end of the line, whatever follows in memory', () => {
    const behind = Buffer.from('{"a":1}"b":2}')
    for (const end of [1, 2, 3, 4, 5, 6]) expect(scanned(behind.subarray(0, end))).toBeNull()
    expect(scanned(behind.subarray(0, 7))).toEqual([1, undefined, undefined, undefined])
  })

  test('times parsed from bytes equal those parsed from text', () => {
    const digits = fc.constantFrom('0', '1', '2', '3', '5', '9')
    const places = '0000-00-00T00:00:00'
      .split('')
      .map((place) => (place === '0' ? digits : fc.constantFrom(place, place, place, place, place, ' ')))
    const forms = fc
      .tuple(
        fc.constantFrom('2024', '2019', '2016', '2000'),
        fc.tuple(...places),
        fc.constantFrom('', '.1', '.12', '.123', '.123456', '.1234567890', ',5', '.'),
        fc.constantFrom('Z', '', ' UTC', '+00:00', '-05:30', 'z'),
        fc.boolean(),
      )
      .map(([year, rest, fraction, zone, isDouble]) => {
        const text = `${year}${rest.join('').slice(4)}${fraction}${zone}`
        return isDouble ? `"\\"${text}\\""` : `"${text}"`
      })
    fc.assert(
      fc.property(forms, (form) => {
        const bytes = Buffer.from(form)
        const place = kernel.offsetOf(bytes)
        const read = readInstant(kernel, place, place + bytes.length)
        if (read !== undefined) expect([form, read]).toEqual([form, parseInstant(JSON.parse(form))!])
      }),
      {
        numRuns: 5000,
        examples: [
          ['"2024-02-29 23:59:59"'],
          ['"\\"2023-03-26T05:07:54.364Z\\""'],
          ['"2024-12-31T00:00:00.5Z"'],
          ['"\\"2024-12-31T00:00:00.9"'],
          ['"\\"2024-12-31T00:00:00Z\\b"'],
        ],
      },
    )
  })
})
