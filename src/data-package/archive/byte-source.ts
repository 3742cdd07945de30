/** The interface for reading an archive: random access to bytes. */

/** Positional, synchronous reading. The reader works in its own thread, where blocking delays nobody. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number
  /** The bytes at `offset`, valid until the next call; fewer than `length` only at the end. Read-only. */
  read(offset: number, length: number): Uint8Array
  /** Copies those bytes into `target` at `place`, and returns their number. */
  readInto(target: Uint8Array, place: number, offset: number, length: number): number
}

/** A small archive in memory. */
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
