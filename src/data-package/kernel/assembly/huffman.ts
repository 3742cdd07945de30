/**
 * Builds decoding tables of canonical Huffman codes (RFC 1951, 3.2.2).
 *
 * A table has one entry for each value of the next `tableBits` bits, followed by subtables for longer codes.
 * An entry is the entry of its symbol (deflate-codes.ts) with two numbers added: the length of the code in
 * the five bits above the lowest byte, and again in the lowest byte, which thus has all bits to consume.
 *
 * The technique is that of libdeflate (Eric Biggers, MIT licence, github.com/ebiggers/libdeflate): each code
 * is stored once, and the table is doubled for each further bit.
 */

export const isSpecial: u32 = 0x8000
export const isSubtable: u32 = 0x4000
/** The entry of bits that are not a code. */
const invalidEntry: u32 = isSpecial | 1
/** The length of the longest code, in bits. */
const codeLengthMax: u32 = 15

const lengthCounts = memory.data(4 * 16)
const offsets = memory.data(4 * 16)
const sortedSymbols = memory.data(2 * 320)

/**
 * Fills a table from the code lengths of `size` symbols. False when the code is oversubscribed or incomplete.
 * As in other decoders, two incomplete codes are accepted: a single code of one bit, and no code at all. With
 * `mustBeComplete`, which the code of the code lengths needs, they are not.
 */
export function buildTable(
  table: usize,
  symbols: usize,
  lengths: usize,
  size: u32,
  tableBits: u32,
  mustBeComplete: bool,
): bool {
  countLengths(lengths, size)
  const left = codesLeft()
  if (left < 0) return false
  if (left == 0) {
    sortSymbols(lengths, size)
    fillTable(table, symbols, tableBits)
    return true
  }
  const isSingle = left == 1 << (codeLengthMax - 1)
  if (mustBeComplete || (!(isSingle && load<u32>(lengthCounts, 4) == 1) && left != 1 << codeLengthMax))
    return false
  fillIncomplete(table, symbols, lengths, size, tableBits)
  return true
}

function countLengths(lengths: usize, size: u32): void {
  memory.fill(lengthCounts, 0, 4 * 16)
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const at = lengthCounts + ((<usize>load<u8>(lengths + symbol)) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
}

/**
 * How many codes of the longest length are unused: 0 for a complete code, negative for an oversubscribed one.
 */
function codesLeft(): i32 {
  let left: i32 = 1
  for (let length: u32 = 1; length <= codeLengthMax; length++) {
    left = (left << 1) - <i32>load<u32>(lengthCounts + length * 4)
    if (left < 0) return left
  }
  return left
}

function sortSymbols(lengths: usize, size: u32): void {
  let offset: u32 = 0
  for (let length: u32 = 1; length <= codeLengthMax; length++) {
    store<u32>(offsets + length * 4, offset)
    offset += load<u32>(lengthCounts + length * 4)
  }
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const length: usize = load<u8>(lengths + symbol)
    if (length == 0) continue
    const at = offsets + length * 4
    offset = load<u32>(at)
    store<u16>(sortedSymbols + offset * 2, <u16>symbol)
    store<u32>(at, offset + 1)
  }
}

/** Fills the table of a code with one symbol, whose code is 0, or with no symbol. */
function fillIncomplete(table: usize, symbols: usize, lengths: usize, size: u32, tableBits: u32): void {
  let entry = invalidEntry
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    if (load<u8>(lengths + symbol) != 0) entry = entryOf(symbols, symbol, 1)
  }
  for (let at: u32 = 0; at < (<u32>1) << tableBits; at += 2) {
    store<u32>(table + at * 4, entry)
    store<u32>(table + at * 4 + 4, invalidEntry)
  }
}

function entryOf(symbols: usize, symbol: u32, length: u32): u32 {
  return load<u32>(symbols + symbol * 4) + (length << 8) + length
}

/** The next code of this length. Tables store a code with its first bit lowest. */
function codeAfter(code: u32, length: u32): u32 {
  const bit: u32 = 0x80000000 >> (<u32>clz<u32>(code ^ ((1 << length) - 1)))
  return (code & (bit - 1)) | bit
}

/** Stores each code once. The table for one more bit is the previous table twice. */
function fillTable(table: usize, symbols: usize, tableBits: u32): void {
  let next = sortedSymbols
  let code: u32 = 0
  let length: u32 = 1
  while (length <= tableBits) {
    for (let count = load<u32>(lengthCounts + length * 4); count > 0; count--) {
      store<u32>(table + code * 4, entryOf(symbols, load<u16>(next), length))
      next += 2
      if (code == ((<u32>1) << length) - 1) {
        while (length < tableBits) doubleTable(table, length++)
        return
      }
      code = codeAfter(code, length)
    }
    if (length < tableBits) doubleTable(table, length)
    length++
  }
  fillSubtables(table, symbols, tableBits, next, code)
}

function doubleTable(table: usize, length: u32): void {
  const bytes: usize = (<usize>4) << length
  memory.copy(table + bytes, table, bytes)
}

function fillSubtables(table: usize, symbols: usize, tableBits: u32, first: usize, firstCode: u32): void {
  const mask: u32 = (1 << tableBits) - 1
  let next = first
  let code = firstCode
  let start: u32 = 0
  let end: u32 = 1 << tableBits
  let prefix: u32 = u32.MAX_VALUE
  for (let length = tableBits + 1; length <= codeLengthMax; length++) {
    for (let count = load<u32>(lengthCounts + length * 4); count > 0; count--) {
      if ((code & mask) != prefix) {
        prefix = code & mask
        start = end
        const bits = subtableBits(length, count, tableBits)
        end = start + (1 << bits)
        store<u32>(table + prefix * 4, isSpecial | isSubtable | (start << 16) | (bits << 8) | tableBits)
      }
      const entry = entryOf(symbols, load<u16>(next), length - tableBits)
      next += 2
      const step: u32 = 1 << (length - tableBits)
      for (let at = start + (code >> tableBits); at < end; at += step) store<u32>(table + at * 4, entry)
      if (code == ((<u32>1) << length) - 1) return
      code = codeAfter(code, length)
    }
  }
}

/** The width of the subtable for the codes that share a prefix. `count` codes of this length remain. */
function subtableBits(length: u32, count: u32, tableBits: u32): u32 {
  let bits = length - tableBits
  let used = count
  while (used < (<u32>1) << bits) {
    bits++
    used = (used << 1) + load<u32>(lengthCounts + (tableBits + bits) * 4)
  }
  return bits
}
