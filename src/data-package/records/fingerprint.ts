/**
 * Fingerprints of texts: 64-bit keyed hashes that represent ids in sets and maps. Without this thread's key,
 * nobody can choose ids that collide.
 */

export interface Fingerprint {
  /** 32 bits each, signed: unsigned ones would be doubles. */
  high: number
  low: number
}

/** The secret of HalfSipHash: two halves of 32 bits. */
export type HashKey = readonly [number, number]

let threadKey: HashKey | undefined

/**
 * The key of this thread, which ends with its job. The engine's own hash has no key, so a package could
 * contain 60,000 ids that collide in it: filling a Map with them takes ten seconds in one call.
 */
export function hashKey(): HashKey {
  if (!threadKey) {
    const [first, second] = crypto.getRandomValues(new Int32Array(2))
    threadKey = [first!, second!]
  }
  return threadKey
}

/**
 * The fingerprint of a text, for ASCII the same as the kernel's of its bytes
 * (kernel/assembly/fingerprints.ts): HalfSipHash with 64 bits (Aumasson and Bernstein,
 * github.com/veorq/SipHash), one round for four bytes and three at the end as in Linux and Rust. Units beyond
 * ASCII are three bytes, the first of which begins with three ones.
 */
export function fingerprintText(
  print: Fingerprint,
  text: string,
  key = hashKey(),
  rounds = 1,
  finalRounds = 3,
): void {
  print.high = halfSipHash(text, key, rounds, finalRounds, print)
}

/** The lower half of a text's fingerprint, at two thirds of the cost. */
export function hashOfText(text: string): number {
  return halfSipHash(text, hashKey(), 1, 3, null)
}

/** The bit of each of four bytes that makes letters small, and leaves apostrophes as they are. */
const smallLetters = 0x20202020

/** hashOfText of ASCII letters and apostrophes, in lower case, that lie in `[start, end)`. */
export function hashOfLetters(bytes: Uint8Array, start: number, end: number): number {
  const [first, second] = hashKey()
  let v0 = first
  let v1 = second ^ 0xee
  let v2 = 0x6c796765 ^ first
  let v3 = 0x74656462 ^ second
  // A round for each four bytes, the last of which have the length, and three to end with.
  for (let at = start, left = 3; left > 0; at += 4) {
    let word = 0
    if (at + 4 <= end)
      word =
        bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24) | smallLetters
    else if (at <= end) {
      word = (end - start) << 24
      for (let rest = at; rest < end; rest++) word |= (bytes[rest]! | 0x20) << ((rest - at) << 3)
    } else left--
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
    if (at <= end && at + 4 > end) v2 ^= 0xee
  }
  return v1 ^ v3
}

/** Returns the lower half; with `wide`, stores it there and returns the higher half. */
function halfSipHash(
  text: string,
  [first, second]: HashKey,
  rounds: number,
  finalRounds: number,
  wide: Fingerprint | null,
): number {
  let v0 = first
  let v1 = second ^ 0xee
  let v2 = 0x6c796765 ^ first
  let v3 = 0x74656462 ^ second
  let word = 0
  let bytes = 0
  // The bytes of a unit beyond ASCII that are still to come.
  let pending = 0
  for (let at = 0; at <= text.length;) {
    if (at === text.length && pending === 0) {
      word |= bytes << 24
      at++
    } else {
      let byte = 0x80 | (pending & 63)
      if (pending > 0) pending >>>= 8
      else {
        const unit = text.charCodeAt(at++)
        byte = unit
        if (unit > 0x7f) {
          byte = 0xe0 | (unit >> 12)
          pending = 0x4000 | ((unit & 63) << 8) | 0x40 | ((unit >> 6) & 63)
        }
      }
      word |= byte << ((bytes++ & 3) << 3)
      if ((bytes & 3) !== 0) continue
    }
    v3 ^= word
    for (let left = rounds; left > 0; left--) {
      v0 = (v0 + v1) | 0
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
      v0 = (v0 << 16) | (v0 >>> 16)
      v2 = (v2 + v3) | 0
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
      v0 = (v0 + v3) | 0
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
      v2 = (v2 + v1) | 0
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
      v2 = (v2 << 16) | (v2 >>> 16)
    }
    v0 ^= word
    word = 0
  }
  v2 ^= 0xee
  for (let left = wide ? 2 * finalRounds : finalRounds; left > 0; left--) {
    // Half of the rounds give one half of the value.
    if (wide && left === finalRounds) {
      wide.low = v1 ^ v3
      v1 ^= 0xdd
    }
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
  }
  return v1 ^ v3
}

/**
 * 53 bits of a fingerprint as a number, for a Map. With a million ids, one package in 20,000 has a
 * collision.
 */
export function numberOfFingerprint({ high, low }: Fingerprint): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}
