/** Reads the central directory of a zip archive, without trusting any of it. */
import { latin1Of, utf8Of } from '#platform'
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { PackageError } from '../../errors.ts'
import { dayOf } from '../../instant.ts'
import type { ByteSource } from './byte-source.ts'
import { read16, read32, read64 } from './little-endian.ts'

/** One entry of the central directory. Sizes are in bytes and are verified when the entry is read. */
export interface Entry {
  /**
   * Decoded as UTF-8 regardless of the flags, in NFC, with `/` as separator. It is only compared, never used
   * as a path.
   */
  name: string
  /**
   * The bytes of the name in the directory, one character each. The local header must have the same bytes.
   */
  rawName: string
  flags: number
  method: number
  crc32: number
  compressedSize: number
  size: number
  /** Where the local header is in the source; for a loose file, where its content is. */
  headerOffset: number
  /**
   * The data must end here or before: at the central directory, or, after `checkOverlaps`, at the next
   * member that is read.
   */
  dataEndMax: number
}

export interface Archive {
  source: ByteSource
  entries: Entry[]
  /**
   * The latest modification day of any entry, 'YYYY-MM-DD' in the local time of the machine that made the
   * archive. Invalid dates are ignored; null if no entry has a valid one.
   */
  lastModifiedDay: string | null
}

interface Directory {
  offset: number
  size: number
  count: number
  /** The number of bytes before the archive itself. It is added to every offset that the archive contains. */
  shift: number
}

const signature = { entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 }
const endBytes = 22
const commentBytesMax = 65_535
const isAscii = /^[\x00-\x7f]*$/

/**
 * Reads the central directory. It returns all entries in their order, including folders and duplicate names.
 * Throws PackageError: archive_not_a_zip, archive_corrupt, archive_too_large, archive_too_many_entries.
 */
export function openArchive(source: ByteSource, limits: AnalysisLimits): Archive {
  if (source.size > limits.archiveBytesMax) throw new PackageError('archive_too_large')
  const directory = findDirectory(source)
  if (directory.count > limits.entriesMax) throw new PackageError('archive_too_many_entries')
  if (directory.size > limits.directoryBytesMax) throw new PackageError('archive_too_large')

  const bytes = source.read(directory.offset, directory.size)
  const entries: Entry[] = []
  let latestDate = 0
  let at = 0
  while (at + 46 <= bytes.length && read32(bytes, at) === signature.entry) {
    if (entries.length === limits.entriesMax) throw new PackageError('archive_too_many_entries')
    const end = at + 46 + read16(bytes, at + 28) + read16(bytes, at + 30) + read16(bytes, at + 32)
    if (end > bytes.length) throw new PackageError('archive_corrupt')
    entries.push(readEntry(bytes.subarray(at, end), directory))
    const date = read16(bytes, at + 14)
    if (date > latestDate && dayOfDosDate(date) !== null) latestDate = date
    at = end
  }
  if (entries.length !== directory.count) throw new PackageError('archive_corrupt')
  return { source, entries, lastModifiedDay: dayOfDosDate(latestDate) }
}

function readEntry(bytes: Uint8Array, { offset, shift }: Directory): Entry {
  const nameEnd = 46 + read16(bytes, 28)
  const rawName = latin1Of(bytes, 46, nameEnd)
  const extra = bytes.subarray(nameEnd, nameEnd + read16(bytes, 30))
  const wide = wideFields(extra)
  const size = wide(read32(bytes, 24))
  const compressedSize = wide(read32(bytes, 20))
  const headerOffset = wide(read32(bytes, 42)) + shift
  return {
    // Usually both names are the same text, which is then stored once.
    name: isAscii.test(rawName) ? rawName.replaceAll('\\', '/') : nameOf(bytes.subarray(46, nameEnd)),
    rawName,
    flags: read16(bytes, 8),
    method: read16(bytes, 10),
    crc32: read32(bytes, 16),
    compressedSize,
    size,
    headerOffset,
    dataEndMax: offset,
  }
}

