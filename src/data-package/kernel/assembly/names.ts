/** Lists of names. A name in JSON text is looked up by its bytes. */
import {
  backslash,
  endOfRun,
  isEqual,
  lowerB,
  lowerF,
  lowerN,
  lowerR,
  lowerT,
  lowerU,
  quote,
  zero,
} from './bytes'

/**
 * A list is a hash table with chaining. Its layout: the number of names and the capacity; a flag for each
 * hash of a name's first four bytes, which is 1 if a name has this hash; the heads of the chains; and for
 * each name its offset, its length, and the next name of its chain.
 */
const beginningsAt: usize = 8
const headsAt: usize = beginningsAt + 256
const looks: usize = 256
const namesAt: usize = headsAt + looks * 2
/** A name shorter than this matches any first bytes. */
const beginningBytes: u32 = 4
const nameBytes: usize = 12
export const noName: u32 = 0xffff
/**
 * Factors of Fibonacci hashing (Knuth, The Art of Computer Programming 6.4): a prime near 2³²/φ, and 2⁶⁴/φ,
 * where φ is the golden ratio.
 */
const goldenRatio32: u32 = 0x9e3779b1
const goldenRatio64: u64 = 0x9e3779b97f4a7c15

/** Creates a list with room for `size` names, followed by `extraBytes` for each name. */
export function createNames(size: u32, extraBytes: u32): usize {
  const list = heap.alloc(namesAt + <usize>size * (nameBytes + extraBytes))
  store<u32>(list, 0)
  store<u32>(list, size, 4)
  memory.fill(list + beginningsAt, 0, 256)
  memory.fill(list + headsAt, 0xff, looks * 2)
  return list
}

/** Adds a name. Its bytes must stay valid at this offset. */
export function addName(list: usize, name: usize, length: u32): void {
  const number = load<u32>(list)
  if (length < beginningBytes) memory.fill(list + beginningsAt, 1, 256)
  else store<u8>(beginningOf(list, name), 1)
  const head = headOf(list, name, length)
  const at = list + namesAt + <usize>number * nameBytes
  store<u32>(at, <u32>name)
  store<u32>(at, length, 4)
  store<u32>(at, load<u16>(head), 8)
  store<u16>(head, <u16>number)
  store<u32>(list, number + 1)
}

/** A quick check that makes most lookups unnecessary. False only when no name has these first bytes. */
export function mayBeIn(list: usize, name: usize): bool {
  return load<u8>(beginningOf(list, name)) != 0
}

function beginningOf(list: usize, name: usize): usize {
  return list + beginningsAt + <usize>((load<u32>(name) * goldenRatio32) >> 24)
}

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes)
}

export function sizeOf(list: usize): usize {
  return load<u32>(list, 4)
}

export function behindNames(list: usize): usize {
  return list + namesAt + sizeOf(list) * nameBytes
}

function headOf(list: usize, name: usize, length: u32): usize {
  const beginning = load<u64>(name)
  const known = length < 8 ? beginning & (((<u64>1) << (length << 3)) - 1) : beginning
  return list + headsAt + ((<usize>(((known + length) * goldenRatio64) >> 56)) << 1)
}

/** The number of a name without escapes; noName if it is not in the list. */
export function numberOf(list: usize, name: usize, length: u32): u32 {
  let number: u32 = load<u16>(headOf(list, name, length))
  while (number != noName) {
    const at = list + namesAt + <usize>number * nameBytes
    if (load<u32>(at, 4) == length && isEqual(load<u32>(at), name, length)) break
    number = load<u32>(at, 8)
  }
  return number
}

/**
 * The number of a JSON string in `[start, end)`, quotes included. noName for unknown names, and for every
 * string with escapes.
 */
export function numberOfText(names: usize, start: usize, end: usize): u32 {
  if (load<u8>(start) != quote) return noName
  const at = endOfRun(start + 1, end)
  return at < end && load<u8>(at) == quote ? numberOf(names, start + 1, <u32>(at - start - 1)) : noName
}

const longest: u32 = 64
const unescaped = memory.data(64 + 8)

/** The number of a name with escapes; noName if it is not in the list. `[start, end)` is valid JSON text. */
export function numberOfEscaped(list: usize, start: usize, end: usize): u32 {
  let length: u32 = 0
  let at = start
  while (at < end) {
    if (length + 3 > longest) return noName
    const byte = load<u8>(at++)
    if (byte != backslash) {
      store<u8>(unescaped + length++, byte)
      continue
    }
    const escaped = load<u8>(at++)
    if (escaped != lowerU) {
      store<u8>(unescaped + length++, letterOf(escaped))
      continue
    }
    const unit = unitOf(at)
    at += 4
    // A surrogate becomes bytes that no name contains.
    if (unit < 0x80) store<u8>(unescaped + length++, <u8>unit)
    else if (unit < 0x800) {
      store<u8>(unescaped + length++, <u8>(0xc0 | (unit >> 6)))
      store<u8>(unescaped + length++, <u8>(0x80 | (unit & 63)))
    } else {
      store<u8>(unescaped + length++, <u8>(0xe0 | (unit >> 12)))
      store<u8>(unescaped + length++, <u8>(0x80 | ((unit >> 6) & 63)))
      store<u8>(unescaped + length++, <u8>(0x80 | (unit & 63)))
    }
  }
  return numberOf(list, unescaped, length)
}

function letterOf(escaped: u8): u8 {
  if (escaped == lowerB) return 8
  if (escaped == lowerF) return 12
  if (escaped == lowerN) return 10
  if (escaped == lowerR) return 13
  return escaped == lowerT ? 9 : escaped
}

function unitOf(at: usize): u32 {
  let unit: u32 = 0
  for (let digit: usize = 0; digit < 4; digit++) {
    const byte: u32 = load<u8>(at + digit)
    unit = (unit << 4) | (byte < 0x3a ? byte - zero : (byte | 32) - 0x57)
  }
  return unit
}
