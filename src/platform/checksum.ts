/**
 * CRC-32 (RFC 1952) in JavaScript, eight bytes per step: slicing-by-8 by Kounavis and Berry (2005). It is for
 * browsers, which have no CRC-32. Bun's own is faster.
 */

const polynomial = 0xedb88320
const slices = 8

/** Creates a function that continues a checksum with some bytes. */
export function createChecksum(): (bytes: Uint8Array, before: number) => number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables() as [
    ...[Int32Array, Int32Array, Int32Array, Int32Array],
    ...[Int32Array, Int32Array, Int32Array, Int32Array],
  ]
  return (bytes, before) => {
    let crc = ~before
    let at = 0
    for (const end = bytes.length - 7; at < end; at += 8) {
      const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
      crc =
        t7[low & 255]! ^
        t6[(low >>> 8) & 255]! ^
        t5[(low >>> 16) & 255]! ^
        t4[low >>> 24]! ^
        t3[bytes[at + 4]!]! ^
        t2[bytes[at + 5]!]! ^
        t1[bytes[at + 6]!]! ^
        t0[bytes[at + 7]!]!
    }
    for (; at < bytes.length; at++) crc = t0[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8)
    return ~crc >>> 0
  }
}

function tables(): Int32Array[] {
  const made = Array.from({ length: slices }, () => new Int32Array(256))
  const first = made[0]!
  for (let value = 0; value < 256; value++) {
    let crc = value
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    first[value] = crc
  }
  for (let slice = 1; slice < slices; slice++) {
    const before = made[slice - 1]!
    for (let value = 0; value < 256; value++) {
      made[slice]![value] = first[before[value]! & 255]! ^ (before[value]! >>> 8)
    }
  }
  return made
}
