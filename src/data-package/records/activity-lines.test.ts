/**
 * Lines of activity files as attackers write them, and as Discord has written them in eight years, cut into
 * chunks at any byte.
 */
import { describe, expect, test } from 'bun:test'
import { createKernel, kernelForms } from '../../tests/support/judges/kernels.ts'
import { createActivityReader } from './activity-lines.ts'
import type { Kernel } from '../kernel/host.ts'

const limits = { lineBytesMax: 200, jsonDepthMax: 8 }
const wanted = {
  types: new Set(['app_opened', 'add_reaction', 'é_event']),
  fields: ['event_type', 'os', 'timestamp'],
}

/** Two readers that share one kernel, as in an analysis. They read one file after the other. */
function createReaders(kernel: Kernel) {
  let records: unknown[] = []
  const create = (types: ReadonlySet<string> | null) =>
    createActivityReader(
      kernel,
      { ...wanted, types: types ?? new Set(), isEveryLineRead: types === null },
      limits,
      (record) => records.push([record.fields.event_type, record.fields.os]),
    )
  const [readWanted, readEvery] = [create(wanted.types), create(null)]
  return async (chunks: readonly Buffer[], types: ReadonlySet<string> | null = wanted.types) => {
    records = []
    const stream = (async function* () {
      // Like the reader of members, this destroys a chunk when the next one is requested.
      for (const chunk of chunks) {
        const shared = Buffer.from(chunk)
        yield shared
        shared.fill('x')
      }
    })()
    const counts = await (types === null ? readEvery : readWanted)(stream)
    return { records, ...counts }
  }
}

const opened = '{"event_type":"app_opened","os":"Linux"}'
const seen = ['app_opened', 'Linux']
const yes = { records: [seen], lines: 1, broken: 0 }
const no = { records: [], lines: 1, broken: 0 }
const broken = { records: [], lines: 1, broken: 1 }

