/**
 * Reads the content of one archive entry: inflates it within limits, and checks its name, size and CRC-32.
 */
import { allocate, checksum, latin1Of, nextTurn, utf8Of } from '#platform'
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { PackageError } from '../../errors.ts'
import type { Entry } from './archive.ts'
import type { ByteSource } from './byte-source.ts'
import { looseMethod } from './loose-files.ts'
import { InflateError, inflate } from './inflater.ts'
import { read16, read32 } from './little-endian.ts'
import { Kernel } from '../kernel/host.ts'

const MiB = 1024 * 1024
const storedChunkBytes = MiB / 4
const ratioFreeBytes = 64 * MiB
/** At least as much as one chunk usually needs: the local header, and a piece of input or a stored chunk. */
const bytesAhead = MiB / 2
/** The thread handles other tasks, such as messages, each time it has read this many bytes. */
const bytesPerTurn = 32 * MiB
const method = { stored: 0, deflated: 8 }

/** Reads members of one archive and counts all inflated bytes. Each thread of a job has its own reader. */
export class MemberReader {
  private inflatedBytes = 0
  private bytesOfTurn = 0
  /** Where the source is read next. */
  private at = 0
  /**
   * `usedKernel`: the kernel of a reader that is no longer used. It is for callers that open thousands of
   * archives.
   */
  constructor(
    private readonly source: ByteSource,
    private readonly limits: AnalysisLimits,
    private readonly onRead: (bytes: number) => void = () => {},
    private usedKernel?: Kernel,
  ) {}

  /**
   * The kernel whose memory contains the chunks of `stream`. It is created on demand, because the JavaScript
   * engine counts a kernel's whole memory as used.
   */
  get kernel(): Kernel {
    return (this.usedKernel ??= new Kernel(this.limits.lineBytesMax + MiB))
  }

  /**
   * The whole content of a small member. Throws PackageError: archive_bomb above `bytesMax` or a limit of the
   * analysis, archive_corrupt, archive_encrypted, archive_unsupported.
   */
  async readWhole(entry: Entry, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
    if (entry.size > bytesMax) throw new PackageError('archive_bomb')
    const whole = allocate(entry.size)
    let filled = 0
    for await (const chunk of this.stream(entry, bytesMax)) {
      whole.set(chunk, filled)
      filled += chunk.length
    }
    return whole
  }

  /** The whole content as text. Throws the same errors as `readWhole`. */
  async readText(entry: Entry, bytesMax: number): Promise<string> {
    const bytes = await this.readWhole(entry, bytesMax)
    const text = utf8Of(bytes)
    // This frees the bytes at once, without garbage collection.
    bytes.buffer.transfer(0)
    return text
  }

  /**
   * The content in chunks of at most 256 KiB, each valid until the next one is requested. The chunk that
   * completes the declared size is yielded only if the CRC-32 is right. A reader has one stream at a time.
   * Throws the same errors as `readWhole`.
   */
  async *stream(entry: Entry, bytesMax: number): AsyncGenerator<Uint8Array> {
    if (entry.size > bytesMax) throw new PackageError('archive_bomb')
    const { size } = entry
    const isRight = (crc: number) => entry.method === looseMethod || crc === entry.crc32
    let done = 0
    let crc = 0
    this.at = entry.headerOffset
    const chunks = this.chunksOf(entry)
    for (;;) {
      const isToCome = this.source.readAhead?.(this.at, bytesAhead)
      if (isToCome) await isToCome
      const { value: chunk, done: isOver } = chunks.next()
      if (isOver) break
      done += chunk.length
      if (done > size) throw new PackageError('archive_corrupt')
      if (done > ratioFreeBytes && done > entry.compressedSize * this.limits.ratioMax) {
        throw new PackageError('archive_bomb')
      }
      crc = checksum(chunk, crc, this.kernel.exports)
      if (done === size && !isRight(crc)) throw new PackageError('archive_corrupt')
      this.count(chunk.length)
      yield chunk
      if (this.isTurnOver(chunk.length)) await nextTurn()
    }
    if (done !== size || !isRight(crc)) throw new PackageError('archive_corrupt')
  }

  private isTurnOver(bytes: number): boolean {
    this.bytesOfTurn = this.bytesOfTurn < bytesPerTurn ? this.bytesOfTurn + bytes : 0
    return this.bytesOfTurn === 0
  }

  private *chunksOf(entry: Entry): Generator<Uint8Array> {
    const start = this.dataOffsetOf(entry)
    if (entry.method === method.stored || entry.method === looseMethod)
      return yield* this.storedChunksOf(start, entry.compressedSize)
    const { source } = this
    this.at = start
    try {
      yield* inflate(this.kernel, entry.compressedSize, (target, place, length) => {
        const count = source.readInto(target, place, this.at, length)
        this.at += count
        return count
      })
    } catch (error) {
      throw error instanceof InflateError ? new PackageError('archive_corrupt', { cause: error }) : error
    }
  }

  private *storedChunksOf(start: number, size: number): Generator<Uint8Array> {
    const { bytes, exports } = this.kernel
    const place = exports.outputOffset()
    for (this.at = start; this.at < start + size;) {
      const length = Math.min(storedChunkBytes, start + size - this.at)
      const count = this.source.readInto(bytes, place, this.at, length)
      this.at += length
      yield bytes.subarray(place, place + count)
    }
  }

  /**
   * The offset of the entry's data. Checks the local header against the directory: a contradiction means an
   * attack or damage.
   */
  private dataOffsetOf(entry: Entry): number {
    if (entry.method === looseMethod) return entry.headerOffset
    if (entry.flags & 1) throw new PackageError('archive_encrypted')
    if (entry.method !== method.stored && entry.method !== method.deflated) {
      throw new PackageError('archive_unsupported')
    }
    // Compressors expand data by a few per mille at most. Without this check, a member that claims a small
    // size could make the reader inflate gigabytes.
    if (entry.compressedSize > entry.size * 2 + 4096) throw new PackageError('archive_corrupt')
    const header = this.source.read(entry.headerOffset, 30 + entry.rawName.length)
    if (header.length < 30 || read32(header, 0) !== 0x04034b50) throw new PackageError('archive_corrupt')
    const hasSameName = read16(header, 26) === entry.rawName.length && latin1Of(header, 30) === entry.rawName
    const start = entry.headerOffset + 30 + read16(header, 26) + read16(header, 28)
    const isInside = start + entry.compressedSize <= entry.dataEndMax
    if (!hasSameName || !isInside || read16(header, 8) !== entry.method)
      throw new PackageError('archive_corrupt')
    return start
  }

  private count(bytes: number): void {
    this.inflatedBytes += bytes
    if (this.inflatedBytes > this.limits.inflatedBytesMax) throw new PackageError('archive_bomb')
    this.onRead(bytes)
  }
}

/**
 * Throws PackageError archive_corrupt if two entries share bytes of the archive. With shared bytes, a small
 * file could inflate to terabytes. The extra fields of local headers are not counted, because the directory
 * does not contain their lengths: each entry gets its `dataEndMax`, which is checked when it is read.
 */
export function checkOverlaps(entries: readonly Entry[]): void {
  const inOrder = [...entries].sort((left, right) => left.headerOffset - right.headerOffset)
  let end = 0
  let previous: Entry | null = null
  for (const entry of inOrder) {
    if (entry.method === looseMethod) continue
    if (entry.headerOffset < end) throw new PackageError('archive_corrupt')
    if (previous !== null) previous.dataEndMax = entry.headerOffset
    previous = entry
    end = entry.headerOffset + 30 + entry.rawName.length + entry.compressedSize
  }
}
