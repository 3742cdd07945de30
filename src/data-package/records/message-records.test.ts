/** messages.json in all its forms and kinds of damage, cut into chunks at any byte. */
import { utf8Of } from '#platform'
import { describe, expect, test } from 'bun:test'
import { RecordSplitter } from './message-records.ts'

const bytesMax = 120

function split(chunks: readonly Buffer[]) {
  const records: string[] = []
  const splitter = new RecordSplitter(bytesMax, (bytes, start, end) => {
    const text = utf8Of(bytes, start, end)
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    } catch {
      return false
    }
    records.push(text)
    return true
  })
  for (const chunk of chunks) {
    // Like the reader of members, this destroys a chunk before the next one.
    const shared = Buffer.from(chunk)
    splitter.push(shared)
    shared.fill('x')
  }
  splitter.end()
  return { records, broken: splitter.broken }
}

const one = '{"ID": 1012542537824747590, "Timestamp": "2022-08-26 02:02:33", "Contents": "hi"}'
const two = '{"ID": 2, "Contents": "a \\"quote\\", a \\\\, a {brace}, a ]"}'
const pretty = '{\n  "ID": 3,\n  "Contents": "x"\n }'
const long = `{"ID": 4, "Contents": "${'x'.repeat(bytesMax)}"}`

const cases: [what: string, text: string, records: string[], broken: number][] = [
  ['the usual file', `[\n${one},\n${two}\n]`, [one, two], 0],
  ['with CRLF', `[\r\n${one},\r\n${two}\r\n]\r\n`, [one, two], 0],
  ['in one line', `[${one},${two}]`, [one, two], 0],
  ['in one line with spaces', `[ ${one} , ${two} ]`, [one, two], 0],
  ['with a byte order mark', `\ufeff[\n${one}\n]`, [one], 0],
  ['a bare object', one, [one], 0],
  ['one object per line', `${one}\n${two}\n`, [one, two], 0],
  ['printed over several lines', `[\n ${pretty},\n ${pretty}\n]`, [pretty, pretty], 0],
  [
    'nested',
    `[\n{"ID": 1, "x": {"y": [{"z": 1}]}},\n${one}\n]`,
    ['{"ID": 1, "x": {"y": [{"z": 1}]}}', one],
    0,
  ],
  ['empty', '[\n\n]', [], 0],
  ['nothing', '', [], 0],
  ['cut inside an object', `[\n${one},\n${two.slice(0, 30)}`, [one], 1],
  ['cut inside a text', `[\n${one},\n${two.slice(0, 25)}`, [one], 1],
  ['cut after an escape', `[\n${one},\n${two.slice(0, two.indexOf('\\') + 1)}`, [one], 1],
  ['cut between objects', `[\n${one},\n`, [one], 0],
  ['an object without an end', `[\n{"ID": 9,\n${one},\n${two}\n]`, [one, two], 1],
  ['a text that ends in a backslash', `[\n{"ID": 9, "Contents": "x\\\n${one},\n${two}\n]`, [one, two], 1],
  ['a text without end', `[\n{"ID": 9, "Contents": "x,\n${one}\n]`, [one], 1],
  ['an object that is invalid JSON', `[\n{ID: 9},\n${one}\n]`, [one], 1],
  ['an object that is too long', `[\n${one},\n${long},\n${two}\n]`, [one, two], 1],
]

describe('a file', () => {
  test.each(cases)('%s', (_what, text, records, broken) => {
    expect(split([Buffer.from(text)])).toEqual({ records, broken })
  })

  test.each(cases)('%s, cut in two at every byte', (_what, text, records, broken) => {
    const bytes = Buffer.from(text)
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual({ records, broken })
    }
  })

  test.each(cases)('%s, one byte at a time', (_what, text, records, broken) => {
    expect(split([...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toEqual({ records, broken })
  })
})

test('a record far longer than the limit is counted as broken once', () => {
  const chunk = Buffer.alloc(64, 'x')
  const splitter = new RecordSplitter(bytesMax, () => true)
  splitter.push(Buffer.from('[\n{"Contents": "'))
  for (let at = 0; at < 10_000; at++) splitter.push(chunk)
  splitter.push(Buffer.from(`"},\n${one}\n]`))
  splitter.end()
  expect(splitter.broken).toBe(1)
})
