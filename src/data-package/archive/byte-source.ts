/** What an archive is read from: bytes at positions, wherever they lie. */

/**
 * Positional, synchronous reading: the reader works in a thread of its own, where waiting costs nobody
 * anything.
 */
export interface ByteSource {
  /** Bytes. */
  readonly size: number
  /**
   * The bytes at `offset`, good until the next call; fewer than `length` only at the end. Nobody may write
   * into them.
   */
  read(offset: number, length: number): Uint8Array
  /** Puts those bytes into `target` from `place` on, and returns how many they are. */
  readInto(target: Uint8Array, place: number, offset: number, length: number): number
}

/** An archive in memory: for small ones. */
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
