/** Inflates raw deflate data (RFC 1951) piece by piece. */
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
import { readCodes, setFixedCodes } from './deflate-codes'
import { blockEnds, readSymbols, symbolIsBroken, symbolsEnd } from './symbols'

const outputBytes: usize = 256 * 1024
/** Distances reach back so far. */
const windowBytes: usize = 32 * 1024
/** What readSymbols writes over its limit. */
const overshoot: usize = 320
/** Before a block's header is read so many bytes must be there: more than the longest header has. */
const headerMax: usize = 1000

const buffer = memory.data(32 * 1024 + 256 * 1024, 64)
const output: usize = buffer + windowBytes
const outputLimit: usize = output + outputBytes - overshoot

/** What stands next in the input. */
const atHeader = 0
const inStored = 1
const inSymbols = 2
const atEnd = 3

/** Results of `inflate`. */
const done = 0
const outputIsFull = 1
const inputIsUsed = 2
const isBroken = 3

let position = atHeader
let isFinalBlock = false
let storedLeft: usize = 0
let outputNext: usize = 0
/** No match may reach back before the first byte of the stream. */
let firstByte: usize = 0

/** Begins a new stream. */
export function beginStream(): void {
  beginInput()
  position = atHeader
  isFinalBlock = false
  outputNext = output
  firstByte = output
}

export function outputPlace(): usize {
  return output
}

/** Bytes that the last call of `inflate` gave. */
export function outputLength(): usize {
  return outputNext - output
}

/** Inflates until the output is full, the input used, or the stream done. */
export function inflate(isLast: bool): i32 {
  keepWindow()
  while (true) {
    if (position == atEnd) return isInputOverrun() ? isBroken : done
    if (outputNext >= outputLimit) return outputIsFull
    if (position == atHeader) {
      if (!isLast && inputNext() + headerMax > inputEnd()) return inputIsUsed
      if (isInputOverrun() || !readHeader()) return isBroken
    } else if (position == inStored) {
      copyStored()
      if (storedLeft == 0) endBlock()
      else if (inputNext() == inputEnd()) return isLast ? isBroken : inputIsUsed
    } else {
      const state = readSymbols(outputNext, outputLimit, inputEnd() + (isLast ? 8 : -32), firstByte)
      outputNext = symbolsEnd()
      if (state == symbolIsBroken) return isBroken
      if (state == blockEnds) endBlock()
      else if (outputNext < outputLimit) return isLast ? isBroken : inputIsUsed
    }
  }
}

/** The end of the last piece of output goes before the next one. */
function keepWindow(): void {
  const made = outputNext - output
  memory.copy(buffer, buffer + made, windowBytes)
  firstByte = firstByte < buffer + made ? buffer : firstByte - made
  outputNext = output
}

function endBlock(): void {
  position = isFinalBlock ? atEnd : atHeader
}

/** Reads the header of a block. False when it is broken. */
function readHeader(): bool {
  refill()
  isFinalBlock = takeBits(1) != 0
  const type = takeBits(2)
  if (type == 0) return readStoredHeader()
  if (type == 3) return false
  position = inSymbols
  return type == 1 ? setFixedCodes() : readCodes()
}

function readStoredHeader(): bool {
  alignInput()
  const place = inputNext()
  if (place + 4 > inputEnd()) return false
  const length = load<u16>(place)
  if (<u16>~length != load<u16>(place, 2)) return false
  skipInput(4)
  storedLeft = length
  position = inStored
  return true
}

function copyStored(): void {
  const length = min(storedLeft, min(inputEnd() - inputNext(), outputLimit - outputNext))
  memory.copy(outputNext, inputNext(), length)
  skipInput(length)
  outputNext += length
  storedLeft -= length
}
