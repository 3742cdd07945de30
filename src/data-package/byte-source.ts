/** What an archive is read from: bytes at positions, whether they lie in a plain file or in an encrypted spool. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Positional, synchronous reading: the reader works in a thread of its own, where waiting costs nobody anything. */
export interface ByteSource {
  /** Bytes. */
  readonly size: number
  /** The bytes at `offset`; fewer than `length` only at the end. The caller must not write into them. */
  read(offset: number, length: number): Uint8Array
}

/** A local file, read by its descriptor. `FileSource.open(path)` opens one; `close()` gives the descriptor back. */
export class FileSource implements ByteSource {
  readonly size: number

  constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size
  }

  static open(path: string): FileSource {
    return new FileSource(openSync(path, 'r'))
  }

  read(offset: number, length: number): Uint8Array {
    return readAt(this.descriptor, offset, Math.max(0, Math.min(length, this.size - offset)))
  }

  close(): void {
    closeSync(this.descriptor)
  }
}

/** Reads `length` bytes at `offset`, in as many calls as the system needs; fewer only when the file ends before. */
export function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled)
    if (count === 0) return bytes.subarray(0, filled)
    filled += count
  }
  return bytes
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
}
