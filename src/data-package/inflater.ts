/** Inflates raw deflate data piece by piece into one buffer that is used again and again. */
import { constants, createInflateRaw } from 'node:zlib'

/**
 * The native part of node:zlib's streams, which its types do not know. It is not a public interface; the executable
 * carries its own Bun, and package.json names the version for everybody else, so it cannot change unseen.
 * Into one buffer, from one thread, it inflates 1.8 GB/s; the stream around it, which allocates a buffer for each piece and
 * waits for another thread, 1.1, and takes twice the CPU. The garbage of those buffers was most of the memory of an analysis.
 */
interface NativeInflater {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void
  reset(): void
  onerror: (message: string) => void
}

interface InflateStream {
  _handle: NativeInflater
  /** After each write: bytes left of the output, bytes left of the input. */
  _writeState: Uint32Array
}

/** Small enough to stay in a core's own cache together with what reads it; 64 KiB to 4 MiB differ by a tenth. */
const outputBytes = 256 * 1024

/** Data that is no deflate stream, or one that ends too early or too late. */
export class InflateError extends Error {
  override readonly name = 'InflateError'
}

export class Inflater {
  private readonly stream = createInflateRaw() as unknown as InflateStream
  private readonly output = Buffer.allocUnsafeSlow(outputBytes)
  private failure: string | null = null

  constructor() {
    this.stream._handle.onerror = (message) => void (this.failure = message)
  }

  /**
   * Inflates one whole stream of `inputBytes` bytes. Each piece is good until the next one is asked for.
   * Throws InflateError when the input is damaged, or does not end where the stream ends.
   */
  *inflate(input: Iterable<Uint8Array>, inputBytes: number): Generator<Buffer> {
    const { output, stream } = this
    this.failure = null
    stream._handle.reset()
    let given = 0
    for (const bytes of input) {
      given += bytes.length
      const flush = given === inputBytes ? constants.Z_FINISH : constants.Z_NO_FLUSH
      let inputLeft = bytes.length
      let outputLeft = 0
      while (outputLeft === 0) {
        stream._handle.writeSync(flush, bytes, bytes.length - inputLeft, inputLeft, output, 0, outputBytes)
        if (this.failure !== null) throw new InflateError(this.failure)
        outputLeft = stream._writeState[0]!
        inputLeft = stream._writeState[1]!
        if (outputLeft < outputBytes) yield output.subarray(0, outputBytes - outputLeft)
      }
      if (inputLeft > 0) throw new InflateError('there is something behind the end of the stream')
    }
    if (given !== inputBytes || given === 0) throw new InflateError('the input is shorter than it should be')
  }
}
