/** Fingerprints of values: 64 bits that stand for them, by the arithmetic of fingerprint.ts. */
import { backslash, quote } from './bytes'
import { none } from './json'
import { endsOf, startsOf } from './object'

let high: u32 = 0
let low: u32 = 0
/** The last fingerprint: two halves of 32 bits. */
const print = memory.data(8, 8)

export function printPlace(): usize {
  return print
}

/**
 * Takes the fingerprint of a field. False when it is no text of `lengthMin` and more plain ASCII characters: then it must be
 * decoded first.
 */
export function printOf(fields: usize, field: u32, lengthMin: usize): bool {
  const start: usize = load<u32>(startsOf(fields) + field * 4)
  const end: usize = load<u32>(endsOf(fields) + field * 4)
  if (start == none || end - start - 2 < lengthMin || !isPlainText(start, end)) return false
  begin()
  mix(start + 1, end - 1)
  finish()
  return true
}

/** A number of 53 bits for the bytes of some fields together; `numbers` are those of the fields, 32 bits each. */
export function keyOf(fields: usize, numbers: usize, count: u32): f64 {
  begin()
  for (let at: u32 = 0; at < count; at++) {
    const field = load<u32>(numbers + at * 4)
    const start: usize = load<u32>(startsOf(fields) + field * 4)
    // No JSON value begins with zero.
    if (start == none) mixByte(0)
    else mix(start, load<u32>(endsOf(fields) + field * 4))
  }
  finish()
  return <f64>load<u32>(print) * 2097152 + <f64>(load<u32>(print, 4) >> 11)
}

function begin(): void {
  high = 0x811c9dc5
  low = 0x3c6ef372
}

function mix(start: usize, end: usize): void {
  for (let at = start; at < end; at++) mixByte(load<u8>(at))
}

function mixByte(byte: u32): void {
  high = (high ^ byte) * 0x01000193
  low = ((low ^ byte) + (low >> 13)) * 0x85ebca6b
}

function finish(): void {
  store<u32>(print, high ^ (high >> 16))
  store<u32>(print, low ^ (low >> 15), 4)
}

/** A text of ASCII without escapes. */
function isPlainText(start: usize, end: usize): bool {
  if (load<u8>(start) != quote) return false
  for (let at = start + 1; at < end; at++) {
    const byte = load<u8>(at)
    if (byte > 127 || byte == backslash) return false
  }
  return true
}
