/** Encodes numbers as the characters of a text, which schema.sql calls packed. */
import { PackageError } from '../../errors.ts'

/** Longest text; the number of positions in schema.sql. */
export const positionCount = 64
/** The largest number that a character can encode; beyond it are surrogates. */
export const numberMax = 0xd7fe

const firstSurrogate = 0xd800
const surrogateCount = 0x800
const codeMax = 0x10ffff

/**
 * One character for each number, 0 to `numberMax`: the code point is one more, since SQLite ends texts at 0.
 */
export function packNumbers(numbers: readonly number[]): string {
  return String.fromCodePoint(...numbers.map((number) => number + 1))
}

/** One character for each code. */
export function packCodes(codes: readonly number[]): string {
  return String.fromCodePoint(...codes)
}

/**
 * The code of the item with this index, for packCodes: 1 and upwards, without what no text can have.
 * Throws PackageError result_too_large beyond 1,112,063 items.
 */
export function codeOf(index: number): number {
  const code = index + 1 < firstSurrogate ? index + 1 : index + 1 + surrogateCount
  if (code > codeMax) throw new PackageError('result_too_large')
  return code
}
