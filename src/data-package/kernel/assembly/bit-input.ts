/**
 * The compressed input, piece by piece, and the bit buffer: bits that were read and not consumed yet, the
 * lowest first.
 */

const inputBytes: usize = 256 * 1024
/**
 * The most that is left of one piece of input when the next one comes; and so many zeros stand behind the
 * last one.
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

/** Where the next piece of input is to be put, at most inputBytes of it. */
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

/** Tells that `length` bytes of input were put in place. */
export function takeInput(length: usize, isLast: bool): void {
  end += length
  if (isLast) memory.fill(end, 0, restMax)
}

/** At the end of the stream: bytes of the input that lie behind it. */
export function inputLeft(): usize {
  return end - next + (bitCount >> 3)
}

/** Whether bits were consumed beyond the input: zeros follow it, which must not be taken for codes. */
export function isInputOverrun(): bool {
  return next - (bitCount >> 3) > end
}

/** Gives whole bytes of the bit buffer back to the input. */
function giveBytesBack(): void {
  next -= bitCount >> 3
  bitCount &= 7
  bits &= (1 << bitCount) - 1
}

/**
 * Fills the bit buffer to at least 56 bits. Eight bytes are read; those that do not fit whole are read again
 * the next time.
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

/** Skips to the next byte boundary. The bytes that follow are read at inputNext. */
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

/** Sets the state after bits were consumed in local variables: see symbols.ts. */
export function setInput(bitsLeft: u64, count: u32, from: usize): void {
  bits = bitsLeft & (((<u64>1) << count) - 1)
  bitCount = count
  next = from
}
