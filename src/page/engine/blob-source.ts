/**
 * Reads a dropped file inside a worker, as a stream or in blocks. A large file is never in memory as a whole.
 */
import type { ByteSource } from '../../data-package/archive/byte-source.ts'
import { PackageError } from '../../errors.ts'
import { BlobStream } from './blob-stream.ts'

/** The only way to read a file synchronously; it exists in workers only. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

/**
 * Blocks are for the archive's directory, which is read before its members, and for browsers that cannot
 * stream a file. Measured: reading in blocks of 128 KiB is five times slower than in blocks of 4 MiB.
 */
const blockBytes = 4 * 1024 * 1024
const blocksMax = 4

/** Throws PackageError file_unreadable. */
export class BlobSource implements ByteSource {
  readonly size: number
  private readonly reader = new FileReaderSync()
  /** Cached blocks by block number; the most recently used one is last. */
  private readonly blocks = new Map<number, Uint8Array>()
  private readonly stream: BlobStream | null

  constructor(private readonly blob: Blob) {
    this.size = blob.size
    this.stream = BlobStream.isPossible() ? new BlobStream(blob) : null
  }

  readAhead(offset: number, length: number): Promise<void> | null {
    const inside = this.insideOf(offset, length)
    if (this.stream === null || this.stream.bytesAt(offset, inside)) return null
    this.blocks.clear()
    return this.stream.load(offset, inside)
  }

  read(offset: number, length: number): Uint8Array {
    const inside = this.insideOf(offset, length)
    const streamed = this.stream?.bytesAt(offset, inside)
    if (streamed) return streamed
    const within = offset % blockBytes
    if (within + inside <= blockBytes) {
      return inside === 0 ? new Uint8Array() : this.block(offset).subarray(within, within + inside)
    }
    const bytes = new Uint8Array(inside)
    this.readInto(bytes, 0, offset, inside)
    return bytes
  }

  readInto(target: Uint8Array, place: number, offset: number, length: number): number {
    const inside = this.insideOf(offset, length)
    const streamed = this.stream?.bytesAt(offset, inside)
    if (streamed) {
      target.set(streamed, place)
      return inside
    }
    for (let done = 0; done < inside;) {
      const at = offset + done
      const within = at % blockBytes
      const part = this.block(at).subarray(within, within + inside - done)
      target.set(part, place + done)
      done += part.length
    }
    return inside
  }

  /** Releases the cached blocks and the stream. */
  close(): void {
    this.blocks.clear()
    this.stream?.close()
  }

  private insideOf(offset: number, length: number): number {
    return Math.max(0, Math.min(length, this.size - offset))
  }

  /** The block that contains the byte at `offset`. */
  private block(offset: number): Uint8Array {
    const number = Math.floor(offset / blockBytes)
    const known = this.blocks.get(number)
    this.blocks.delete(number)
    const bytes = known ?? this.load(number)
    this.blocks.set(number, bytes)
    if (this.blocks.size > blocksMax) this.blocks.delete(this.blocks.keys().next().value!)
    return bytes
  }

  private load(number: number): Uint8Array {
    const start = number * blockBytes
    const end = Math.min(start + blockBytes, this.size)
    const bytes = this.bytesOf(this.blob.slice(start, end))
    // A file that shrinks while it is read would otherwise cause an endless loop.
    if (bytes.length !== end - start) throw new PackageError('file_unreadable')
    return bytes
  }

  /** Browsers refuse to read a file that was changed, moved or removed after it was chosen. */
  private bytesOf(part: Blob): Uint8Array {
    try {
      return new Uint8Array(this.reader.readAsArrayBuffer(part))
    } catch (error) {
      throw new PackageError('file_unreadable', { cause: error })
    }
  }
}
