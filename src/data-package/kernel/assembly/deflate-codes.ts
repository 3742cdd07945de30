/**
 * The Huffman codes of a block (RFC 1951, 3.2.5 to 3.2.7): what each symbol means, and the decoding tables.
 * The technique is that of libdeflate (Eric Biggers, MIT licence, github.com/ebiggers/libdeflate): table
 * entries contain what the decoder needs of a symbol, its base and the number of its extra bits.
 */
import { peekBits, refill, takeBits } from './bit-input'
import { buildTable, isSpecial } from './huffman'

export const literalLengthBits: u32 = 11
export const distanceBits: u32 = 9
const codeLengthBits: u32 = 7
export const literalLengthTable: usize = memory.data(4 * 4096, 64)
export const distanceTable: usize = memory.data(4 * 2048, 64)
const codeLengthTable = memory.data(4 * 128, 64)

/**
 * Entries of symbols. The upper half is the base of a length or distance; the lowest byte is the number of
 * its extra bits.
 */
const literalLengthSymbols = memory.data(4 * 288)
const distanceSymbols = memory.data(4 * 32)
const codeLengthSymbols = memory.data(4 * 19)
/** The symbol that ends a block. */
const endOfBlock: u32 = 256
export const isLiteral: u32 = 0x80000000
export const isEndOfBlock: u32 = 0x2000

const codeLengths = memory.data(512)

const lengthBases: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const lengthExtraBits: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
const codeLengthOrder: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

fillSymbols()

function fillSymbols(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++)
    setSymbol(literalLengthSymbols, symbol, isLiteral | (symbol << 16))
  setSymbol(literalLengthSymbols, endOfBlock, isSpecial | isEndOfBlock)
  for (let code: u32 = 0; code < 29; code++) {
    setSymbol(
      literalLengthSymbols,
      257 + code,
      ((<u32>unchecked(lengthBases[code])) << 16) | unchecked(lengthExtraBits[code]),
    )
  }
  setSymbol(literalLengthSymbols, 286, isSpecial)
  setSymbol(literalLengthSymbols, 287, isSpecial)
  let base: u32 = 1
  for (let code: u32 = 0; code < 30; code++) {
    const extra: u32 = code < 4 ? 0 : (code >> 1) - 1
    setSymbol(distanceSymbols, code, (base << 16) | extra)
    base += 1 << extra
  }
  setSymbol(distanceSymbols, 30, isSpecial)
  setSymbol(distanceSymbols, 31, isSpecial)
  for (let symbol: u32 = 0; symbol < 19; symbol++) setSymbol(codeLengthSymbols, symbol, symbol << 16)
}

function setSymbol(symbols: usize, symbol: u32, entry: u32): void {
  store<u32>(symbols + symbol * 4, entry)
}

/** Builds the tables of the fixed Huffman codes (RFC 1951, 3.2.6). */
export function setFixedCodes(): bool {
  memory.fill(codeLengths, 8, 144)
  memory.fill(codeLengths + 144, 9, 112)
  memory.fill(codeLengths + 256, 7, 24)
  memory.fill(codeLengths + 280, 8, 8)
  memory.fill(codeLengths + 288, 5, 32)
  return (
    buildTable(literalLengthTable, literalLengthSymbols, codeLengths, 288, literalLengthBits, false) &&
    buildTable(distanceTable, distanceSymbols, codeLengths + 288, 32, distanceBits, false)
  )
}

/**
 * Reads a dynamic block's code lengths (RFC 1951, 3.2.7) and builds its tables; false if they are invalid.
 */
export function readDynamicCodes(): bool {
  const literalLengthCodes = takeBits(5) + 257 // HLIT
  const distanceCodes = takeBits(5) + 1 // HDIST
  const codeLengthCodes = takeBits(4) + 4 // HCLEN
  if (literalLengthCodes > 286 || distanceCodes > 30) return false
  memory.fill(codeLengths, 0, 19)
  for (let at: u32 = 0; at < codeLengthCodes; at++) {
    refill()
    store<u8>(codeLengths + <usize>unchecked(codeLengthOrder[at]), <u8>takeBits(3))
  }
  if (!buildTable(codeLengthTable, codeLengthSymbols, codeLengths, 19, codeLengthBits, true)) return false
  const total = literalLengthCodes + distanceCodes
  let at: u32 = 0
  while (at < total) {
    refill()
    const entry = load<u32>(codeLengthTable + (peekBits(codeLengthBits) << 2))
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
  // A block without a code for the end-of-block symbol would never end.
  if (load<u8>(codeLengths + endOfBlock) == 0) return false
  return (
    buildTable(
      literalLengthTable,
      literalLengthSymbols,
      codeLengths,
      literalLengthCodes,
      literalLengthBits,
      false,
    ) &&
    buildTable(
      distanceTable,
      distanceSymbols,
      codeLengths + literalLengthCodes,
      distanceCodes,
      distanceBits,
      false,
    )
  )
}
