/**
 * Writes a zip archive sequentially into a sink. Small members are compressed at once and large ones piece by
 * piece, so memory use does not grow with the size of a member.
 */
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import {
  centralHeader,
  descriptor,
  descriptorFlag,
  dosStamp,
  endOfDirectory,
  isWide,
  localHeader,
  utf8Flag,
} from './zip-records.ts'
import type { Entry, Stamp } from './zip-records.ts'

/** Receives the next bytes of the archive. The writer waits for a returned promise. */
export type Sink = (chunk: Uint8Array) => void | Promise<void>

/**
 * One file of the archive. `content` is called once, when the member is written; its parts are concatenated.
 */
export interface Member {
  /** A path with `/`. A path that ends in `/` is a directory entry. */
  name: string
  content: () => Iterable<string | Uint8Array>
  /** Stores the data instead of deflating it (images). A streamed member is deflated anyway. */
  stored?: boolean
}

export interface ZipOptions {
  /**
   * Modification time of all entries, in UTC milliseconds. Zip stores it in steps of two seconds, without a
   * time zone.
   */
  modified: number
  /** Writes sizes and offsets in zip64 fields even if they would fit in the 32-bit fields. */
  forceZip64: boolean
  /**
   * Writes the sizes after the data of every member (bit 3), as programs that write to a pipe do. Otherwise
   * only streamed members have them there.
   */
  dataDescriptors: boolean
}

/** Larger members are streamed: they are deflated piece by piece and not kept in memory. */
const wholeBytesMax = 1 << 20
/** On event lines, level 2 of the bundled zlib is as fast as level 1, and its output is a third smaller. */
const level = 2

/** The writer. Call `add` for each member, then `finish`. */
export class ZipWriter {
  private readonly entries: Entry[] = []
  private offset = 0
  private readonly stamp: Stamp

  constructor(
    private readonly sink: Sink,
    private readonly options: ZipOptions,
  ) {
    this.stamp = dosStamp(options.modified)
  }

  /** Bytes written so far. */
  get written(): number {
    return this.offset
  }

  /** Uncompressed bytes of all members so far. */
  get inflated(): number {
    return this.entries.reduce((sum, { size }) => sum + size, 0)
  }

  /** Writes one member. Rejects when the sink does. */
  async add(member: Member): Promise<void> {
    const parts = new BufferedParts(member.content()[Symbol.iterator]())
    const head = parts.upTo(wholeBytesMax)
    const entry: Entry = {
      name: Buffer.from(member.name, 'utf8'),
      method: member.stored || head.length === 0 ? 0 : 8,
      flags: utf8Flag | (this.options.dataDescriptors ? descriptorFlag : 0),
      crc: crc32(head),
      compressed: 0,
      size: head.length,
      offset: this.offset,
      zip64: this.options.forceZip64,
    }
    this.entries.push(entry)
    if (parts.done) await this.addWhole(entry, head)
    else await this.addStream(entry, head, parts)
  }

  /** Writes the central directory; returns the size of the archive in bytes. */
  async finish(): Promise<number> {
    const start = this.offset
    const { forceZip64 } = this.options
    for (const entry of this.entries) await this.write(centralHeader(entry, this.stamp, forceZip64))
    // Some readers look for zip64 fields only if the end of the directory has them, too.
    const wide = forceZip64 || this.entries.some(isWide)
    await this.write(endOfDirectory(this.entries.length, start, this.offset - start, wide))
    return this.offset
  }

  private async addWhole(entry: Entry, data: Buffer): Promise<void> {
    const body = entry.method === 0 ? data : deflateRawSync(data, { level })
    entry.compressed = body.length
    const described = (entry.flags & descriptorFlag) !== 0
    await this.write(localHeader(entry, this.stamp))
    if (body.length > 0) await this.write(body)
    if (described) await this.write(descriptor(entry))
  }

  private async addStream(entry: Entry, head: Buffer, parts: BufferedParts): Promise<void> {
    entry.flags |= descriptorFlag
    entry.method = 8
    // The size is not known yet and may exceed 4 GiB, so the header announces 64-bit sizes.
    entry.zip64 = true
    await this.write(localHeader(entry, this.stamp))
    const deflate = createDeflateRaw({ level, chunkSize: 256 * 1024 })
    // `drain` receives these errors. An unhandled 'error' event would end the process.
    deflate.on('error', () => {})
    let failed = false
    const drained = this.drain(deflate, entry)
    drained.catch(() => (failed = true))
    let taken: Promise<void> | undefined
    for (let data = head; data.length > 0 && !failed; data = parts.upTo(wholeBytesMax)) {
      if (data !== head) {
        entry.crc = crc32(data, entry.crc)
        entry.size += data.length
      }
      // zlib deflates one piece on another thread while this thread makes the next one.
      await taken
      taken = new Promise((resolve) => deflate.write(data, () => resolve()))
    }
    await taken
    deflate.end()
    await drained
    await this.write(descriptor(entry))
  }

  private async drain(deflate: AsyncIterable<Buffer>, entry: Entry): Promise<void> {
    for await (const chunk of deflate) {
      entry.compressed += chunk.length
      await this.write(chunk)
    }
  }

  private async write(chunk: Uint8Array): Promise<void> {
    this.offset += chunk.length
    const waiting = this.sink(chunk)
    if (waiting) await waiting
  }
}

/** Joins the parts of a member into pieces of roughly equal size. */
class BufferedParts {
  done = false

  constructor(private readonly parts: Iterator<string | Uint8Array>) {}

  upTo(bytes: number): Buffer {
    const pieces: Uint8Array[] = []
    let text = ''
    let length = 0
    while (length < bytes) {
      const next = this.parts.next()
      if (next.done) {
        this.done = true
        break
      }
      const { value } = next
      length += value.length
      if (typeof value === 'string') {
        text += value
      } else {
        if (text) pieces.push(Buffer.from(text, 'utf8'))
        text = ''
        pieces.push(value)
      }
    }
    if (pieces.length === 0) return Buffer.from(text, 'utf8')
    if (text) pieces.push(Buffer.from(text, 'utf8'))
    return Buffer.concat(pieces)
  }
}
