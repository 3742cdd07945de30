/** Inflates raw deflate data in pieces, into one buffer that is reused. */
import type { Kernel } from '../kernel/host.ts'

/** Results of the kernel's `inflate`. Greater numbers mean that the input is damaged. */
const state = { done: 0, outputIsFull: 1, inputIsUsed: 2 }

/** Thrown when the data is not a deflate stream, or when the stream ends too early or too late. */
export class InflateError extends Error {
  override readonly name = 'InflateError'
}

/**
 * Copies the next bytes of the input, at most `length`, into a buffer from position `place` on. Returns their
 * number.
 */
export type FillInput = (buffer: Uint8Array, place: number, length: number) => number

/**
 * Inflates one whole stream of `inputBytes` bytes in the kernel's memory. Each piece is valid until the next
 * one is requested. A kernel inflates one stream at a time. Throws InflateError if the input is damaged or
 * does not end where the stream ends.
 */
export function* inflate(
  { exports, bytes }: Kernel,
  inputBytes: number,
  fill: FillInput,
): Generator<Uint8Array> {
  exports.beginStream()
  let left = inputBytes
  let isLast = false
  for (let result = state.inputIsUsed; result !== state.done;) {
    if (result === state.inputIsUsed) {
      if (isLast) throw new InflateError('the stream does not end within the input')
      const length = fill(bytes, exports.inputOffset(), Math.min(exports.inputPieceBytes(), left))
      if (length === 0 && left > 0) throw new InflateError('the input is shorter than announced')
      left -= length
      isLast = left === 0
      exports.takeInput(length, isLast)
    }
    result = exports.inflate(isLast)
    if (result > state.inputIsUsed) throw new InflateError('the input is damaged')
    const start = exports.outputOffset()
    const length = exports.outputLength()
    if (length > 0) yield bytes.subarray(start, start + length)
  }
  if (left > 0 || exports.inputLeft() > 0) throw new InflateError('there is data after the end of the stream')
}