/** A name in the form for comparisons: UTF-8, NFC, `/` between folders. */
export function nameOf(bytes: Uint8Array): string {
  return utf8Of(bytes).normalize('NFC').replaceAll('\\', '/')
}

/**
 * Zip64: a field whose bits are all set has its value in extra field 1. The values are in the order size,
 * compressed size, offset.
 */
function wideFields(extra: Uint8Array): (narrow: number) => number {
  let fields: Uint8Array = new Uint8Array(0)
  for (let at = 0; at + 4 <= extra.length; at += 4 + read16(extra, at + 2)) {
    if (read16(extra, at) === 1) fields = extra.subarray(at + 4, at + 4 + read16(extra, at + 2))
  }
  return (narrow) => {
    if (narrow !== 0xffffffff || fields.length < 8) return narrow
    const wide = safeUInt64(fields, 0)
    fields = fields.subarray(8)
    return wide
  }
}

/**
 * The end record must extend exactly to the end of the file. If two records do, one of them is inside the
 * comment of the other, and neither is trusted.
 */
function findDirectory(source: ByteSource): Directory {
  const tailOffset = Math.max(0, source.size - endBytes - commentBytesMax)
  const tail = source.read(tailOffset, source.size - tailOffset).slice()
  const found: number[] = []
  for (let at = tail.length - endBytes; at >= 0; at--) {
    const isEnd = read32(tail, at) === signature.end
    if (isEnd && at + endBytes + read16(tail, at + 20) === tail.length) found.push(at)
  }
  const [at, another] = found
  if (at === undefined) throw new PackageError('archive_not_a_zip')
  if (another !== undefined) throw new PackageError('archive_corrupt')
  return readEnd(source, tail.subarray(at), tailOffset + at)
}

function readEnd(source: ByteSource, end: Uint8Array, endOffset: number): Directory {
  let directory = { count: read16(end, 10), size: read32(end, 12), offset: read32(end, 16) }
  let directoryEnd = endOffset
  const isSplit = read16(end, 4) !== read16(end, 6)
  const needsWide =
    directory.count === 0xffff || directory.size === 0xffffffff || directory.offset === 0xffffffff
  const locator = endOffset >= 20 ? source.read(endOffset - 20, 20).slice() : null
  if (needsWide && locator && read32(locator, 0) === signature.locator64) {
    const claimed = safeUInt64(locator, 8)
    // With bytes before the archive, the claimed offset is wrong. The record is then directly before its
    // locator.
    const place = [claimed, endOffset - 20 - 56].find((offset) => isEnd64(source, offset))
    if (place === undefined) throw new PackageError('archive_corrupt')
    const wide = source.read(place, 56)
    directory = { count: safeUInt64(wide, 32), size: safeUInt64(wide, 40), offset: safeUInt64(wide, 48) }
    directoryEnd = place
  }
  const shift = directoryEnd - directory.size - directory.offset
  if (isSplit || shift < 0 || directory.count * 46 > directory.size) throw new PackageError('archive_corrupt')
  return { ...directory, offset: directory.offset + shift, shift }
}

function isEnd64(source: ByteSource, offset: number): boolean {
  if (offset < 0 || offset + 56 > source.size) return false
  return read32(source.read(offset, 4), 0) === signature.end64
}

function safeUInt64(bytes: Uint8Array, at: number): number {
  const value = read64(bytes, at)
  if (value > Number.MAX_SAFE_INTEGER) throw new PackageError('archive_corrupt')
  return value
}

/** 'YYYY-MM-DD', or null for a date that no calendar has. Later days have greater DOS dates. */
function dayOfDosDate(date: number): string | null {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31]
  const time = Date.UTC(year, month - 1, day)
  return new Date(time).getUTCMonth() === month - 1 ? dayOf(time) : null
}
