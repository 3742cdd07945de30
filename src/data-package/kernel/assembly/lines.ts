/** Reads the lines of activity files: finds those that contain a wanted event type, and their fields. */
import { backslash, blank, carriageReturn, colon, find, lowerT, lowerU, lowerY, newline, tab } from './bytes'
import { forgetDays, noteDayOfTail } from './days'
import { noteDayOfRecord, readHeader } from './record-header'
import { closeBrace, openBrace } from './json'
import { mayBeIn, noName, numberOfText } from './names'
import { scanObject } from './object'

/**
 * The end of a key `event_type`, wherever the key is in its line, however it is nested or spaced. Few other
 * keys end like this.
 */
const needle: u64 = 0x22657079745f746e // nt_type"
const needleBytes: usize = 8
/** The byte order mark of UTF-8, its first byte lowest. */
const byteOrderMark: u32 = 0xbfbbef
/** JSON may write any ASCII letter as \u00XX, so lines with this escape are always parsed. */
const escape: u32 = 0x3030755c

const nothingLeft = 0
const recordFound = 1
const unknownTime = 2
const lineDone = 0
const lineOfFields = 1

let lineCount: u32 = 0
let brokenCount: u32 = 0
let next: usize = 0
let end: usize = 0

/** Begins a new file. */
export function beginLines(): void {
  lineCount = 0
  brokenCount = 0
  forgetDays()
}

/** Sets the bytes that are read next. The last line may lack its newline. */
export function takeLines(from: usize, to: usize): void {
  next = from
  end = to
}

/** Number of lines of the file so far, without blank ones. */
export function linesOf(): u32 {
  return lineCount
}

/**
 * Number of lines that are too long or not an object. Of unwanted lines only the first and the last byte are
 * checked.
 */
export function brokenLinesOf(): u32 {
  return brokenCount
}

export function countTooLongLine(): void {
  lineCount++
  brokenCount++
}

/**
 * Advances to the next line whose event type is one of `types`, finds its fields and reads its header. With
 * `isEveryLineRead` it advances to the next object. Returns `recordFound`, `nothingLeft`, or `unknownTime`
 * for a line of another type whose timestamp the caller must parse. The caller also decodes types with
 * escapes.
 */
export function nextRecord(
  types: usize,
  fields: usize,
  isEveryLineRead: bool,
  lineBytesMax: usize,
  depthMax: i32,
): i32 {
  while (next < end) {
    const lineStart = next
    let isWanted = isEveryLineRead
    let at = lineStart
    while (!isWanted) {
      at = nextStop(at, end)
      if (at >= end || load<u8>(at) == newline) break
      if (load<u8>(at) == backslash) isWanted = true
      else isWanted = hasWantedValue(types, (at += needleBytes), end)
    }
    const lineEnd = isWanted ? find(newline, at, end) : at
    next = lineEnd + 1
    const line = readLine(isWanted, fields, lineStart, lineEnd, lineBytesMax, depthMax)
    if (line == lineOfFields) {
      const isDayKnown = noteDayOfRecord(fields)
      if (isWanted && (readHeader(types, fields) || isEveryLineRead)) return recordFound
      if (!isDayKnown) return unknownTime
    }
  }
  return nothingLeft
}

/**
 * Counts a line, and records its day if that can be read without parsing. Returns `lineOfFields` when the
 * line was parsed: wanted lines are, and lines whose day could not be read otherwise.
 */
function readLine(
  isWanted: bool,
  fields: usize,
  from: usize,
  to: usize,
  lineBytesMax: usize,
  depthMax: i32,
): i32 {
  let start = from
  let last = to
  while (start < last && isBlank(load<u8>(start))) start++
  while (start < last && isBlank(load<u8>(last - 1))) last--
  if (lineCount == 0 && (load<u32>(start) & 0xffffff) == byteOrderMark && start + 3 <= last) start += 3
  if (start >= last) return lineDone
  lineCount++
  let isObject = last - start <= lineBytesMax
  if (isObject) {
    isObject = isWanted
      ? scanObject(fields, start, last, depthMax)
      : load<u8>(start) == openBrace && load<u8>(last - 1) == closeBrace
  }
  if (!isObject) {
    brokenCount++
    return lineDone
  }
  if (isWanted) return lineOfFields
  return !noteDayOfTail(start, last) && scanObject(fields, start, last, depthMax) ? lineOfFields : lineDone
}

/**
 * Whether the value after a key is one of the types. A value with escapes is not recognized here; nextRecord
 * finds its line by the escape.
 */
function hasWantedValue(types: usize, from: usize, to: usize): bool {
  let at = from
  while (at < to && isBlank(load<u8>(at))) at++
  if (at >= to || load<u8>(at) != colon) return false
  at++
  while (at < to && isBlank(load<u8>(at))) at++
  return at < to && mayBeIn(types, at + 1) && numberOfText(types, at, to) != noName
}

function isBlank(byte: u8): bool {
  return byte == blank || byte == carriageReturn || byte == tab
}

/** The offset of the next newline, needle or escape; otherwise `to`. */
function nextStop(from: usize, to: usize): usize {
  let at = from
  if (ASC_FEATURE_SIMD) {
    while (at < to) {
      const first = stops(at)
      const second = stops(at + 16)
      if (v128.any_true(v128.or(first, second))) {
        let found = (<u32>i8x16.bitmask(first)) | ((<u32>i8x16.bitmask(second)) << 16)
        while (found) {
          const place = at + ctz(found)
          if (isStop(place)) return min(place, to)
          found &= found - 1
        }
      }
      at += 32
    }
    return to
  } else {
    while (at < to && !isStop(at)) at++
    return min(at, to)
  }
}

function isStop(at: usize): bool {
  return load<u8>(at) == newline || load<u64>(at) == needle || load<u32>(at) == escape
}

/**
 * Candidates for stops, which isStop verifies: newlines, and two characters of a needle or of an escape at
 * the right distance. The two characters of the needle are rare at this distance in other keys.
 */
function stops(at: usize): v128 {
  const bytes = v128.load(at)
  const needles = v128.and(
    i8x16.eq(v128.load(at, 1), i8x16.splat(lowerT)),
    i8x16.eq(v128.load(at, 4), i8x16.splat(lowerY)),
  )
  const escapes = v128.and(
    i8x16.eq(bytes, i8x16.splat(backslash)),
    i8x16.eq(v128.load(at, 1), i8x16.splat(lowerU)),
  )
  return v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(newline)), needles), escapes)
}
