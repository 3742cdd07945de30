/**
 * A hash of two numbers for tables in which collisions cannot be chosen: simple tabulation (Zobrist), with
 * which linear probing takes constant time whatever the numbers are (Pătraşcu and Thorup, "The Power of
 * Simple Tabulation Hashing", 2012).
 */

/**
 * One random number for each value of each of eight bytes; made when it is first needed, and good for this
 * thread.
 */
let table: Int32Array | undefined

/** 32 bits for two numbers of 32 bits. */
export function hashOfPair(high: number, low: number): number {
  const random = (table ??= crypto.getRandomValues(new Int32Array(8 * 256)))
  return (
    random[high & 255]! ^
    random[256 | ((high >>> 8) & 255)]! ^
    random[512 | ((high >>> 16) & 255)]! ^
    random[768 | (high >>> 24)]! ^
    random[1024 | (low & 255)]! ^
    random[1280 | ((low >>> 8) & 255)]! ^
    random[1536 | ((low >>> 16) & 255)]! ^
    random[1792 | (low >>> 24)]!
  )
}
