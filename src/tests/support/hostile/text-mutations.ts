/**
 * Mutated texts of packages, random but repeatable: changed bytes, pieces, lines, and texts that break
 * parsers of JSON and CSV.
 */
import type { Random } from '../../../synthetic-package/random.ts'

/** Tokens of JSON and CSV, valid and invalid, and texts that are edge cases for parsers. */
const pieces: readonly Buffer[] = [
  ...['{', '}', '[', ']', '"', ':', ',', '\\', '\n', '\r', '\r\n', ' ', '\t', '\0', '\ufeff', '\u2028'],
  ...[
    '{}',
    '[]',
    '""',
    '\\"',
    '\\\\',
    '},',
    '"}',
    '{"',
    '\n{',
    '}\n',
    '"",',
    ',,,,',
    '\n\n',
    '//',
    'null',
    'NaN',
  ],
  ...['\\u0000', '\\ud800', '\\udc00', '\\ud83d\\ude00', '\\u12', '\\x41', '\\u0065vent_type', '\\u005f'],
  ...['0', '01', '-', '1e', '1e999', '1.', '.5', '1012542537824747590', '-0', '99999999999999999999999'],
  ...['{"event_type":"app_opened"}', '"event_type":"x",', '"__proto__":{},', '"timestamp":5,', '{"x":{"y":['],
  ...['"2024-02-31T00:00:00Z"', '"0000-00-00"', '"9999-12-31T23:59:59Z"', '"-271821-04-20T00:00:00Z"', '-1'],
  '['.repeat(70),
  '{"x":'.repeat(70),
  ']'.repeat(70),
].map((piece) => Buffer.from(piece))
const badUtf8: readonly Buffer[] = [
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc0, 0xaf],
].map((bytes) => Buffer.from(bytes))

type Mutation = (bytes: Buffer, random: Random) => Buffer

const mutations: readonly Mutation[] = [
  (bytes, random) => insert(bytes, random.integer(0, bytes.length), random.pick(pieces)),
  (bytes, random) => insert(bytes, random.integer(0, bytes.length), random.pick(pieces)),
  (bytes, random) => insert(bytes, random.integer(0, bytes.length), random.pick(badUtf8)),
  (bytes, random) => replace(bytes, random, random.pick(pieces)),
  (bytes, random) => replace(bytes, random, Buffer.from([random.integer(0, 255)])),
  (bytes, random) => replace(bytes, random, Buffer.alloc(0)),
  (bytes, random) => {
    const at = random.integer(0, bytes.length - 1)
    bytes[at]! ^= 1 << random.integer(0, 7)
    return bytes
  },
  (bytes, random) => bytes.subarray(0, random.integer(0, bytes.length)),
  (bytes, random) => bytes.subarray(random.integer(0, bytes.length - 1)),
  (bytes, random) => {
    const from = random.integer(0, bytes.length - 1)
    const part = bytes.subarray(from, from + Math.floor(random.exponential(60)))
    return insert(bytes, random.integer(0, bytes.length), part)
  },
  (bytes, random) => {
    const from = random.integer(0, bytes.length - 1)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + Math.floor(random.exponential(60)))])
  },
  /** Reorders the lines, and duplicates one. */
  (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n')
    const chosen = random.shuffle([...lines, random.pick(lines)])
    return Buffer.from(chosen.join('\n'), 'latin1')
  },
]

/** A text with one to six changes. */
export function mutatedText(text: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(text)
  for (let count = random.integer(1, 6); count > 0 && bytes.length > 0; count--) {
    bytes = Buffer.from(random.pick(mutations)(bytes, random))
  }
  return bytes
}

/** Splits the bytes into pieces of any length, each with its own memory. */
export function chunksOf(bytes: Buffer, random: Random): Buffer[] {
  const mean = random.pick([3, 40, 400, 1e9])
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(random.exponential(mean))
    chunks.push(Buffer.from(bytes.subarray(at, at + length)))
    at += length
  }
  return chunks
}

function insert(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
}

function replace(bytes: Buffer, random: Random, piece: Buffer): Buffer {
  const at = random.integer(0, bytes.length - 1)
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + 1)])
}