const cases: [
  what: string,
  line: string | Buffer,
  expected: { records: unknown[]; lines: number; broken: number },
][] = [
  ['an event', opened, yes],
  ['with a newline', `${opened}\n`, yes],
  ['with CRLF', `${opened}\r\n`, yes],
  ['with a byte order mark', `\ufeff${opened}\n`, yes],
  ['between blanks', `  \t${opened} \t\n`, yes],
  ['the key order used in 2018', '{"os":"Linux","x":[1,{"y":2}],"event_type":"app_opened"}', yes],
  ['spaces around the colon', '{ "event_type" :\t"app_opened" , "os" : "Linux" }', yes],
  ['the key escaped', '{"\\u0065vent_type":"app_opened","os":"Linux"}', yes],
  ['an escape at the end of the key', '{"event_typ\\u0065":"app_opened","os":"Linux"}', yes],
  ['the value escaped', '{"event_type":"app\\u005fopened","os":"Linux"}', yes],
  ['an escape at the beginning of the value', '{"event_type":"\\u0061pp_opened","os":"Linux"}', yes],
  ['an escape in the name of a field', '{"event_type":"app_opened","o\\u0073":"Linux"}', yes],
  [
    'a type beyond ASCII',
    '{"event_type":"é_event","os":"Linux"}',
    { ...yes, records: [['é_event', 'Linux']] },
  ],
  ['two types, the last one wanted', '{"event_type":"unknown","event_type":"app_opened","os":"Linux"}', yes],
  ['two types, the last one unwanted', '{"event_type":"app_opened","event_type":"unknown","os":"Linux"}', no],
  ['a duplicate field: the last one counts', '{"os":"Mac","event_type":"app_opened","os":"Linux"}', yes],
  ['wanted only inside', '{"x":{"event_type":"app_opened"},"event_type":"unknown"}', no],
  [
    'a wanted type only within a text',
    '{"x":"\\"event_type\\":\\"app_opened\\"","event_type":"unknown"}',
    no,
  ],
  [
    'an unwanted type nested, a wanted type on top',
    '{"x":{"event_type":"unknown"},"event_type":"app_opened","os":"Linux"}',
    yes,
  ],
  ['unwanted', '{"event_type":"unknown"}', no],
  ['a longer name', '{"event_type":"app_opened_twice"}', no],
  ['a shorter name', '{"event_type":"app_open"}', no],
  ['an unknown name with the same length, beginning and end', '{"event_type":"apq_opened"}', no],
  ['no type', '{"predicted_gender":"x","probability":0.5}', no],
  ['a type that is not a string', '{"event_type":["app_opened"]}', no],
  ['an empty object', '{}', no],
  ['an array', `[${opened}]`, broken],
  ['a text', '"event_type"', broken],
  ['no JSON', 'event_type', broken],
  ['cut off', opened.slice(0, -3), broken],
  ['a line without its beginning', opened.slice(1), broken],
  ['two objects in one line', opened + opened, broken],
  ['a NUL in it', '{"event_type":"app_opened",\0"os":"Linux"}', broken],
  ['a NUL in a text', '{"event_type":"app_opened","os":"\0"}', broken],
  ['NUL bytes', '\0\0\0', broken],
  ['a comma too many', '{"event_type":"app_opened","os":"Linux",}', broken],
  ['a number with a leading zero', '{"event_type":"app_opened","x":01}', broken],
  ['a bad escape', '{"event_type":"app_opened","x":"\\q"}', broken],
  ['an escape with invalid hex digits', '{"event_type":"app_opened","x":"\\u12g4"}', broken],
  ['nine levels', `{"event_type":"app_opened","x":${'['.repeat(8)}${']'.repeat(8)}}`, broken],
  ['eight levels', `{"event_type":"app_opened","os":"Linux","x":${'['.repeat(7)}${']'.repeat(7)}}`, yes],
  ['a lone surrogate', '{"event_type":"app_opened","os":"Linux","x":"\\ud800"}', yes],
  ['blank lines', `\n\n \n\r\n\t\n${opened}\n\n`, yes],
  ['nothing', '', { records: [], lines: 0, broken: 0 }],
  [
    'invalid UTF-8 in another field',
    Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xff, 0xc3]), Buffer.from(`",${opened.slice(1)}`)]),
    yes,
  ],
  [
    'longer than the limit',
    `{"x":"${'x'.repeat(200)}",${opened.slice(1)}\n${opened}`,
    { records: [seen], lines: 2, broken: 1 },
  ],
  [
    'broken between two',
    `${opened}\n{"event_type":"app_opened"\n${opened}\n`,
    { records: [seen, seen], lines: 3, broken: 1 },
  ],
]

