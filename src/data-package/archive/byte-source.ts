/** The interface through which an archive is read: random access to bytes. */

/**
 * Reads bytes at offsets, synchronously: the reader has its own thread, where blocking delays nothing else.
 * Only browsers need `readAhead`: they read a file much faster as a stream than on demand.
 */
export interface ByteSource {
  /** Size in bytes. */
  readonly size: number
  /**
   * The bytes at `offset`, fewer than `length` only at the end of the source. They are valid until the next
   * call, and must not be changed.
   */
  read(offset: number, length: number): Uint8Array
  /**
   * Copies the bytes that `read` returns into `target` from position `place` on, and returns their number.
   */
  readInto(target: Uint8Array, place: number, offset: number, length: number): number
  /**
   * Announces that the bytes at `offset`, at most half a MiB, are read next. If it returns a promise, the
   * caller must await it before it reads.
   */
  readAhead?(offset: number, length: number): Promise<void> | null
}

/** A source for an archive in memory. */
export class BytesSource implements ByteSource {
  readonly size: number

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length
  }

  read(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(offset, offset + length)
  }

  readInto(target: Uint8Array, place: number, offset: number, length: number): number {
    const bytes = this.read(offset, length)
    target.set(bytes, place)
    return bytes.length
  }
}
