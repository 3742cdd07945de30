/** Reads a few fields of a JSON object straight from its bytes, checking all of it, without building the rest. */
import {
  backslash,
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
  type Fingerprint,
  finishFingerprint,
  mixBytes,
  numberOfFingerprint,
  resetFingerprint,
} from './fingerprint.ts'
import { type Interner, createInterner } from './interner.ts'
import { type JsonObject, parseJson } from './json.ts'

/** Keys are looked up by so many bits of printOf. */
const printMask = 255

/** The object in a part of some bytes, or null when that is none. */
export type ObjectScanner = (bytes: Buffer, start?: number, end?: number) => ScannedObject | null

/**
 * The wanted fields of one object, decoded when they are asked for. It is the same one each time, and good until the
 * next scan, as long as its bytes stay as they are.
 */
export interface ScannedObject {
  /** The fields by their names; undefined when the object does not have them. */
  readonly fields: JsonObject
  /** A number for the bytes of some fields together: equal bytes give equal numbers. Quicker than to decode them. */
  keyOf(names: FieldNames): number
  /**
   * The fingerprint of a text, the same as fingerprintText gives. False when the field is no text of `lengthMin` and more
   * plain ASCII characters: then it must be decoded.
   */
  fingerprint(names: FieldNames, lengthMin: number, print: Fingerprint): boolean
}

/** Names of wanted fields; one array for one use, since their places are remembered by it. */
export type FieldNames = readonly string[]

/** Gives the value of a field from its bytes (quotes included), or undefined to have it decoded as usual. */
export type FieldDecoder = (line: Buffer, start: number, end: number) => unknown

/**
 * A function that scans objects for their wanted top-level fields. It accepts exactly what `parseObject` accepts and
 * gives the same values, the last of equal names.
 * Measured on activity lines of 1.4 kB with forty fields: 2.2 µs, against 13.8 µs for decoding and JSON.parse in the same run. Positions
 * are passed as plain numbers and `none`, and all loops look at the length first: one read beyond the end makes
 * JavaScriptCore's reads five times slower.
 */
export function createObjectScanner(
  wanted: readonly string[],
  depthMax: number,
  decoders: { [name: string]: FieldDecoder } = {},
): ObjectScanner {
  const names = wanted.map((name) => Buffer.from(name))
  const firstByPrint = new Int16Array(printMask + 1).fill(none)
  const nextOfPrint = new Int16Array(wanted.length).fill(none)
  const starts = new Int32Array(wanted.length)
  const ends = new Int32Array(wanted.length)
  const intern = createInterner()
  let current: Buffer = Buffer.alloc(0)

  const fields: JsonObject = {}
  for (const [slot, name] of wanted.entries()) {
    const print = printOf(names[slot]!) & printMask
    nextOfPrint[slot] = firstByPrint[print]!
    firstByPrint[print] = slot
    const decode = decoders[name]
    const get = () => {
      const start = starts[slot]!
      if (start === none) return undefined
      const decoded = decode?.(current, start, ends[slot]!)
      return decoded === undefined ? valueOf(current, start, ends[slot]!, depthMax, intern) : decoded
    }
    Object.defineProperty(fields, name, { get, enumerable: true })
  }

  const slotsByNames = new Map<FieldNames, number[]>()
  const slotsOf = (names: FieldNames): number[] => {
    const known = slotsByNames.get(names)
    if (known) return known
    const slots = names.map((name) => wanted.indexOf(name))
    slotsByNames.set(names, slots)
    return slots
  }
  const print: Fingerprint = { high: 0, low: 0 }

  const scanned: ScannedObject = {
    fields,
    keyOf(names) {
      resetFingerprint(print)
      for (const slot of slotsOf(names)) {
        const start = starts[slot]!
        if (start === none) mixBytes(print, absent, 0, 1)
        else mixBytes(print, current, start, ends[slot]!)
      }
      finishFingerprint(print)
      return numberOfFingerprint(print)
    },
    fingerprint(names, lengthMin, print) {
      const slot = slotsOf(names)[0]!
      const start = starts[slot]!
      const end = ends[slot]!
      if (start === none || end - start - 2 < lengthMin || !isPlainText(current, start, end)) return false
      resetFingerprint(print)
      mixBytes(print, current, start + 1, end - 1)
      finishFingerprint(print)
      return true
    },
  }

  return (bytes, start = 0, end = bytes.length) => {
    current = bytes
    starts.fill(none)
    return scanMembers(bytes, start, end) ? scanned : null
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

/** Stands for a field that is not there; no JSON value begins with it. */
const absent = Buffer.from([0])

/** A text of ASCII without escapes. */
function isPlainText(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== quote) return false
  for (let at = start; at < end; at++) if (bytes[at]! > 127 || bytes[at] === backslash) return false
  return true
}

function isEnd(line: Buffer, at: number, end: number): boolean {
  return skipSpace(line, at, end) === end
}

function valueOf(line: Buffer, start: number, end: number, depthMax: number, intern: Interner): unknown {
  if (line[start] === quote) {
    return hasEscape(line, start, end)
      ? JSON.parse(line.toString('utf8', start, end))
      : intern(line, start + 1, end - 1)
  }
  const text = line.toString('utf8', start, end)
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text))
    ? text
    : parseJson(text, depthMax - 1)
}

function hasEscape(line: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (line[at] === backslash) return true
  return false
}

/** A number by which keys are looked up: the same as scanMembers computes on its way. */
function printOf(bytes: Uint8Array): number {
  return bytes.reduce((print, byte) => (print * 31 + byte) | 0, 0)
}
