/** Some fields of an object, kept as places in its bytes and decoded when they are asked for. */
import {
  type Fingerprint,
  finishFingerprint,
  mixBytes,
  numberOfFingerprint,
  resetFingerprint,
} from './fingerprint.ts'
import { type Interner, createInterner } from './interner.ts'
import { backslash, none, quote } from './json-bytes.ts'
import { type JsonObject, parseJson } from './json.ts'

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
  /** Where the values of some fields lie, for who copies them: the numbers of the fields among the wanted ones. */
  numbersOf(names: FieldNames): readonly number[]
  readonly places: FieldPlaces
}

/** Names of wanted fields; one array for one use, since their places are remembered by it. */
export type FieldNames = readonly string[]

/** Gives the value of a field from its bytes (quotes included), or undefined to have it decoded as usual. */
export type FieldDecoder = (line: Buffer, start: number, end: number) => unknown

/** Where the values of the wanted fields lie; whoever reads objects sets it anew for each. */
export interface FieldPlaces {
  bytes: Buffer
  /** By the number of the field: the place of its value, quotes included, or `none`. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** An object whose fields lie at its `places`. */
export function createScannedObject(
  wanted: FieldNames,
  depthMax: number,
  decoders: { [name: string]: FieldDecoder },
): ScannedObject {
  const starts = new Int32Array(wanted.length)
  const ends = new Int32Array(wanted.length)
  const places: FieldPlaces = { bytes: Buffer.alloc(0), starts, ends }
  const intern = createInterner()

  const fields: JsonObject = {}
  for (const [slot, name] of wanted.entries()) {
    const decode = decoders[name]
    const get = () => {
      const start = starts[slot]!
      if (start === none) return undefined
      const decoded = decode?.(places.bytes, start, ends[slot]!)
      return decoded === undefined ? valueOf(places.bytes, start, ends[slot]!, depthMax, intern) : decoded
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

  return {
    places,
    numbersOf: slotsOf,
    fields,
    keyOf(names) {
      resetFingerprint(print)
      for (const slot of slotsOf(names)) {
        const start = starts[slot]!
        if (start === none) mixBytes(print, absent, 0, 1)
        else mixBytes(print, places.bytes, start, ends[slot]!)
      }
      finishFingerprint(print)
      return numberOfFingerprint(print)
    },
    fingerprint(names, lengthMin, print) {
      const slot = slotsOf(names)[0]!
      const start = starts[slot]!
      const end = ends[slot]!
      if (start === none || end - start - 2 < lengthMin || !isPlainText(places.bytes, start, end))
        return false
      resetFingerprint(print)
      mixBytes(print, places.bytes, start + 1, end - 1)
      finishFingerprint(print)
      return true
    },
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
