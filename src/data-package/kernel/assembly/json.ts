/**
 * Skips JSON values in bytes. Accepts exactly what JSON.parse accepts, up to a limit on the depth. Invalid
 * UTF-8 is accepted here; it becomes U+FFFD when the text is decoded.
 */
import {
  backslash,
  blank,
  carriageReturn,
  colon,
  dot,
  endOfRun,
  lowerA,
  lowerB,
  lowerE,
  lowerF,
  lowerN,
  lowerR,
  lowerT,
  lowerU,
  minus,
  newline,
  plus,
  quote,
  slash,
  tab,
  zero,
} from './bytes'

const openBracket: u8 = 0x5b
const closeBracket: u8 = 0x5d
export const openBrace: u8 = 0x7b
export const closeBrace: u8 = 0x7d
export const comma: u8 = 0x2c
/** The bit that makes an ASCII letter lower case. */
const caseBit: u8 = 32
/** The offset that stands for invalid JSON, and for a missing value. */
export const none: usize = 0

/**
 * The offset after a value of any kind; `none` if it is invalid, nested too deep, or does not end by `end`.
 * `depthMax` includes the object or array that contains the value.
 */
export function skipValue(at: usize, end: usize, depthMax: i32): usize {
  if (at >= end) return none
  const first = load<u8>(at)
  if (first == quote) return skipString(at, end)
  if (first == openBrace) return skipContainer(at, end, closeBrace, depthMax)
  if (first == openBracket) return skipContainer(at, end, closeBracket, depthMax)
  if (first == lowerT) return skipLiteral(at, end, 0x65757274, 4) // true
  if (first == lowerF) return skipLiteral(at + 1, end, 0x65736c61, 4) // false
  if (first == lowerN) return skipLiteral(at, end, 0x6c6c756e, 4) // null
  return skipNumber(at, end)
}

function skipLiteral(at: usize, end: usize, letters: u32, length: usize): usize {
  return at + length <= end && load<u32>(at) == letters ? at + length : none
}

/** The offset after the bracket that closes this object or array. */
function skipContainer(start: usize, end: usize, closing: u8, depthMax: i32): usize {
  if (depthMax <= 1) return none
  let at = skipSpace(start + 1, end)
  if (at < end && load<u8>(at) == closing) return at + 1
  while (at < end) {
    if (closing == closeBrace) {
      at = skipString(at, end)
      if (at == none) return none
      at = skipSpace(at, end)
      if (at >= end || load<u8>(at) != colon) return none
      at = skipSpace(at + 1, end)
    }
    at = skipValue(at, end, depthMax - 1)
    if (at == none) return none
    at = skipSpace(at, end)
    if (at >= end) return none
    const byte = load<u8>(at)
    if (byte == closing) return at + 1
    if (byte != comma) return none
    at = skipSpace(at + 1, end)
  }
  return none
}

function skipNumber(start: usize, end: usize): usize {
  const integer = load<u8>(start) == minus ? start + 1 : start
  let at = skipDigits(integer, end)
  if (at == integer || (load<u8>(integer) == zero && at > integer + 1)) return none
  if (at < end && load<u8>(at) == dot) {
    const fraction = at + 1
    at = skipDigits(fraction, end)
    if (at == fraction) return none
  }
  if (at < end && (load<u8>(at) | caseBit) == lowerE) {
    const hasSign = at + 1 < end && (load<u8>(at, 1) == plus || load<u8>(at, 1) == minus)
    const exponent = hasSign ? at + 2 : at + 1
    at = skipDigits(exponent, end)
    if (at == exponent) return none
  }
  return at
}

function skipDigits(start: usize, end: usize): usize {
  let at = start
  while (at < end && load<u8>(at) - zero <= 9) at++
  return at
}

/** The offset after this string; `none` if it is invalid. */
export function skipString(start: usize, end: usize): usize {
  if (start >= end || load<u8>(start) != quote) return none
  let at = start + 1
  while (true) {
    at = endOfRun(at, end)
    if (at >= end) return none
    const byte = load<u8>(at)
    if (byte == quote) return at + 1
    if (byte != backslash || at + 1 >= end) return none
    const escaped = load<u8>(at, 1)
    if (escaped == lowerU) {
      if (at + 6 > end) return none
      for (let digit: usize = 2; digit < 6; digit++) if (!isHexDigit(load<u8>(at + digit))) return none
      at += 6
    } else if (isEscape(escaped)) at += 2
    else return none
  }
}

function isHexDigit(byte: u8): bool {
  const letter: u8 = (byte | caseBit) - lowerA
  return byte - zero <= 9 || letter < 6
}

/** Whether the byte is one of "\/bfnrt. */
function isEscape(byte: u8): bool {
  return (
    byte == quote ||
    byte == backslash ||
    byte == slash ||
    byte == lowerB ||
    byte == lowerF ||
    byte == lowerN ||
    byte == lowerR ||
    byte == lowerT
  )
}

export function skipSpace(start: usize, end: usize): usize {
  let at = start
  while (at < end && isSpace(load<u8>(at))) at++
  return at
}

function isSpace(byte: u8): bool {
  return byte == blank || byte == newline || byte == carriageReturn || byte == tab
}
