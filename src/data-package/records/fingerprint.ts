/**
 * Fingerprints of texts: keyed 64-bit hashes that represent ids in sets and maps. Nobody can choose colliding
 * ids without the key of this thread.
 */

export interface Fingerprint {
  /**
   * 32 bits each. They are signed, because the JavaScript engine stores unsigned 32-bit numbers as doubles.
   */
  high: number
  low: number
}

/** The secret key of HalfSipHash: two 32-bit halves. */
export type HashKey = readonly [number, number]

let threadKey: HashKey | undefined

/**
 * The key of this thread, which ends with its job. The JavaScript engine's own hash has no key: a package
 * could contain 60,000 ids that collide in it, and filling a Map with them takes ten seconds in one call.
 */
export function hashKey(): HashKey {
  if (!threadKey) {
    const [first, second] = crypto.getRandomValues(new Int32Array(2))
    threadKey = [first!, second!]
  }
  return threadKey
}

/**
 * Computes the fingerprint of a text: HalfSipHash with 64 bits (Aumasson and Bernstein,
 * github.com/veorq/SipHash), one round per four bytes and, at the end, three for each half, as in Linux and
 * Rust. For ASCII it equals the kernel's fingerprint of the bytes (kernel/assembly/fingerprints.ts). Each
 * UTF-16 unit beyond ASCII is hashed as three bytes, of which the first has its three highest bits set.
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

/** The lower half of a text's fingerprint, in two thirds of the time that the whole fingerprint takes. */
export function hashOfText(text: string): number {
  return halfSipHash(text, hashKey(), 1, 3, null)
}

/** The bit that makes an ASCII letter lower case, in each of four bytes. Apostrophes already have it. */
const smallLetters = 0x20202020

/** hashOfText of the lower-case form of ASCII letters and apostrophes in `[start, end)`. */
export function hashOfLetters(bytes: Uint8Array, start: number, end: number): number {
  const [first, second] = hashKey()
  let v0 = first
  let v1 = second ^ 0xee
  let v2 = 0x6c796765 ^ first
  let v3 = 0x74656462 ^ second
  // One round per four bytes, the last of which include the length, and three more at the end.
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

/**
 * Without `wide` this returns the lower half. With `wide` it stores the lower half there and returns the
 * higher one.
 */
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
  // The remaining bytes of a unit beyond ASCII.
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
    // After half of the final rounds, the first half of the value is ready.
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
 * A fingerprint as a 53-bit number, for use as a Map key. With a million ids, one package in 20,000 has a
 * collision.
 */
export function numberOfFingerprint({ high, low }: Fingerprint): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}
