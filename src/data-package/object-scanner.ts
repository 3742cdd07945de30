/** Reads a few fields of a JSON object straight from its bytes, checking all of it, without building the rest. */
import {
  closeBrace,
  colon,
  comma,
  endsRun,
  isEqual,
  none,
  openBrace,
  quote,
  skipSpace,
  skipString,
  skipValue,
} from './json-bytes.ts'
import {
  type FieldDecoder,
  type FieldNames,
  type ScannedObject,
  createScannedObject,
} from './scanned-object.ts'

/** Keys are looked up by so many bits of printOf. */
const printMask = 255

/** The object in a part of some bytes, or null when that is none. */
export type ObjectScanner = (bytes: Buffer, start?: number, end?: number) => ScannedObject | null

/**
 * A function that scans objects for their wanted top-level fields. It accepts exactly what `parseObject` accepts and
 * gives the same values, the last of equal names.
 * Measured on activity lines of 1.4 kB with forty fields: 2.2 µs, against 13.8 µs for decoding and JSON.parse in the same run. Positions
 * are passed as plain numbers and `none`, and all loops look at the length first: one read beyond the end makes
 * JavaScriptCore's reads five times slower.
 */
export function createObjectScanner(
  wanted: FieldNames,
  depthMax: number,
  decoders: { [name: string]: FieldDecoder } = {},
): ObjectScanner {
  const names = wanted.map((name) => Buffer.from(name))
  const firstByPrint = new Int16Array(printMask + 1).fill(none)
  const nextOfPrint = new Int16Array(wanted.length).fill(none)
  const object = createScannedObject(wanted, depthMax, decoders)
  const { places } = object
  const { starts, ends } = places
  for (const [slot, name] of names.entries()) {
    const print = printOf(name) & printMask
    nextOfPrint[slot] = firstByPrint[print]!
    firstByPrint[print] = slot
  }

  return (bytes, start = 0, end = bytes.length) => {
    places.bytes = bytes
    starts.fill(none)
    return scanMembers(bytes, start, end) ? object : null
  }

  /**
   * Written out for the usual member, `"key":"text",` without escapes and blanks: forty of them in each line. Everything
   * else takes the functions below. Twice as fast as with those alone.
   */
  function scanMembers(line: Buffer, from: number, end: number): boolean {
    let at = skipSpace(line, from, end)
    if (at >= end || line[at] !== openBrace) return false
    at = skipSpace(line, at + 1, end)
    if (at < end && line[at] === closeBrace) return isEnd(line, at + 1, end)
    while (at < end) {
      const keyStart = at
      if (line[keyStart] !== quote) return false
      let print = 0
      let byte = 0
      for (at++; at < end && endsRun[(byte = line[at]!)] === 0; at++) print = (print * 31 + byte) | 0
      if (at + 2 >= end) return false
      const isPlainKey = byte === quote
      const keyEnd = isPlainKey ? at + 1 : skipString(line, keyStart, end)
      if (keyEnd === none) return false

      at = line[keyEnd] === colon ? keyEnd : skipSpace(line, keyEnd, end)
      if (at >= end || line[at] !== colon) return false
      let valueStart = at + 1
      let valueEnd = none
      if (line[valueStart] === quote) {
        at = valueStart + 1
        while (at < end && endsRun[(byte = line[at]!)] === 0) at++
        valueEnd = at < end && byte === quote ? at + 1 : skipString(line, valueStart, end)
      } else {
        valueStart = skipSpace(line, valueStart, end)
        valueEnd = skipValue(line, valueStart, end, depthMax)
      }
      if (valueEnd === none || valueEnd >= end) return false

      const slot = isPlainKey
        ? slotOf(line, print, keyStart + 1, keyEnd - 1)
        : slotOfEscaped(line, keyStart, keyEnd)
      if (slot !== none) {
        starts[slot] = valueStart
        ends[slot] = valueEnd
      }
      at = valueEnd
      if (line[at] !== comma) at = skipSpace(line, at, end)
      if (at >= end) return false
      if (line[at] === closeBrace) return isEnd(line, at + 1, end)
      if (line[at] !== comma) return false
      at++
      if (at < end && line[at] !== quote) at = skipSpace(line, at, end)
    }
    return false
  }

  /** The slot of the wanted name that the key in `[start, end)` is, or `none`. */
  function slotOf(line: Buffer, print: number, start: number, end: number): number {
    for (let slot = firstByPrint[print & printMask]!; slot !== none; slot = nextOfPrint[slot]!) {
      if (names[slot]!.length === end - start && isEqual(line, start, names[slot]!)) return slot
    }
    return none
  }

  function slotOfEscaped(line: Buffer, start: number, end: number): number {
    return wanted.indexOf(JSON.parse(line.toString('utf8', start, end)) as string)
  }
}

function isEnd(line: Buffer, at: number, end: number): boolean {
  return skipSpace(line, at, end) === end
}

/** A number by which keys are looked up: the same as scanMembers computes on its way. */
function printOf(bytes: Uint8Array): number {
  return bytes.reduce((print, byte) => (print * 31 + byte) | 0, 0)
}
