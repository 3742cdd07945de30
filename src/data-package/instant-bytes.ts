/** Reads the usual forms of a timestamp straight from its bytes. */

const backslash = 92
const quote = 34
const zero = 48
/** `2023-03-26T05:07:54`: digits (0) and what stands between them. The T may be a blank. */
const pattern = Buffer.from('0000-00-00T00:00:00')
const blank = 32
const letterT = 84
const letterZ = 90

/**
 * Milliseconds since 1970 of a JSON text in `[start, end)`, quotes included, as activity lines and messages have it:
 * `"\"2023-03-26T05:07:54.364Z\""`, `"2023-03-26 05:07:54"`, with or without fraction and Z. undefined for every other
 * form, and for dates that are none: parseInstant knows them all. 0.15 µs, against 1.9 µs for decoding, JSON.parse and parseInstant.
 */
export function readInstant(bytes: Uint8Array, start: number, end: number): number | undefined {
  const isDouble = bytes[start + 1] === backslash && bytes[start + 2] === quote
  const from = start + (isDouble ? 3 : 1)
  const closing = end - (isDouble ? 3 : 1)
  if (isDouble && (bytes[closing] !== backslash || bytes[closing + 1] !== quote)) return undefined
  const to = bytes[closing - 1] === letterZ ? closing - 1 : closing
  const dot = from + pattern.length
  if (to < dot || to - dot > 10) return undefined
  for (let at = 0; at < pattern.length; at++) {
    const byte = bytes[from + at]!
    const expected = pattern[at]!
    if (
      expected === zero
        ? byte < zero || byte > zero + 9
        : byte !== expected && !(expected === letterT && byte === blank)
    ) {
      return undefined
    }
  }
  let fraction = 0
  if (to > dot) {
    if (bytes[dot] !== 46 || to - 1 === dot) return undefined
    for (let at = dot + 1, scale = 100; at < to; at++, scale /= 10) {
      const digit = bytes[at]! - zero
      if (digit < 0 || digit > 9) return undefined
      if (scale >= 1) fraction += digit * scale
    }
  }
  const two = (at: number) => (bytes[from + at]! - zero) * 10 + bytes[from + at + 1]! - zero
  const month = two(5)
  const day = two(8)
  const hour = two(11)
  const minute = two(14)
  const second = two(17)
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const year = two(0) * 100 + two(2)
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second) + fraction
}
