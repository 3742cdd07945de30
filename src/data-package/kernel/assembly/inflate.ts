/** Inflates a raw deflate stream (RFC 1951) whose input arrives in pieces. */
import {
  alignInput,
  beginInput,
  inputEnd,
  inputNext,
  isInputOverrun,
  refill,
  skipInput,
  takeBits,
} from './bit-input'
import { readDynamicCodes, setFixedCodes } from './deflate-codes'
import { decodeBlock, decodedEnd, isBlockDone, isInvalid } from './symbols'

const outputBytes: usize = 256 * 1024
/** The sliding window: the longest distance of a match. */
const windowBytes: usize = 32 * 1024
/** The most bytes that decodeBlock may write beyond its limit. */
const overshoot: usize = 320
/**
 * Except in the last piece, a block's header is read only when this many bytes are available: more than the
 * longest header has.
 */
const headerMax: usize = 1000

const buffer = memory.data(32 * 1024 + 256 * 1024, 64)
const output: usize = buffer + windowBytes
const outputLimit: usize = output + outputBytes - overshoot

/** What the next bytes of the input belong to. */
const atBlockHeader = 0
const inStoredBlock = 1
const inCompressedBlock = 2
const atEnd = 3

/** Types of blocks. 2 is a block with dynamic Huffman codes. */
const stored: u32 = 0
const fixed: u32 = 1
const reserved: u32 = 3

/** Results of `inflate`. */
const done = 0
const outputIsFull = 1
const inputIsUsed = 2
const isBroken = 3

let position = atBlockHeader
let isFinalBlock = false
let storedLeft: usize = 0
let outputNext: usize = 0
/** The first byte of the stream that is still in memory. No match may reach back before it. */
let firstByte: usize = 0

/** Begins a new stream. */
export function beginStream(): void {
  beginInput()
  position = atBlockHeader
  isFinalBlock = false
  outputNext = output
  firstByte = output
}

export function outputOffset(): usize {
  return output
}

/** Number of bytes that the last call of `inflate` produced. */
export function outputLength(): usize {
  return outputNext - output
}

/** Inflates until the output is full, the input is used up, or the stream ends. */
export function inflate(isLast: bool): i32 {
  keepWindow()
  while (true) {
    if (position == atEnd) return isInputOverrun() ? isBroken : done
    if (outputNext >= outputLimit) return outputIsFull
    if (position == atBlockHeader) {
      if (!isLast && inputNext() + headerMax > inputEnd()) return inputIsUsed
      if (isInputOverrun() || !readHeader()) return isBroken
    } else if (position == inStoredBlock) {
      copyStored()
      if (storedLeft == 0) endBlock()
      else if (inputNext() == inputEnd()) return isLast ? isBroken : inputIsUsed
    } else {
      const state = decodeBlock(outputNext, outputLimit, inputEnd() + (isLast ? 8 : -32), firstByte)
      outputNext = decodedEnd()
      if (state == isInvalid) return isBroken
      if (state == isBlockDone) endBlock()
      else if (outputNext < outputLimit) return isLast ? isBroken : inputIsUsed
    }
  }
}

/** Copies the window, the last bytes of the previous output, in front of the next output. */
function keepWindow(): void {
  const made = outputNext - output
  memory.copy(buffer, buffer + made, windowBytes)
  firstByte = firstByte < buffer + made ? buffer : firstByte - made
  outputNext = output
}

function endBlock(): void {
  position = isFinalBlock ? atEnd : atBlockHeader
}

/** Reads a block's header (RFC 1951, 3.2.3); false if it is invalid. */
function readHeader(): bool {
  refill()
  isFinalBlock = takeBits(1) != 0 // BFINAL
  const type = takeBits(2) // BTYPE
  if (type == stored) return readStoredHeader()
  if (type == reserved) return false
  position = inCompressedBlock
  return type == fixed ? setFixedCodes() : readDynamicCodes()
}

/** LEN and NLEN (RFC 1951, 3.2.4). */
function readStoredHeader(): bool {
  alignInput()
  const place = inputNext()
  if (place + 4 > inputEnd()) return false
  const length = load<u16>(place)
  if (<u16>~length != load<u16>(place, 2)) return false
  skipInput(4)
  storedLeft = length
  position = inStoredBlock
  return true
}

function copyStored(): void {
  const length = min(storedLeft, min(inputEnd() - inputNext(), outputLimit - outputNext))
  memory.copy(outputNext, inputNext(), length)
  skipInput(length)
  outputNext += length
  storedLeft -= length
}
