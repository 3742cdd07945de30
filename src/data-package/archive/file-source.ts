/** A source for an archive in a local file. */
import { allocate } from '#platform'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteSource } from './byte-source.ts'

/**
 * Small reads are served from a larger block, since most of an archive's thousands of small members are
 * adjacent.
 */
const blockBytes = 256 * 1024
const smallBytes = 32 * 1024

/** A local file, read through its descriptor. `FileSource.open(path)` opens it; `close()` closes it. */
export class FileSource implements ByteSource {
  readonly size: number
  private readonly block = allocate(blockBytes)
  private blockOffset = 0
  private blockLength = 0

  constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size
  }

  static open(path: string): FileSource {
    return new FileSource(openSync(path, 'r'))
  }

  read(offset: number, length: number): Uint8Array {
    const inside = this.insideOf(offset, length)
    if (inside > smallBytes) return readAt(this.descriptor, offset, inside)
    if (offset < this.blockOffset || offset + inside > this.blockOffset + this.blockLength) {
      this.blockLength = readFully(this.descriptor, this.block, 0, offset, this.insideOf(offset, blockBytes))
      this.blockOffset = offset
    }
    return this.block.subarray(offset - this.blockOffset, offset - this.blockOffset + inside)
  }

  readInto(target: Uint8Array, place: number, offset: number, length: number): number {
    const inside = this.insideOf(offset, length)
    if (inside > smallBytes) return readFully(this.descriptor, target, place, offset, inside)
    target.set(this.read(offset, inside), place)
    return inside
  }

  private insideOf(offset: number, length: number): number {
    return Math.max(0, Math.min(length, this.size - offset))
  }

  close(): void {
    closeSync(this.descriptor)
  }
}

/**
 * Reads `length` bytes at `offset`, in as many system calls as that takes. It returns fewer bytes only at the
 * end of the file.
 */
export function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = allocate(length)
  return bytes.subarray(0, readFully(descriptor, bytes, 0, offset, length))
}

function readFully(
  descriptor: number,
  target: Uint8Array,
  place: number,
  offset: number,
  length: number,
): number {
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, target, place + filled, length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}