describe.each(kernelForms)('%s', (form) => {
  const read = createReaders(createKernel(form))
  const readText = (text: string | Buffer, types?: null) =>
    read([Buffer.from(text)], types === null ? null : wanted.types)

  describe('a line', () => {
    test.each(cases)('%s', async (_what, line, expected) => {
      expect(await readText(line)).toEqual({ ...expected, days: [] })
    })
  })

  test('a field of invalid UTF-8 has U+FFFD', async () => {
    const line = Buffer.concat([
      Buffer.from('{"event_type":"app_opened","os":"a'),
      Buffer.from([0xff]),
      Buffer.from('b"}'),
    ])
    expect((await readText(line)).records).toEqual([['app_opened', 'a\ufffdb']])
  })

  test('with isEveryLineRead every object is read', async () => {
    const text = `${opened}\n{"event_type":"unknown"}\n{"x":1}\n[1]\n`
    const records = [seen, ['unknown', undefined], [undefined, undefined]]
    expect(await readText(text, null)).toEqual({ records, lines: 4, broken: 1, days: [] })
  })

  describe('the days of all lines are recorded, whatever their type', () => {
    const day = 19_783 // 2024-03-01
    const cases: [line: string, days: number[]][] = [
      [String.raw`{"event_type":"other","timestamp":"\"2024-03-01T23:59:59.999Z\""}`, [day]],
      ['{"event_type":"other","timestamp":"2024-03-01T00:00:00.000Z"}', [day]],
      ['{"event_type":"other","timestamp":"2024-03-01 10:00:00"}', [day]],
      ['{"event_type":"other","timestamp":"2024-03-01T10:00:00.123456Z"}', [day]],
      ['{"timestamp":"2024-03-01T10:00:00Z"}', [day]],
      ['{"timestamp":"2024-03-01T10:00:00Z","event_type":"other"}', [day]],
      ['{ "timestamp" : "2024-03-01T10:00:00Z" }', [day]],
      ['{"event_type":"other","timestamp":"2024-03-01T23:30:00-02:00"}', [day + 1]],
      ['{"event_type":"other","timestamp":"2024-03-05T10:00:00Z","timestamp":"2024-03-01T10:00:00Z"}', [day]],
      ['{"event_type":"other","a":{"timestamp":"2024-03-01T10:00:00Z"}}', []],
      [String.raw`{"event_type":"other","a":",\"timestamp\":\"2024-03-01T10:00:00Z\""}`, []],
      ['{"event_type":"other","client_timestamp":"2024-03-01T10:00:00Z"}', []],
      ['{"event_type":"other","timestamp":"null"}', []],
      ['{"event_type":"other","timestamp":"2024-13-01T10:00:00.000Z"}', []],
      ['{"event_type":"other","timestamp":"2024-03-01T10:00:00Z"', []],
      ['{"event_type":"app_opened","timestamp":"2024-03-01T10:00:00Z"}', [day]],
      ['{"event_type":"app_opened","timestamp":"2024-03-01T10:00:00+01:00"}', [day]],
      [
        '{"event_type":"other","a":{"event_type":"app_opened"},"timestamp":"2024-03-01T10:00:00Z","b":1}',
        [day],
      ],
      ['{"event_type":"other","timestamp":"2090-03-01T10:00:00Z"}', []],
      ['{"event_type":"other","timestamp":"1969-03-01T10:00:00Z"}', []],
    ]

    test.each(cases)('%s', async (line, days) => {
      expect((await readText(line)).days).toEqual(days)
      expect((await readText(line, null)).days).toEqual(days)
    })

    test('are those of one file, in ascending order', async () => {
      const lines = ['03', '01', '02', '01'].map((day) => `{"x":1,"timestamp":"2024-03-${day}T10:00:00Z"}`)
      expect((await readText(lines.join('\n'))).days).toEqual([day, day + 1, day + 2])
      expect((await readText(lines[0]!)).days).toEqual([day + 2])
    })
  })

  describe('chunks', () => {
    const whole = wholeOf(cases.filter(([what]) => what !== 'with a byte order mark').map(([, line]) => line))

    test('of a file that is cut in two at any byte give the same result', async () => {
      const expected = await read([whole])
      expect(expected.records.length).toBeGreaterThan(15)
      for (let cut = 0; cut <= whole.length; cut++) {
        expect(await read([whole.subarray(0, cut), whole.subarray(cut)])).toEqual(expected)
      }
    })

    test.each([1, 2, 3, 5, 7, 11, 64, 199, 200, 201, 202])(
      'of %d bytes give the same result',
      async (bytes) => {
        const chunks = Array.from({ length: Math.ceil(whole.length / bytes) }, (_, at) =>
          whole.subarray(at * bytes, (at + 1) * bytes),
        )
        expect(await read(chunks)).toEqual(await read([whole]))
      },
    )

    test('do not change how a byte order mark before a later line is read', async () => {
      const two = wholeOf([opened, `\ufeff${opened}`])
      const expected = await read([two])
      for (let cut = 0; cut <= two.length; cut++) {
        expect(await read([two.subarray(0, cut), two.subarray(cut)])).toEqual(expected)
      }
    })
  })
})

function wholeOf(lines: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))
}
