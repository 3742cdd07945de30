/** Both forms of the kernel inflate what zlib inflates and refuse what zlib refuses. */
import { describe, expect, test } from 'bun:test'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { Random } from '../../synthetic-package/random.ts'
import { createKernel, kernelForms } from '../../tests/support/judges/kernels.ts'
import { scaled, seedOfRun } from '../../tests/support/servers/long-run.ts'
import { InflateError, inflate } from './inflater.ts'
import type { Kernel } from '../kernel/host.ts'

const seed = seedOfRun()
console.error(`inflater: TEST_SEED=${seed}`)

/**
 * The content of a stream whose input arrives in pieces of at most `pieceBytes()`; null when it is refused.
 */
function inflated(
  kernel: Kernel,
  stream: Uint8Array,
  pieceBytes: () => number = () => Infinity,
): Buffer | null {
  let at = 0
  const pieces = inflate(kernel, stream.length, (target, place, length) => {
    const piece = stream.subarray(at, at + Math.min(length, pieceBytes()))
    target.set(piece, place)
    at += piece.length
    return piece.length
  })
  try {
    return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)))
  } catch (error) {
    if (error instanceof InflateError) return null
    throw error
  }
}

/** The content of the stream according to zlib; null when zlib refuses it or does not use all of it. */
function judged(stream: Uint8Array): Buffer | null {
  try {
    const { buffer, engine } = inflateRawSync(stream, {
      info: true,
      maxOutputLength: 2 ** 24,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === stream.length ? buffer : null
  } catch {
    return null
  }
}

/** Texts with repetitions near and far, runs, and noise. Some are longer than all buffers. */
function contentOf(random: Random): Buffer {
  const parts: Buffer[] = []
  for (let left = random.integer(0, 40); left > 0; left--) {
    const earlier = parts.length > 0 ? random.pick(parts) : Buffer.from('{"event_type":"')
    const kinds = [
      () => Buffer.from(Array.from({ length: random.integer(0, 300) }, () => random.integer(0, 255))),
      () => Buffer.from(Array.from({ length: random.integer(0, 3000) }, () => random.integer(97, 104))),
      () => Buffer.alloc(random.integer(1, random.chance(0.1) ? 300_000 : 700), random.integer(0, 255)),
      () =>
        Buffer.alloc(
          random.integer(1, 2000),
          Buffer.concat([earlier.subarray(0, random.integer(1, 20)), Buffer.from('"')]),
        ),
      () => earlier,
    ]
    parts.push(random.pick(kinds)())
  }
  return Buffer.concat(parts)
}

function deflatedBy(random: Random, content: Buffer): Buffer {
  return deflateRawSync(content, {
    level: random.integer(0, 9),
    memLevel: random.integer(1, 9),
    windowBits: random.integer(9, 15),
    strategy: random.pick([
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FILTERED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_FIXED,
    ]),
  })
}

function damaged(random: Random, stream: Buffer): Buffer {
  const bytes = Buffer.from(stream)
  const place = random.integer(0, Math.min(bytes.length - 1, random.chance(0.5) ? 80 : Infinity))
  return random.pick([
    () => ((bytes[place]! ^= 1 << random.integer(0, 7)), bytes),
    () => ((bytes[place] = random.integer(0, 255)), bytes),
    () => bytes.subarray(0, place),
    () => Buffer.concat([bytes, Buffer.alloc(random.integer(1, 20), random.integer(0, 255))]),
    () => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]),
  ])()
}

/**
 * A bit stream in the notation of RFC 1951: numbers as [value, bits] with the lowest bit first, codes as
 * strings.
 */
function bitsOf(...parts: (string | [value: number, bits: number])[]): Buffer {
  const bits = parts.flatMap((part) =>
    typeof part === 'string'
      ? [...part.replaceAll(' ', '')].map(Number)
      : Array.from({ length: part[1] }, (_, bit) => (part[0] >> bit) & 1),
  )
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  bits.forEach((bit, at) => (bytes[at >> 3]! |= bit << (at & 7)))
  return bytes
}

const final: [number, number] = [1, 1]
const fixed: [number, number] = [1, 2]
const dynamic: [number, number] = [2, 2]
const letterA = '10010001'
const endOfFixed = '0000000'
/** Lengths of the codes for the code lengths 0, 1, 2 and 18, in the order of RFC 1951, 3.2.7. */
const lengthsOf = (zeros: number, ones: number, twos: number, eighteens: number): [number, number][] =>
  [0, 0, eighteens, zeros, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, twos, 0, ones].map((bits) => [bits, 3])
/**
 * The header of a dynamic block with 257 literal/length codes and `distances` distance codes. The codes of
 * the code lengths are '0' for 0, '10' for 1 and '11' for 18.
 */
const header = (distances: number): (string | [number, number])[] =>
  [...[final, dynamic, [0, 5], [distances - 1, 5], [14, 4]], ...lengthsOf(1, 2, 0, 2)] as (
    string | [number, number]
  )[]
