/**
 * The compressed input, which arrives in pieces, and the bit buffer: bits that were read but not consumed,
 * lowest bit first.
 */

const inputBytes: usize = 256 * 1024
/**
 * The most bytes of one piece that may remain when the next piece arrives. The same number of zeros follows
 * the last piece.
 */
const restMax: usize = 1024

const buffer = memory.data(1024 + 256 * 1024 + 1024, 64)
const input: usize = buffer + restMax

let bits: u64 = 0
let bitCount: u32 = 0
let next: usize = 0
let end: usize = 0

/** Begins a new stream. */
export function beginInput(): void {
  bits = 0
  bitCount = 0
  next = input
  end = input
}

/** The offset to which the caller copies the next piece of input, at most inputBytes of it. */
export function inputOffset(): usize {
  giveBytesBack()
  const rest = end - next
  memory.copy(input - rest, next, rest)
  next = input - rest
  end = input
  return input
}

export function inputPieceBytes(): usize {
  return inputBytes
}

/** Accepts `length` bytes that were copied to inputOffset. */
export function takeInput(length: usize, isLast: bool): void {
  end += length
  if (isLast) memory.fill(end, 0, restMax)
}

/** Called at the end of the stream: the number of input bytes that follow it. */
export function inputLeft(): usize {
  return end - next + (bitCount >> 3)
}

/**
 * Whether bits beyond the end of the input were consumed. Zeros follow the input; they must not be decoded.
 */
export function isInputOverrun(): bool {
  return next - (bitCount >> 3) > end
}

/** Returns the whole bytes in the bit buffer to the input. */
function giveBytesBack(): void {
  next -= bitCount >> 3
  bitCount &= 7
  bits &= (1 << bitCount) - 1
}

/**
 * Fills the bit buffer to at least 56 bits. It loads eight bytes; the next refill loads again those that did
 * not fit.
 */
export function refill(): void {
  bits |= load<u64>(next) << bitCount
  next += (63 - bitCount) >> 3
  bitCount |= 56
}

export function takeBits(count: u32): u32 {
  const value = (<u32>bits) & ((1 << count) - 1)
  bits >>= count
  bitCount -= count
  return value
}

/** The next bits, without consuming them. */
export function peekBits(count: u32): u32 {
  return (<u32>bits) & ((1 << count) - 1)
}

/** Skips to the next byte boundary. The bytes after it start at inputNext. */
export function alignInput(): void {
  giveBytesBack()
  takeBits(bitCount)
}

export function inputNext(): usize {
  return next
}

export function inputEnd(): usize {
  return end
}

export function skipInput(length: usize): void {
  next += length
}

export function bitsNow(): u64 {
  return bits
}

export function bitCountNow(): u32 {
  return bitCount
}

/** Stores the state of a loop that kept it in local variables; see symbols.ts. */
export function setInput(bitsLeft: u64, count: u32, from: usize): void {
  bits = bitsLeft & (((<u64>1) << count) - 1)
  bitCount = count
  next = from
}
