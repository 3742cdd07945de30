/**
 * CRC-32 (RFC 1952), sixteen bytes per step: slicing-by-16, the wider form of slicing-by-8 by Kounavis and
 * Berry (2005).
 */

const polynomial: u32 = 0xedb88320
const slices: u32 = 16
const sliceBytes: usize = 4 * 256
/** Table `n` has the checksum of each byte followed by `n` zero bytes. */
const tables = memory.data(16 * 4 * 256, 8)
let areTablesMade = false

/** The checksum of the bytes in `[start, end)`, continued from `before`. */
export function checksumOf(start: usize, end: usize, before: u32): u32 {
  if (!areTablesMade) makeTables()
  let crc = ~before
  let at = start
  for (; at + 16 <= end; at += 16) {
    const first = load<u64>(at) ^ (<u64>crc)
    const second = load<u64>(at, 8)
    // Lookups that do not need the previous step's result come first, so the processor can start them early.
    crc = fourOf(<u32>(second >> 32), 3) ^ fourOf(<u32>second, 7)
    crc ^= fourOf(<u32>(first >> 32), 11)
    crc ^= fourOf(<u32>first, 15)
  }
  for (; at < end; at++) crc = load<u32>(tables + ((<usize>((crc ^ load<u8>(at)) & 255)) << 2)) ^ (crc >> 8)
  return ~crc
}

/**
 * The table entries of a word's four bytes, combined by XOR. That of the first byte is in table `slice`,
 * those of the others are in the tables before it.
 */
function fourOf(word: u32, slice: usize): u32 {
  const table = tables + slice * sliceBytes
  return (
    load<u32>(table + ((<usize>(word & 255)) << 2)) ^
    load<u32>(table - sliceBytes + ((<usize>((word >> 8) & 255)) << 2)) ^
    load<u32>(table - 2 * sliceBytes + ((<usize>((word >> 16) & 255)) << 2)) ^
    load<u32>(table - 3 * sliceBytes + ((<usize>(word >> 24)) << 2))
  )
}

function makeTables(): void {
  for (let value: u32 = 0; value < 256; value++) {
    let crc = value
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ polynomial : crc >> 1
    store<u32>(tables + ((<usize>value) << 2), crc)
  }
  for (let slice: u32 = 1; slice < slices; slice++) {
    for (let value: u32 = 0; value < 256; value++) {
      const before = load<u32>(tables + (<usize>slice - 1) * sliceBytes + ((<usize>value) << 2))
      const crc = load<u32>(tables + ((<usize>(before & 255)) << 2)) ^ (before >> 8)
      store<u32>(tables + <usize>slice * sliceBytes + ((<usize>value) << 2), crc)
    }
  }
  areTablesMade = true
}
