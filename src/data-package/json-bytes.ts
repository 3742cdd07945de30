/** Steps over JSON values in bytes, accepting exactly what JSON.parse accepts. */

export const quote = 34
export const plus = 43
export const comma = 44
export const minus = 45
export const dot = 46
export const zero = 48
export const colon = 58
export const openBracket = 91
export const backslash = 92
export const closeBracket = 93
export const letterE = 101
export const letterU = 117
export const openBrace = 123
export const closeBrace = 125
export const none = -1

/** Bytes that end the plain run of a string: the quote, the backslash, and control characters, which JSON forbids. */
export const endsRun = tableOf('"\\', 32)
const isEscape = tableOf('"\\/bfnrt')
const isHexDigit = tableOf('0123456789abcdefABCDEF')
const isSpace = tableOf(' \t\n\r')
const isDigit = tableOf('0123456789')
const literals = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]))

/** The position after a value of any kind that is nested at most `depthMax` and ends by `end`, or `none`. */
export function skipValue(line: Buffer, start: number, end: number, depthMax: number): number {
  if (start >= end) return none
  const first = line[start]
  if (first === quote) return skipString(line, start, end)
  if (first === openBrace) return skipContainer(line, start, end, closeBrace, depthMax)
  if (first === openBracket) return skipContainer(line, start, end, closeBracket, depthMax)
  const literal = literals.get(first!)
  if (literal === undefined) return skipNumber(line, start, end)
  return start + literal.length <= end && isEqual(line, start, literal) ? start + literal.length : none
}

/** The position after the bracket that closes the object or array at `start`, or `none`. */
function skipContainer(line: Buffer, start: number, end: number, closing: number, depthMax: number): number {
  if (depthMax <= 1) return none
  let at = skipSpace(line, start + 1, end)
  if (at < end && line[at] === closing) return at + 1
  while (at < end) {
    if (closing === closeBrace) {
      const keyEnd = skipString(line, at, end)
      if (keyEnd === none) return none
      at = skipSpace(line, keyEnd, end)
      if (at >= end || line[at] !== colon) return none
      at = skipSpace(line, at + 1, end)
    }
    const valueEnd = skipValue(line, at, end, depthMax - 1)
    if (valueEnd === none) return none
    at = skipSpace(line, valueEnd, end)
    if (at >= end) return none
    if (line[at] === closing) return at + 1
    if (line[at] !== comma) return none
    at = skipSpace(line, at + 1, end)
  }
  return none
}

/** The position after a number, or `none`. */
function skipNumber(line: Buffer, start: number, end: number): number {
  const integer = line[start] === minus ? start + 1 : start
  let at = skipDigits(line, integer, end)
  if (at === integer || (line[integer] === zero && at > integer + 1)) return none
  if (at < end && line[at] === dot) {
    const fraction = at + 1
    at = skipDigits(line, fraction, end)
    if (at === fraction) return none
  }
  if (at < end && (line[at] === letterE || line[at] === letterE - 32)) {
    const sign = line[at + 1]
    const exponent = sign === minus || sign === plus ? at + 2 : at + 1
    at = skipDigits(line, exponent, end)
    if (at === exponent) return none
  }
  return at
}

function skipDigits(line: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && isDigit[line[at]!] === 1) at++
  return at
}

/** The position after a string that begins at `start`, or `none`. Bytes that are not UTF-8 become U+FFFD later. */
export function skipString(line: Buffer, start: number, end: number): number {
  if (start >= end || line[start] !== quote) return none
  let at = start + 1
  for (;;) {
    while (at < end && endsRun[line[at]!] === 0) at++
    if (at >= end) return none
    const byte = line[at]
    if (byte === quote) return at + 1
    if (byte !== backslash) return none
    if (at + 1 >= end) return none
    const escaped = line[at + 1]!
    if (escaped === letterU) {
      if (at + 6 > end) return none
      for (let digit = 2; digit < 6; digit++) if (isHexDigit[line[at + digit]!] !== 1) return none
      at += 6
    } else if (isEscape[escaped] === 1) at += 2
    else return none
  }
}

export function skipSpace(line: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && isSpace[line[at]!] === 1) at++
  return at
}

export function isEqual(line: Buffer, start: number, bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) if (line[start + at] !== bytes[at]) return false
  return true
}

/** 1 for the bytes of some characters and for all below `controlsBelow`, else 0. */
function tableOf(characters: string, controlsBelow = 0): Uint8Array {
  const table = new Uint8Array(256)
  table.fill(1, 0, controlsBelow)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
