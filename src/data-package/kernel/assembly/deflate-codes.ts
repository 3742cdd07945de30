/** The Huffman codes of a block: what each symbol means, and the tables in which codes are looked up. */
import { peekBits, refill, takeBits } from './bit-input'
import { buildTable, isSpecial } from './huffman'

export const literalBits: u32 = 11
export const distanceBits: u32 = 9
const lengthBits: u32 = 7
export const literalTable: usize = memory.data(4 * 4096, 64)
export const distanceTable: usize = memory.data(4 * 2048, 64)
const lengthTable = memory.data(4 * 128, 64)

/** Entries of symbols: for lengths and distances the least one in the upper half, and the number of extra bits in the lowest byte. */
const literalSymbols = memory.data(4 * 288)
const distanceSymbols = memory.data(4 * 32)
const lengthSymbols = memory.data(4 * 19)
export const isLiteral: u32 = 0x80000000
export const isEnd: u32 = 0x2000

const codeLengths = memory.data(512)

const lengthBases: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const lengthExtras: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
const lengthOrder: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

fillSymbols()

function fillSymbols(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++)
    setSymbol(literalSymbols, symbol, isLiteral | (symbol << 16))
  setSymbol(literalSymbols, 256, isSpecial | isEnd)
  for (let code: u32 = 0; code < 29; code++) {
    setSymbol(
      literalSymbols,
      257 + code,
      ((<u32>unchecked(lengthBases[code])) << 16) | unchecked(lengthExtras[code]),
    )
  }
  setSymbol(literalSymbols, 286, isSpecial)
  setSymbol(literalSymbols, 287, isSpecial)
  let base: u32 = 1
  for (let code: u32 = 0; code < 30; code++) {
    const extra: u32 = code < 4 ? 0 : (code >> 1) - 1
    setSymbol(distanceSymbols, code, (base << 16) | extra)
    base += 1 << extra
  }
  setSymbol(distanceSymbols, 30, isSpecial)
  setSymbol(distanceSymbols, 31, isSpecial)
  for (let symbol: u32 = 0; symbol < 19; symbol++) setSymbol(lengthSymbols, symbol, symbol << 16)
}

function setSymbol(symbols: usize, symbol: u32, entry: u32): void {
  store<u32>(symbols + symbol * 4, entry)
}

/** The codes that a block may have without telling them. */
export function setFixedCodes(): bool {
  memory.fill(codeLengths, 8, 144)
  memory.fill(codeLengths + 144, 9, 112)
  memory.fill(codeLengths + 256, 7, 24)
  memory.fill(codeLengths + 280, 8, 8)
  memory.fill(codeLengths + 288, 5, 32)
  return (
    buildTable(literalTable, literalSymbols, codeLengths, 288, literalBits, false) &&
    buildTable(distanceTable, distanceSymbols, codeLengths + 288, 32, distanceBits, false)
  )
}

/** Reads the codes that stand at the beginning of a block. False when they are none. */
export function readCodes(): bool {
  const literals = takeBits(5) + 257
  const distances = takeBits(5) + 1
  const lengths = takeBits(4) + 4
  if (literals > 286 || distances > 30) return false
  memory.fill(codeLengths, 0, 19)
  for (let at: u32 = 0; at < lengths; at++) {
    refill()
    store<u8>(codeLengths + <usize>unchecked(lengthOrder[at]), <u8>takeBits(3))
  }
  if (!buildTable(lengthTable, lengthSymbols, codeLengths, 19, lengthBits, true)) return false
  const total = literals + distances
  let at: u32 = 0
  while (at < total) {
    refill()
    const entry = load<u32>(lengthTable + (peekBits(lengthBits) << 2))
    takeBits(entry & 255)
    const symbol = entry >> 16
    if (symbol < 16) {
      store<u8>(codeLengths + at++, <u8>symbol)
      continue
    }
    if (symbol == 16 && at == 0) return false
    const value: u8 = symbol == 16 ? load<u8>(codeLengths + at - 1) : 0
    const repeats = symbol == 16 ? 3 + takeBits(2) : symbol == 17 ? 3 + takeBits(3) : 11 + takeBits(7)
    if (at + repeats > total) return false
    memory.fill(codeLengths + at, value, repeats)
    at += repeats
  }
  // Without a code for its end a block would have none.
  if (load<u8>(codeLengths + 256) == 0) return false
  return (
    buildTable(literalTable, literalSymbols, codeLengths, literals, literalBits, false) &&
    buildTable(distanceTable, distanceSymbols, codeLengths + literals, distances, distanceBits, false)
  )
}
