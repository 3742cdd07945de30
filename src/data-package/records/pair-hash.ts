/**
 * A hash of two numbers for hash tables, in which nobody can choose collisions. It is simple tabulation
 * hashing (Zobrist). With it, linear probing takes constant expected time for any numbers (Pătraşcu and
 * Thorup, "The Power of Simple Tabulation Hashing", 2012).
 */

/**
 * One random number for each value of each of eight bytes. The table is made on first use, once per thread.
 */
let table: Int32Array | undefined

/** A 32-bit hash of two 32-bit numbers. */
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
