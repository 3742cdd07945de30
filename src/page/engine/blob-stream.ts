/**
 * Reads a file from front to back as a stream. The browser reads ahead. Measured against
 * FileReaderSync: a sixth of the CPU time in Chromium 153, a thirteenth of the time in Firefox 140.
 */
import { PackageError } from '../../errors.ts'

const MiB = 1024 * 1024
const windowBytes = MiB
/** Gaps up to this length are read and skipped. A new stream would take as long. */
const gapBytesMax = 2 * MiB

/** A window of the file that moves forward. Await each `load` before the next call. */
export class BlobStream {
  private reader: ReadableStreamBYOBReader | null = null
  /** Begins with the bytes of the file from `start` to `end`. */
  private window = new Uint8Array(windowBytes)
  private start = 0
  private end = 0

  constructor(private readonly blob: Blob) {}

  /** Whether this browser can read the stream of a file into an existing buffer. */
  static isPossible(): boolean {
    try {
      void new Blob().stream().getReader({ mode: 'byob' }).cancel()
      return true
    } catch {
      return false
    }
  }

  /** The bytes at `offset`, valid until the next `load`; null when they are not in the window. */
  bytesAt(offset: number, length: number): Uint8Array | null {
    if (offset < this.start || offset + length > this.end) return null
    return this.window.subarray(offset - this.start, offset - this.start + length)
  }

  /**
   * Moves the window so that it contains `length` bytes from `offset` on. They must be inside the file, and
   * `length` must be at most `windowBytes`. Rejects with PackageError file_unreadable, also if the file was
   * changed or removed after it was chosen.
   */
  async load(offset: number, length: number): Promise<void> {
    if (this.reader === null || offset < this.start || offset > this.end + gapBytesMax) this.begin(offset)
    while (this.end < offset + length) {
      this.forget(Math.min(offset, this.end))
      const { value, done } = await this.readFrom(this.end - this.start)
      if (done) throw new PackageError('file_unreadable')
      this.window = new Uint8Array(value.buffer)
      this.end += value.length
    }
  }

  close(): void {
    // A stream that has failed cannot be cancelled, and need not be.
    this.reader?.cancel().catch(() => {})
    this.reader = null
    this.start = this.end = 0
  }

  private begin(offset: number): void {
    this.close()
    this.reader = this.blob.slice(offset).stream().getReader({ mode: 'byob' })
    this.start = this.end = offset
  }

  /** Drops the bytes before `offset`, and moves the others to the front of the window. */
  private forget(offset: number): void {
    this.window.copyWithin(0, offset - this.start, this.end - this.start)
    this.start = offset
  }

  private async readFrom(place: number): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    try {
      return await this.reader!.read(this.window.subarray(place))
    } catch (error) {
      throw new PackageError('file_unreadable', { cause: error })
    }
  }
}
