/**
 * Texts and ids that collide under unkeyed hashes: the JavaScript engine's own hash, and hash tables that mix
 * numbers by multiplication.
 */

/**
 * The engine hashes texts by RapidHash without a seed. For a text of eight UTF-16 units, it multiplies two
 * words. The first word is the first two and the last two units, XORed with this constant. If that word is
 * zero, the product is zero, and the four units between do not matter. Source: the public constants of
 * RapidHash, github.com/Nicoshev/rapidhash.
 */
const constant = [0xacc9, 0x962e, 0x4b93, 0x8bb8] as const

/** Up to 1,600,000 different texts of eight UTF-16 units with the same hash. */
export function collidingTexts(count: number): string[] {
  const [first, second, third, fourth] = constant
  const [before, behind] = [String.fromCharCode(third, fourth), String.fromCharCode(first, second)]
  return numbers(count).map((number) => before + number.toString(36).padStart(4, '0') + behind)
}

/**
 * As many texts of the same length and of the same characters as collidingTexts, but with ordinary hashes.
 */
export function harmlessTexts(count: number): string[] {
  const [first, second, third, fourth] = constant
  const [before, behind] = [String.fromCharCode(first, fourth), String.fromCharCode(third, second)]
  return numbers(count).map((number) => before + number.toString(36).padStart(4, '0') + behind)
}

/**
 * Ids of Discord's form that agree in the low twenty bits of both halves. The low twenty bits of the product
 * of the two halves depend on these bits only.
 */
export function collidingIds(count: number): string[] {
  return idsOf(count, 20n)
}

export function harmlessIds(count: number): string[] {
  return idsOf(count, 0n)
}

function idsOf(count: number, shift: bigint): string[] {
  const base = (0x1000_0000n << 32n) | 0x5a5a5n
  return numbers(count).map((number) => {
    const [high, low] = [BigInt(number >> 11), BigInt(number & 2047)]
    return String(base + (high << (32n + shift)) + (low << shift))
  })
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number)
}
