/** Encodes numbers as the characters of a text. schema.sql calls such a text packed. */
import { PackageError } from '../../errors.ts'

/** What schema.sql calls packed: a BLOB of its bytes if each character is one byte, else a text. */
export type Packed = string | Uint8Array

/** The most characters of a text, and the number of rows of `positions` in schema.sql. */
export const positionCount = 128
/** The largest number that `encodeNumbers` accepts: the code point of the next one is a surrogate. */
export const numberMax = 0xd7fe

const firstSurrogate = 0xd800
const surrogateCount = 0x800
const codeMax = 0x10ffff

/**
 * Encodes each number from 0 to `numberMax` as one character. The code point is the number plus one, because
 * SQLite ends texts at 0.
 */
export function encodeNumbers(numbers: readonly number[]): Packed {
  return encodeCodes(numbers.map((number) => number + 1))
}

/** One character for each code, or one byte if all of them fit into seven bits. */
export function encodeCodes(codes: readonly number[]): Packed {
  return codes.every((code) => code < 0x80) ? Uint8Array.from(codes) : String.fromCodePoint(...codes)
}

/**
 * The code of the item with this index, for encodeCodes. Codes start at 1 and skip the surrogates, which a
 * text cannot contain. Throws PackageError result_too_large beyond 1,112,063 items.
 */
export function codeOf(index: number): number {
  const code = index + 1 < firstSurrogate ? index + 1 : index + 1 + surrogateCount
  if (code > codeMax) throw new PackageError('result_too_large')
  return code
}
