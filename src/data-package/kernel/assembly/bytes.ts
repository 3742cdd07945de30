/**
 * Searches and compares bytes, searching sixteen at a time where the processor has vector instructions. Reads
 * may run past the end by up to sixteen bytes.
 */

export const quote: u8 = 0x22
export const backslash: u8 = 0x5c
export const newline: u8 = 0x0a
export const tab: u8 = 0x09
export const carriageReturn: u8 = 0x0d
export const blank: u8 = 0x20
export const plus: u8 = 0x2b
export const minus: u8 = 0x2d
export const dot: u8 = 0x2e
export const slash: u8 = 0x2f
export const zero: u8 = 0x30
export const nine: u8 = 0x39
export const colon: u8 = 0x3a

export const upperT: u8 = 0x54
export const upperZ: u8 = 0x5a
export const lowerA: u8 = 0x61
export const lowerB: u8 = 0x62
export const lowerE: u8 = 0x65
export const lowerF: u8 = 0x66
export const lowerN: u8 = 0x6e
export const lowerR: u8 = 0x72
export const lowerT: u8 = 0x74
export const lowerU: u8 = 0x75
export const lowerY: u8 = 0x79

/**
 * The offset of the first quote, backslash or control character in `[at, end)`; otherwise `end`. These bytes
 * end a plain run of a JSON string.
 */
export function endOfRun(at: usize, end: usize): usize {
  if (ASC_FEATURE_SIMD) {
    while (at < end) {
      const found = runEnds(v128.load(at))
      if (found) return min(at + ctz(found), end)
      at += 16
    }
    return end
  } else {
    while (at < end && !endsRun(load<u8>(at))) at++
    return at
  }
}

function runEnds(bytes: v128): i32 {
  return i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(quote)), i8x16.eq(bytes, i8x16.splat(backslash))),
      i8x16.lt_u(bytes, i8x16.splat(32)),
    ),
  )
}

function endsRun(byte: u8): bool {
  return byte == quote || byte == backslash || byte < 32
}

/** The offset of the first `byte` in `[at, end)`; otherwise `end`. */
export function find(byte: u8, at: usize, end: usize): usize {
  if (ASC_FEATURE_SIMD) {
    const wanted = i8x16.splat(byte)
    while (at < end) {
      const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
      if (found) return min(at + ctz(found), end)
      at += 16
    }
    return end
  } else {
    while (at < end && load<u8>(at) != byte) at++
    return at
  }
}

/** Whether two short byte sequences are equal. Compares eight bytes at a time. */
export function isEqual(one: usize, other: usize, length: usize): bool {
  let at: usize = 0
  while (at + 8 <= length) {
    if (load<u64>(one + at) != load<u64>(other + at)) return false
    at += 8
  }
  const rest = (length - at) << 3
  return rest == 0 || (load<u64>(one + at) ^ load<u64>(other + at)) << (64 - <u64>rest) == 0
}
