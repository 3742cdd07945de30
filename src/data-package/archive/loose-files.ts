/** A package of loose files, for example after unzipping, presented as one concatenated source. */
import { PackageError } from '../../errors.ts'
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { type Archive, type Entry, nameOf } from './archive.ts'
import type { ByteSource } from './byte-source.ts'

export interface LooseFile {
  /** The path inside the folder, with `/`, one character per byte. */
  rawName: string
  /** Size in bytes. */
  size: number
}

/** A list of plain data, so that all threads of a job can use it. */
export interface LooseList {
  files: LooseFile[]
  /** The day of the latest change of any file, 'YYYY-MM-DD' in local time; null for an empty list. */
  lastModifiedDay: string | null
}

/** Opens a file of the list by its number. LooseSource closes that file before it opens another one. */
export type OpenFile = (number: number) => ByteSource & { close(): void }

/**
 * The compression method that marks entries of loose files; no archive uses it. These entries have neither a
 * local header nor a CRC-32.
 */
export const looseMethod = -1

/** Encodes as Latin-1: one byte per character. */
function bytesOf(rawName: string): Uint8Array {
  return Uint8Array.from(rawName, (character) => character.charCodeAt(0))
}

export class LooseSource implements ByteSource {
  readonly size: number
  private readonly offsets: number[] = []
  private current: { number: number; file: ReturnType<OpenFile> } | null = null

  constructor(
    readonly list: LooseList,
    private readonly openFile: OpenFile,
  ) {
    let size = 0
    for (const file of list.files) {
      this.offsets.push(size)
      size += file.size
    }
    this.size = size
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)))
    return bytes.subarray(0, this.readInto(bytes, 0, offset, bytes.length))
  }

  readInto(target: Uint8Array, place: number, offset: number, length: number): number {
    const end = Math.min(this.size, offset + length)
    let done = 0
    while (offset + done < end) {
      const number = this.numberAt(offset + done)
      const within = offset + done - this.offsets[number]!
      const wanted = Math.min(end - offset - done, this.list.files[number]!.size - within)
      const count = this.fileOf(number).readInto(target, place + done, within, wanted)
      // The file has shrunk since it was listed.
      if (count < wanted) throw new PackageError('file_unreadable')
      done += count
    }
    return done
  }

  /** The entries in the form of an archive's directory. Throws PackageError archive_too_many_entries. */
  directory(limits: AnalysisLimits): Archive {
    const { files, lastModifiedDay } = this.list
    if (files.length > limits.entriesMax) throw new PackageError('archive_too_many_entries')
    const entries = files.map(({ rawName, size }, number): Entry => ({
      ...{ name: nameOf(bytesOf(rawName)), rawName, flags: 0, method: looseMethod, crc32: 0 },
      ...{ compressedSize: size, size, headerOffset: this.offsets[number]!, dataEndMax: this.size },
    }))
    return { source: this, entries, lastModifiedDay }
  }

  /**
   * The number of the file that contains a byte: the last file that starts at or before it. Empty files
   * contain no byte.
   */
  private numberAt(offset: number): number {
    let from = 0
    let to = this.offsets.length - 1
    while (from < to) {
      const middle = Math.ceil((from + to) / 2)
      if (this.offsets[middle]! <= offset) from = middle
      else to = middle - 1
    }
    return from
  }

  private fileOf(number: number): ReturnType<OpenFile> {
    if (this.current?.number !== number) {
      this.current?.file.close()
      this.current = null
      this.current = { number, file: this.openFile(number) }
    }
    return this.current.file
  }
}
