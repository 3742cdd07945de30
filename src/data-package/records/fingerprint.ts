/** Fingerprints of texts: 64 bits that stand for an id in sets and maps; the kernel takes them from bytes without decoding them. */

export interface Fingerprint {
  /** 32 bits each, signed: unsigned ones would be doubles. */
  high: number
  low: number
}

/**
 * The fingerprint of a text: for ASCII the same as the kernel's of its bytes (kernel/prints.ts). Own arithmetic, since two seeds of
 * Bun.hash.xxHash32 collide together: of 3 million texts 8 were taken for others, with this none.
 */
export function fingerprintText(print: Fingerprint, text: string): void {
  let high = 0x811c9dc5 | 0
  let low = 0x3c6ef372
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul((low ^ unit) + (low >>> 13), 0x85ebca6b)
  }
  print.high = high ^ (high >>> 16)
  print.low = low ^ (low >>> 15)
}

/** 53 bits of a fingerprint as a number, for a Map: among a million, two are equal once in 20,000 packages. */
export function numberOfFingerprint({ high, low }: Fingerprint): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}
