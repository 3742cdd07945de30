/** Fields of an object, stored as offsets in the kernel's memory and decoded on demand. */
import { utf8Of } from '#platform'
import type { Fingerprint } from './fingerprint.ts'
import { createInterner } from './interner.ts'
import { type JsonObject, type WantedKeys, parseJson } from './json.ts'
import type { Kernel, Offset } from '../kernel/host.ts'
import { type Snowflake, createSnowflakeReader } from './snowflake.ts'

/**
 * The wanted fields of one object, decoded on demand. The object is reused: its fields are valid until the
 * next scan, as long as the bytes do not change.
 */
export interface ScannedObject {
  /** The fields by name; undefined for a field that the object lacks. */
  readonly fields: JsonObject
  /**
   * A number for the bytes of several fields together: equal bytes give equal numbers. It is faster than
   * decoding the fields.
   */
  keyOf(names: FieldNames): number
  /**
   * Computes the fingerprint of a string field, as fingerprintText does. Returns false unless the field is a
   * string of at least `lengthMin` plain ASCII characters; the field must then be decoded.
   */
  fingerprint(name: string, lengthMin: number, print: Fingerprint): boolean
  /** Reads an id, quoted or not. Returns false if the field must be decoded. */
  snowflake(name: string, result: Snowflake): boolean
  /**
   * The numbers of some fields among the wanted ones. With them, callers can find and copy the values in
   * `places`.
   */
  numbersOf(names: FieldNames): readonly number[]
  readonly places: FieldOffsets
}

/** Names of wanted fields. Pass the same array each time, because field numbers are cached per array. */
export type FieldNames = readonly string[]

/**
 * Decodes the value of a field from its offsets, quotes included. Returns undefined to have it decoded as
 * usual.
 */
export type FieldDecoder = (start: Offset, end: Offset) => unknown

/** The offsets of the wanted fields' values in the kernel's memory. */
export interface FieldOffsets {
  readonly bytes: Uint8Array
  /** Per field number, the offset of its value including quotes, or `none`. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** The offset of a missing field. */
export const none = 0
/** Objects nested in a field are read without their keys. */
const noKeys: WantedKeys = new Set()
const quote = 34
const backslash = 92
const lowerN = 110

/** An object whose fields are found through `list`, a field list in the kernel. */
export function createScannedObject(
  kernel: Kernel,
  wanted: FieldNames,
  depthMax: number,
  decoders: { [name: string]: FieldDecoder },
  list: Offset,
): ScannedObject {
  const { bytes, exports } = kernel
  const starts = kernel.numbersAt(exports.startsOf(list), wanted.length)
  const ends = kernel.numbersAt(exports.endsOf(list), wanted.length)
  const print = kernel.numbersAt(exports.fingerprintOffset(), 2)
  const readSnowflake = createSnowflakeReader(kernel)
  const valueOf = createValueReader(bytes, depthMax)

  const fields: JsonObject = {}
  for (const [slot, name] of wanted.entries()) {
    const decode = decoders[name] ?? (() => undefined)
    const get = () => {
      const start = starts[slot]!
      if (start === none) return undefined
      const end = ends[slot]!
      const decoded = decode(start, end)
      return decoded === undefined ? valueOf(start, end) : decoded
    }
    Object.defineProperty(fields, name, { get, enumerable: true })
  }

  const numberOf = new Map(wanted.map((name, number) => [name, number]))
  const numbersByNames = new Map<FieldNames, Numbers>()
  const numbersOf = (names: FieldNames): Numbers => {
    const known = numbersByNames.get(names)
    if (known) return known
    const slots = names.map((name) => numberOf.get(name)!)
    const numbers = { slots, place: kernel.keep(new Uint8Array(Uint32Array.from(slots).buffer)) }
    numbersByNames.set(names, numbers)
    return numbers
  }

  return {
    places: { bytes, starts, ends },
    numbersOf: (names) => numbersOf(names).slots,
    fields,
    keyOf(names) {
      const { slots, place } = numbersOf(names)
      return exports.keyOf(list, place, slots.length)
    },
    fingerprint(name, lengthMin, result) {
      if (!exports.fingerprintOf(list, numberOf.get(name)!, lengthMin)) return false
      result.high = print[0]!
      result.low = print[1]!
      return true
    },
    snowflake(name, result) {
      const slot = numberOf.get(name)!
      return starts[slot] !== none && readSnowflake(result, starts[slot]!, ends[slot]!)
    },
  }
}

/** Creates a function that decodes a value. An integer beyond 2^53 becomes a text of its digits. */
function createValueReader(bytes: Uint8Array, depthMax: number): FieldDecoder {
  const intern = createInterner()
  return (start, end) => {
    if (bytes[start] === quote) {
      return hasEscape(bytes, start, end)
        ? JSON.parse(utf8Of(bytes, start, end))
        : intern(bytes, start + 1, end - 1)
    }
    // In valid JSON only null begins with n. It is common, so it has this short cut.
    if (bytes[start] === lowerN) return null
    const text = utf8Of(bytes, start, end)
    return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text))
      ? text
      : parseJson(text, depthMax - 1, noKeys)
  }
}

/** The numbers of some fields, in JavaScript and in the kernel's memory. */
interface Numbers {
  slots: readonly number[]
  place: Offset
}

function hasEscape(line: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (line[at] === backslash) return true
  return false
}
