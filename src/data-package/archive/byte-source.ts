/** The interface through which an archive is read: random access to bytes. */

/**
 * Reads bytes at positions, synchronously: the reader has its own thread, where blocking delays nothing else.
 * Browsers read ahead much faster than on demand, which is what `readAhead` is for.
 */
export interface ByteSource {
  /** Size in bytes. */
  readonly size: number
  /**
   * The bytes at `offset`, valid until the next call. They must not be written to. Fewer than `length` only
   * at the end.
   */
  read(offset: number, length: number): Uint8Array
  /** Copies the bytes at `offset` into `target` from position `place` on, and returns their number. */
  readInto(target: Uint8Array, place: number, offset: number, length: number): number
  /**
   * Announces that the bytes at `offset`, at most half a MiB, are read next. If it returns a promise, the
   * caller must await it before it reads.
   */
  readAhead?(offset: number, length: number): Promise<void> | null
}

/** A source for a small archive in memory. */
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
