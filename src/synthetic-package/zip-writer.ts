/**
 * Writes a zip archive front to back into a sink, with flat memory: small members whole, large ones as they
 * come.
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

/** Takes the next bytes of the archive; the writer waits for a returned promise. */
export type Sink = (chunk: Uint8Array) => void | Promise<void>

/**
 * One file of the archive. `content` is asked once, when its turn comes; its parts are joined without
 * separators.
 */
export interface Member {
  /** Path with `/`; one that ends in `/` is a directory entry. */
  name: string
  content: () => Iterable<string | Uint8Array>
  /** Stored instead of deflated (images). */
  stored?: boolean
}

export interface ZipOptions {
  /** Modification time of all entries, UTC milliseconds; zip keeps two-second steps and no zone. */
  modified: number
  /** Sizes and offsets in zip64 fields although they would fit in the old ones. */
  forceZip64: boolean
  /**
   * Sizes after the data of every member (bit 3), as writers to a pipe do; else only for members that stream.
   */
  dataDescriptors: boolean
}

/** Above this a member is deflated as it comes, and nothing of it is kept. */
const wholeBytesMax = 1 << 20
/** Level 2 of the bundled zlib is as quick as level 1 and a third smaller on event lines. */
const level = 2

/** The writer: `add` members one after the other, then `finish`. */
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

  /** Bytes of all members so far, before compression. */
  get inflated(): number {
    return this.entries.reduce((sum, { size }) => sum + size, 0)
  }

  /** Writes one member; rejects when the sink does. */
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
    // Some readers look for zip64 fields only when the end of the directory has them as well.
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
    // The size is unknown here and may pass 4 GiB, so room for 64-bit sizes is announced.
    entry.zip64 = true
    await this.write(localHeader(entry, this.stamp))
    const deflate = createDeflateRaw({ level, chunkSize: 256 * 1024 })
    // Its errors reach the loop below; an unhandled 'error' event would end the process.
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
      // One piece is deflated on another thread while the next one is made here.
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

/** Joins the parts of a member into pieces of about a given size. */
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
