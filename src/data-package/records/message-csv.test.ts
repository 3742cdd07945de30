/** messages.csv in the form of RFC 4180 and in other forms, cut into chunks at any byte. */
import { describe, expect, test } from 'bun:test'
import { collidingTexts } from '../../tests/support/hostile/colliding-texts.ts'
import { type Column, CsvReader } from './message-csv.ts'

const head = 'ID,Timestamp,Contents,Attachments'

const names = ['ID', 'Timestamp', 'Contents', 'Attachments']
const columnsOf = (header: readonly string[]) => {
  const columns = names.flatMap((name): Column[] =>
    header.includes(name) ? [[name, header.indexOf(name)]] : [],
  )
  return columns.length === 0 ? null : columns
}

function read(chunks: readonly Uint8Array[], lengthMax = 200) {
  const rows: string[][] = []
  const reader = new CsvReader(lengthMax, columnsOf, (row) => rows.push(names.map((name) => row[name]!)))
  for (const chunk of chunks) reader.push(chunk)
  reader.end()
  return { rows, broken: reader.broken }
}

const one = ['1', '2020-08-25 22:54:05.726000+00:00', 'hello', '']
const line = one.join()

const cases: [what: string, text: string, rows: string[][], broken: number][] = [
  ['rows', `${head}\n${line}\n${line}\n`, [one, one], 0],
  ['rows with CRLF', `${head}\r\n${line}\r\n${line}\r\n`, [one, one], 0],
  ['no newline at the end', `${head}\r\n${line}`, [one], 0],
  ['a byte order mark', `\ufeff${head}\n${line}\n`, [one], 0],
  ['only the header', `${head}\r\n`, [], 0],
  ['rows before the header', `sep=,\n${line}\n${head}\n${line}\n`, [one], 2],
  ['no header', `${line}\n${line}\n`, [], 2],
  ['a header that is cut inside quotes', `${head.slice(0, -3)},"Att`, [], 1],
  ['nothing', '', [], 0],
  ['blank lines', `${head}\n\n${line}\r\n\r\n`, [one], 0],
  ['a comma in quotes', `${head}\n1,t,"a, b",c\n`, [['1', 't', 'a, b', 'c']], 0],
  ['quotes in quotes', `${head}\n1,t,"a ""b"" c",d\n`, [['1', 't', 'a "b" c', 'd']], 0],
  ['nothing but a quote', `${head}\n1,t,"""",d\n`, [['1', 't', '"', 'd']], 0],
  ['empty quotes', `${head}\n1,t,"",""\n`, [['1', 't', '', '']], 0],
  ['newlines in quotes', `${head}\r\n1,t,"a\r\nb\nc",d\r\n`, [['1', 't', 'a\r\nb\nc', 'd']], 0],
  ['a quote inside an unquoted field', `${head}\n1,t,5" disk,d\n`, [['1', 't', '5" disk', 'd']], 0],
  ['columns in another order', `Contents,ID,Attachments,Timestamp\nx,1,,t\n`, [['1', 't', 'x', '']], 0],
  ['text beyond ASCII', `${head}\n1,t,é漢🎉,d\n`, [['1', 't', 'é漢🎉', 'd']], 0],
  ['a field too few', `${head}\n1,t,x\n${line}\n`, [one], 1],
  ['a field too many', `${head}\n1,t,x,y,z\n${line}\n`, [one], 1],
  ['nothing but commas', `${head}\n${','.repeat(500)}\n${line}\n`, [one], 1],
  ['cut inside a row', `${head}\n${line}\n2,t`, [one], 1],
  ['cut inside quotes', `${head}\n${line}\n2,t,"x,y`, [one], 1],
  ['a field over the limit', `${head}\n1,t,${'x'.repeat(300)},\n${line}\n`, [one], 1],
]

describe('a file', () => {
  test.each(cases)('%s', (_what, text, rows, broken) => {
    expect(read([Buffer.from(text)])).toEqual({ rows, broken })
  })

  test.each(cases)('%s, cut in two at every byte', (_what, text, rows, broken) => {
    const bytes = Buffer.from(text)
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual({ rows, broken })
    }
  })

  test.each(cases)('%s, one byte at a time', (_what, text, rows, broken) => {
    expect(read([...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toEqual({ rows, broken })
  })
})

test('invalid UTF-8 becomes U+FFFD', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${head}\n1,t,a`),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('b,d\n'),
  ])
  expect(read([bytes]).rows[0]![2]).toBe('a\ufffd\ufffdb')
})

test('a row of many long fields is too long, even if no field is', () => {
  const fields = Array.from({ length: 4 }, () => 'x'.repeat(150)).join()
  expect(read([Buffer.from(`${head}\n${fields}\n${line}\n`)])).toEqual({ rows: [one], broken: 1 })
})

test('a header is read once, and its unknown names never become keys of an object', () => {
  const chosen = ['__proto__', 'constructor', ...collidingTexts(40), 'x'.repeat(100_000), 'ID', 'toString']
  let looks = 0
  const seen = new Set<string>()
  const reader = new CsvReader(
    1_000_000,
    (header) => {
      looks++
      expect(header).toEqual(chosen)
      return columnsOf(header)
    },
    (row) => seen.add(JSON.stringify([Object.getPrototypeOf(row) === Object.prototype, row])),
  )
  reader.push(Buffer.from(`${chosen.join()}\n`))
  for (let row = 0; row < 1000; row++) reader.push(Buffer.from(`${chosen.map(() => 'y').join()}\n`))
  reader.end()
  expect([looks, reader.broken, [...seen]]).toEqual([1, 0, ['[true,{"ID":"y"}]']])
})
