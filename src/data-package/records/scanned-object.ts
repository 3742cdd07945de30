/** Fields of an object, stored as offsets in the kernel's memory and decoded on demand. */
import { utf8Of } from '#platform'
import type { Fingerprint } from './fingerprint.ts'
import { createInterner } from './interner.ts'
import { type JsonObject, type WantedKeys, parseJson } from './json.ts'
import type { Kernel, Offset } from '../kernel/host.ts'
import { type Snowflake, createSnowflakeReader } from './snowflake.ts'

/**
 * The wanted fields of one object, decoded on demand. The same instance is reused: it is valid until the next
 * scan, as long as its bytes do not change.
 */
export interface ScannedObject {
  /** The fields by name; undefined if the object lacks them. */
  readonly fields: JsonObject
  /**
   * A number for the combined bytes of some fields: equal bytes give equal numbers. Faster than decoding
   * them.
   */
  keyOf(names: FieldNames): number
  /**
   * The fingerprint of a text, the same as fingerprintText gives. False when the field is no text of
   * `lengthMin` and more plain ASCII characters: then it must be decoded.
   */
  fingerprint(name: string, lengthMin: number, print: Fingerprint): boolean
  /** Reads an id, quoted or not. Returns false if the field must be decoded. */
  snowflake(name: string, result: Snowflake): boolean
  /**
   * Where the values of some fields lie, for who copies them: the numbers of the fields among the wanted
   * ones.
   */
  numbersOf(names: FieldNames): readonly number[]
  readonly places: FieldOffsets
}

/** Names of wanted fields; one array for one use, since their places are remembered by it. */
export type FieldNames = readonly string[]

/**
 * Returns the value of a field from its offsets (including quotes), or undefined to have it decoded as
 * usual.
 */
export type FieldDecoder = (start: Offset, end: Offset) => unknown

/** The offsets of the wanted fields' values in the kernel's memory. */
export interface FieldOffsets {
  readonly bytes: Uint8Array
  /** Indexed by field number: the offset of its value, including quotes, or `none`. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** The offset of a missing field. */
export const none = 0
/** Objects nested in the fields of a line are not read. */
const noKeys: WantedKeys = new Set()
const quote = 34
const backslash = 92

/** An object whose fields lie at the places of `list`, a list of fields of the kernel. */
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
  const intern = createInterner()
  const readSnowflake = createSnowflakeReader(kernel)

  const valueOf = (start: Offset, end: Offset): unknown => {
    if (bytes[start] === quote) {
      return hasEscape(bytes, start, end)
        ? JSON.parse(utf8Of(bytes, start, end))
        : intern(bytes, start + 1, end - 1)
    }
    const text = utf8Of(bytes, start, end)
    return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text))
      ? text
      : parseJson(text, depthMax - 1, noKeys)
  }

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

/** The numbers of some fields, here and in the kernel. */
interface Numbers {
  slots: readonly number[]
  place: Offset
}

function hasEscape(line: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (line[at] === backslash) return true
  return false
}