const zeros = (count: number): (string | [number, number])[] => ['11', [count - 11, 7]]
/** The letter a and the end of the block have codes of one bit: '0' and '1'. */
const aAndEnd = [...zeros(97), '10', ...zeros(138), ...zeros(20), '10']

const byHand: [what: string, stream: Buffer, content: string | null][] = [
  ['nothing', Buffer.alloc(0), null],
  ['an empty block', bitsOf(final, fixed, endOfFixed), ''],
  ['a letter', bitsOf(final, fixed, letterA, endOfFixed), 'a'],
  ['a letter ten times', bitsOf(final, fixed, letterA, '0000111 00000', endOfFixed), 'a'.repeat(10)],
  ['two blocks', bitsOf([0, 1], fixed, letterA, endOfFixed, final, fixed, letterA, endOfFixed), 'aa'],
  ['no last block', bitsOf([0, 1], fixed, letterA, endOfFixed), null],
  ['a block without an end', bitsOf(final, fixed, letterA), null],
  ['a distance before the first byte', bitsOf(final, fixed, letterA, '0000001 00001', endOfFixed), null],
  ['a distance when nothing has been output yet', bitsOf(final, fixed, '0000001 00000', endOfFixed), null],
  ['length code 286', bitsOf(final, fixed, letterA, '11000110', endOfFixed), null],
  ['distance code 30', bitsOf(final, fixed, letterA, '0000001 11110', endOfFixed), null],
  ['the invalid fourth block type', bitsOf(final, [3, 2], letterA), null],
  ['stored', bitsOf(final, [0, 2], [0, 5], [1, 16], [0xfffe, 16], [97, 8]), 'a'],
  ['a stored block with a wrong length', bitsOf(final, [0, 2], [0, 5], [1, 16], [0xffff, 16], [97, 8]), null],
  ['stored, cut off', bitsOf(final, [0, 2], [0, 5], [2, 16], [0xfffd, 16], [97, 8]), null],
  ['a byte too many', Buffer.concat([bitsOf(final, fixed, endOfFixed), Buffer.from([0])]), null],
  ['one-bit codes, no distances', bitsOf(...header(1), ...aAndEnd, '0', '0 0 1'), 'aa'],
  ['a single distance code', bitsOf(...header(1), ...aAndEnd, '10', '0 1'), 'a'],
  ['only the end has a code', bitsOf(...header(1), ...zeros(138), ...zeros(118), '10', '0', '0'), ''],
  [
    'the unused bit of a single code',
    bitsOf(...header(1), ...zeros(138), ...zeros(118), '10', '0', '1 1'),
    null,
  ],
  [
    'no code for the end of the block',
    bitsOf(...header(1), ...zeros(97), '10', '10', ...zeros(138), ...zeros(20), '0', '0', '0'),
    null,
  ],
  [
    'too many codes',
    bitsOf(...header(1), ...zeros(97), '10', '10', ...zeros(138), ...zeros(19), '10', '0', '0'),
    null,
  ],
  ['more lengths than announced', bitsOf(...header(1), ...zeros(138), ...zeros(138)), null],
  [
    'an incomplete code of code lengths',
    bitsOf(final, dynamic, [0, 5], [0, 5], [14, 4], ...lengthsOf(2, 2, 0, 2)),
    null,
  ],
  ['287 literals', bitsOf(final, dynamic, [30, 5], [0, 5], [14, 4], ...lengthsOf(1, 2, 0, 2)), null],
]

describe.each(kernelForms)('%s', (form) => {
  const kernel = createKernel(form)

  test.each(byHand)('by hand: %s', (_what, stream, content) => {
    const expected = content === null ? null : Buffer.from(content)
    expect(inflated(kernel, stream)).toEqual(expected)
    expect(inflated(kernel, stream, () => 1)).toEqual(expected)
    expect(judged(stream)).toEqual(expected)
  })

  test('anything that zlib deflates is inflated, in pieces of any length', () => {
    const random = new Random(seed, 1)
    for (let time = scaled(300, 5000); time > 0; time--) {
      const content = contentOf(random)
      const pieceBytes = random.pick([
        () => Infinity,
        () => 1 + random.exponential(50),
        () => 1 + random.exponential(20_000),
      ])
      const result = inflated(kernel, deflatedBy(random, content), pieceBytes)
      if (result === null || !result.equals(content)) throw new Error(`case ${time} of seed ${seed}`)
    }
  })

  test('damaged streams are refused, or inflated as zlib inflates them', () => {
    const random = new Random(seed, 2)
    const counts = { read: 0, refused: 0 }
    for (let time = scaled(3000, 100_000); time > 0; time--) {
      const content = contentOf(random).subarray(0, 3000)
      const stream = damaged(random, deflatedBy(random, content))
      const [result, expected] = [inflated(kernel, stream), judged(stream)]
      if (!(result === null ? expected === null : expected !== null && result.equals(expected)))
        throw new Error(`case ${time} of seed ${seed}`)
      counts[result === null ? 'refused' : 'read']++
    }
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(100)
  })
})
