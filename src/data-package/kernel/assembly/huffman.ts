/**
 * Makes look-up tables of canonical Huffman codes. A table has one entry for each value of the next `tableBits` bits, and
 * behind them subtables for longer codes. An entry is that of its symbol, with the bits to consume added to its lowest byte,
 * and those of the code alone in the five bits above.
 */

export const isSpecial: u32 = 0x8000
export const isSubtable: u32 = 0x4000
/** What no code leads to. */
const invalidEntry: u32 = isSpecial | 1
const longest: u32 = 15

const counts = memory.data(4 * 16)
const places = memory.data(4 * 16)
const sorted = memory.data(2 * 320)

/**
 * Fills a table from the lengths of the codes of `size` symbols. False when there are too many codes, or too few: only
 * a single code of one bit may stand alone, and none at all, as in every known reader; a code of lengths must be whole.
 */
export function buildTable(
  table: usize,
  symbols: usize,
  lengths: usize,
  size: u32,
  tableBits: u32,
  isOfLengths: bool,
): bool {
  countLengths(lengths, size)
  const left = unusedCodes()
  if (left < 0) return false
  if (left == 0) {
    sortSymbols(lengths, size)
    fillTable(table, symbols, tableBits)
    return true
  }
  const isSingle = left == 1 << (longest - 1)
  if (isOfLengths || (!(isSingle && load<u32>(counts, 4) == 1) && left != 1 << longest)) return false
  fillSparse(table, symbols, lengths, size, tableBits)
  return true
}

function countLengths(lengths: usize, size: u32): void {
  memory.fill(counts, 0, 4 * 16)
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const at = counts + ((<usize>load<u8>(lengths + symbol)) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
}

/** How many codes of the longest length are not taken; negative when there are too many. */
function unusedCodes(): i32 {
  let left: i32 = 1
  for (let length: u32 = 1; length <= longest; length++) {
    left = (left << 1) - <i32>load<u32>(counts + length * 4)
    if (left < 0) return left
  }
  return left
}

function sortSymbols(lengths: usize, size: u32): void {
  let place: u32 = 0
  for (let length: u32 = 1; length <= longest; length++) {
    store<u32>(places + length * 4, place)
    place += load<u32>(counts + length * 4)
  }
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    const length: usize = load<u8>(lengths + symbol)
    if (length == 0) continue
    const at = places + length * 4
    place = load<u32>(at)
    store<u16>(sorted + place * 2, <u16>symbol)
    store<u32>(at, place + 1)
  }
}

/** One code of one bit, 0, or none. */
function fillSparse(table: usize, symbols: usize, lengths: usize, size: u32, tableBits: u32): void {
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

/** The next code of this length; codes stand in tables with their first bit lowest. */
function codeAfter(code: u32, length: u32): u32 {
  const bit: u32 = 0x80000000 >> (<u32>clz<u32>(code ^ ((1 << length) - 1)))
  return (code & (bit - 1)) | bit
}

/** Each code is stored once: the table for one bit more is the table twice. */
function fillTable(table: usize, symbols: usize, tableBits: u32): void {
  let next = sorted
  let code: u32 = 0
  let length: u32 = 1
  while (length <= tableBits) {
    for (let count = load<u32>(counts + length * 4); count > 0; count--) {
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
  for (let length = tableBits + 1; length <= longest; length++) {
    for (let count = load<u32>(counts + length * 4); count > 0; count--) {
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

/** As many bits as the codes need that share a prefix, of which `count` of this length are left. */
function subtableBits(length: u32, count: u32, tableBits: u32): u32 {
  let bits = length - tableBits
  let used = count
  while (used < (<u32>1) << bits) {
    bits++
    used = (used << 1) + load<u32>(counts + (tableBits + bits) * 4)
  }
  return bits
}
