/**
 * Reads unsigned little-endian numbers from zip records. The caller ensures that each number is within
 * `bytes`.
 */

export function read16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

export function read32(bytes: Uint8Array, at: number): number {
  return (read16(bytes, at) | (read16(bytes, at + 2) << 16)) >>> 0
}

/** Numbers above 2^53 − 1 are rounded, but never to 2^53 − 1 or less. */
export function read64(bytes: Uint8Array, at: number): number {
  return read32(bytes, at) + read32(bytes, at + 4) * 2 ** 32
}
