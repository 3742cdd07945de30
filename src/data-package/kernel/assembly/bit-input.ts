/** The compressed input, piece by piece, and the bits that were taken of it and not used yet: the lowest comes first. */

const inputBytes: usize = 256 * 1024
/** The most that is left of one piece of input when the next one comes; and so many zeros stand behind the last one. */
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
export function inputPlace(): usize {
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

/** Behind the last byte of input there are zeros, which must not be taken for codes. */
export function isInputOverrun(): bool {
  return next - (bitCount >> 3) > end
}

/** The bytes of the input that were taken and not used are to be taken again. */
function giveBytesBack(): void {
  next -= bitCount >> 3
  bitCount &= 7
  bits &= (1 << bitCount) - 1
}

/** Makes sure of 56 bits. Eight bytes are read, and only the whole ones counted: the rest are read again. */
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

/** The next bits, which stay. */
export function peekBits(count: u32): u32 {
  return (<u32>bits) & ((1 << count) - 1)
}

/** Goes to the next byte. The bytes that follow are read at inputNext. */
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

/** After bits were taken in local variables: see symbols.ts. */
export function setInput(bitsLeft: u64, count: u32, from: usize): void {
  bits = bitsLeft & (((<u64>1) << count) - 1)
  bitCount = count
  next = from
}
