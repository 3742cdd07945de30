/**
 * Decodes the compressed data of a block (RFC 1951, 3.2.3): literals, and pairs of length and distance. This
 * is the innermost loop of an analysis. The technique is that of libdeflate (Eric Biggers, MIT licence,
 * github.com/ebiggers/libdeflate): the bit buffer is refilled without a branch, several literals share a
 * refill, and the next entry is loaded ahead.
 */
import { bitCountNow, bitsNow, inputNext, setInput } from './bit-input'
import {
  distanceBits,
  distanceTable,
  isEndOfBlock,
  isLiteral,
  literalLengthBits,
  literalLengthTable,
} from './deflate-codes'
import { isSpecial, isSubtable } from './huffman'

/** Results of decodeBlock. */
export const isBlockDone = 0
const limitIsReached = 1
export const isInvalid = 2

let output: usize = 0

/** The offset at which the last call of decodeBlock stopped writing. */
export function decodedEnd(): usize {
  return output
}

/**
 * Decodes symbols until the block ends or a limit is reached, and writes from `start` on. It may write up to
 * 3 + 258 bytes beyond `outputLimit`, and leave up to 48 meaningless bytes after those. `first` is the first
 * byte of the stream that is still in memory.
 *
 * Three choices make it fast. All state is in local variables, and repeated steps are inlined by hand. Up to
 * three literals share a refill. The next symbol is looked up before a match is copied and before the refill,
 * since nearly always enough bits are left. Each of these two orders saves a tenth of the time, because these
 * loads take longest after a mispredicted branch.
 */
export function decodeBlock(start: usize, outputLimit: usize, inputLimit: usize, first: usize): i32 {
  const literalLengthMask: u32 = (1 << literalLengthBits) - 1
  const distanceMask: u32 = (1 << distanceBits) - 1
  let buffer = bitsNow()
  let count = bitCountNow()
  let from = inputNext()
  let to = start
  let state = limitIsReached

  buffer |= load<u64>(from) << count
  from += (63 - count) >> 3
  count |= 56
  let entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
  while (from < inputLimit && to < outputLimit) {
    let before = buffer
    buffer >>= entry & 63
    count -= entry & 63
    if (entry & isLiteral) {
      store<u8>(to++, <u8>(entry >> 16))
      entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
      before = buffer
      buffer >>= entry & 63
      count -= entry & 63
      if (entry & isLiteral) {
        store<u8>(to++, <u8>(entry >> 16))
        entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
        before = buffer
        buffer >>= entry & 63
        count -= entry & 63
        if (entry & isLiteral) {
          store<u8>(to++, <u8>(entry >> 16))
          entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
          buffer |= load<u64>(from) << count
          from += (63 - count) >> 3
          count |= 56
          continue
        }
      }
    }
    if (entry & isSpecial) {
      if (entry & isSubtable) {
        entry = load<u32>(literalLengthTable + (((entry >> 16) + bitsOf(buffer, (entry >> 8) & 31)) << 2))
        before = buffer
        buffer >>= entry & 63
        count -= entry & 63
        if (entry & isLiteral) {
          store<u8>(to++, <u8>(entry >> 16))
          entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
          buffer |= load<u64>(from) << count
          from += (63 - count) >> 3
          count |= 56
          continue
        }
      }
      if (entry & isSpecial) {
        state = entry & isEndOfBlock ? isBlockDone : isInvalid
        break
      }
    }
    const length: usize = (entry >> 16) + (bitsOf(before, entry & 63) >> ((entry >> 8) & 31))

    // At least 14 bits are left for this entry. A whole distance has at most 28 bits.
    entry = load<u32>(distanceTable + (((<u32>buffer) & distanceMask) << 2))
    if (count < 28) {
      buffer |= load<u64>(from) << count
      from += (63 - count) >> 3
      count |= 56
    }
    if (entry & isSpecial) {
      if (!(entry & isSubtable)) {
        state = isInvalid
        break
      }
      buffer >>= entry & 63
      count -= entry & 63
      entry = load<u32>(distanceTable + (((entry >> 16) + bitsOf(buffer, (entry >> 8) & 31)) << 2))
      if (entry & isSpecial) {
        state = isInvalid
        break
      }
    }
    const distance: usize = (entry >> 16) + (bitsOf(buffer, entry & 63) >> ((entry >> 8) & 31))
    buffer >>= entry & 63
    count -= entry & 63
    if (to - first < distance) {
      state = isInvalid
      break
    }
    // Usually enough bits are left for this entry. After a long distance they may be too few: then it is
    // loaded again.
    entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
    const isShort = count < literalLengthBits
    buffer |= load<u64>(from) << count
    from += (63 - count) >> 3
    count |= 56
    if (isShort) entry = load<u32>(literalLengthTable + (((<u32>buffer) & literalLengthMask) << 2))
    copyMatch(to, distance, length)
    to += length
  }
  setInput(buffer, count, from)
  output = to
  return state
}

/** The lowest `count` bits, at most 31. */
function bitsOf(buffer: u64, count: u32): u32 {
  return (<u32>buffer) & ((1 << count) - 1)
}

/**
 * Copies `length` bytes from `distance` bytes before. The two ranges may overlap. Nine tenths of all matches
 * have 32 bytes or less, so 48 bytes are copied without a check: a mispredicted branch costs more than the
 * copy.
 */
function copyMatch(to: usize, distance: usize, length: usize): void {
  let source = to - distance
  let target = to
  const end = to + length
  if (ASC_FEATURE_SIMD && distance >= 16) {
    v128.store(target, v128.load(source))
    v128.store(target, v128.load(source, 16), 16)
    v128.store(target, v128.load(source, 32), 32)
    if (length <= 48) return
    target += 48
    source += 48
    do {
      v128.store(target, v128.load(source))
      source += 16
      target += 16
    } while (target < end)
  } else if (distance >= 8) {
    do {
      store<u64>(target, load<u64>(source))
      source += 8
      target += 8
    } while (target < end)
  } else if (distance == 1) {
    const bytes: u64 = <u64>load<u8>(source) * 0x0101010101010101
    do {
      store<u64>(target, bytes)
      target += 8
    } while (target < end)
  } else {
    do store<u8>(target++, load<u8>(source++))
    while (target < end)
  }
}
