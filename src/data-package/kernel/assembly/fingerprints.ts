/**
 * 64-bit fingerprints of values: HalfSipHash-1-3 with a secret key (Aumasson and Bernstein,
 * github.com/veorq/SipHash). fingerprint.ts computes the same.
 */
import { backslash, quote } from './bytes'
import { none } from './json'
import { endsOf, startsOf } from './object'

let firstKey: u32 = 0
let secondKey: u32 = 0
let v0: u32 = 0
let v1: u32 = 0
let v2: u32 = 0
let v3: u32 = 0
/** The last fingerprint: the high and the low 32 bits. */
const print = memory.data(8, 8)

export function fingerprintOffset(): usize {
  return print
}

/** Sets the secret key. Without it nobody can construct values with equal fingerprints. */
export function setHashKey(first: u32, second: u32): void {
  firstKey = first
  secondKey = second
}

/**
 * Computes the fingerprint of a field. False unless it is a string of at least `lengthMin` plain ASCII
 * characters; other values must be decoded first.
 */
export function fingerprintOf(fields: usize, field: u32, lengthMin: usize): bool {
  const start: usize = load<u32>(startsOf(fields) + field * 4)
  const end: usize = load<u32>(endsOf(fields) + field * 4)
  if (start == none || end - start - 2 < lengthMin || !isPlainText(start, end)) return false
  begin()
  absorbBytes(start + 1, end - 1)
  finish()
  return true
}

/**
 * A 53-bit number that represents the bytes of several fields. `numbers` points to the numbers of the fields,
 * 32 bits each.
 */
export function keyOf(fields: usize, numbers: usize, count: u32): f64 {
  begin()
  for (let at: u32 = 0; at < count; at++) {
    const field = load<u32>(numbers + at * 4)
    const start: usize = load<u32>(startsOf(fields) + field * 4)
    // Each field ends with its length, so that bytes cannot shift from one field to the next. A missing field
    // has the length 0, which no value has.
    if (start == none) absorb(0)
    else absorbBytes(start, load<u32>(endsOf(fields) + field * 4))
  }
  finish()
  return <f64>load<u32>(print) * 2097152 + <f64>(load<u32>(print, 4) >> 11)
}

function begin(): void {
  v0 = firstKey
  v1 = secondKey ^ 0xee
  v2 = 0x6c796765 ^ firstKey
  v3 = 0x74656462 ^ secondKey
}

/** Absorbs whole words, then the remaining bytes with the length (modulo 256) in the highest byte. */
function absorbBytes(start: usize, end: usize): void {
  let at = start
  for (; at + 4 <= end; at += 4) absorb(load<u32>(at))
  let rest: u32 = (<u32>(end - start)) << 24
  for (let shift: u32 = 0; at < end; at++, shift += 8) rest |= (<u32>load<u8>(at)) << shift
  absorb(rest)
}

function absorb(word: u32): void {
  v3 ^= word
  round()
  v0 ^= word
}

function finish(): void {
  v2 ^= 0xee
  round()
  round()
  round()
  store<u32>(print, v1 ^ v3, 4)
  v1 ^= 0xdd
  round()
  round()
  round()
  store<u32>(print, v1 ^ v3)
}

function round(): void {
  v0 += v1
  v1 = rotl<u32>(v1, 5) ^ v0
  v0 = rotl<u32>(v0, 16)
  v2 += v3
  v3 = rotl<u32>(v3, 8) ^ v2
  v0 += v3
  v3 = rotl<u32>(v3, 7) ^ v0
  v2 += v1
  v1 = rotl<u32>(v1, 13) ^ v2
  v2 = rotl<u32>(v2, 16)
}

/** Whether this is a JSON string of ASCII characters without escapes. */
function isPlainText(start: usize, end: usize): bool {
  if (load<u8>(start) != quote) return false
  for (let at = start + 1; at < end; at++) {
    const byte = load<u8>(at)
    if (byte > 127 || byte == backslash) return false
  }
  return true
}
