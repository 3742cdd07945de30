/** Reads an activity file line by line and parses only the lines whose event type is wanted: a tenth of them. */
import { readInstant } from './instant-bytes.ts'
import { type ObjectScanner, createObjectScanner } from './object-scanner.ts'
import type { FieldDecoder, ScannedObject } from './scanned-object.ts'

export interface LineLimits {
  lineBytesMax: number
  jsonDepthMax: number
}

/** What became of the lines of one file. Blank lines are not counted. */
export interface LineCounts {
  lines: number
  /** Lines that are no JSON object or longer than the limit. Unwanted lines are only looked at on both ends. */
  broken: number
}

export interface WantedLines {
  /** The event types to read; null reads every line. */
  types: ReadonlySet<string> | null
  /** The fields that records get, if the line has them; `event_type` among them. */
  fields: readonly string[]
}

/** How fields of activity records are decoded, where that is not by their JSON alone. */
export const activityDecoders: { [name: string]: FieldDecoder } = { timestamp: readInstant }

const newline = 10
const quote = 34
const colon = 58
const backslash = 92
const braceOpen = 123
const braceClose = 125
/**
 * The end of a key `event_type`, however it is spaced, nested or placed in its line. Its rare letters are found at 15 GB/s, the
 * whole word at 9: many keys begin with an "e".
 */
const mark = Buffer.from('nt_type"')
/** Any ASCII letter of a key can also be written as \u00XX: such lines are always parsed. */
const escape = Buffer.from('\\u00')

/**
 * Calls `visit` with each wanted record. A line is parsed when any `event_type` in it is wanted, so that the true one
 * (top level, the last of duplicates) decides after parsing, in `visit`'s record. Bytes are searched natively:
 * 540–810 MB/s in all, against 107–162 with JSON.parse of each line.
 */
export async function readActivityLines(
  chunks: AsyncIterable<Buffer>,
  { types, fields }: WantedLines,
  limits: LineLimits,
  visit: (record: ScannedObject) => void,
): Promise<LineCounts> {
  const counts: LineCounts = { lines: 0, broken: 0 }
  const readFields = createObjectScanner(fields, limits.jsonDepthMax, activityDecoders)
  const scan = createLineScanner(types, readFields, limits, counts, visit)
  const carry = new LineCarry(limits.lineBytesMax)

  for await (const chunk of chunks) {
    const firstEnd = chunk.indexOf(newline)
    if (firstEnd < 0) {
      if (carry.add(chunk)) countTooLong()
      continue
    }
    const lastEnd = chunk.lastIndexOf(newline)
    let start = 0
    if (carry.isOpen) {
      start = firstEnd + 1
      if (carry.add(chunk.subarray(0, firstEnd))) countTooLong()
      scan(carry.take())
    }
    if (start <= lastEnd) scan(chunk.subarray(start, lastEnd))
    if (carry.add(chunk.subarray(lastEnd + 1))) countTooLong()
  }
  scan(carry.take())
  return counts

  function countTooLong() {
    counts.lines++
    counts.broken++
  }
}

/** The beginning of a line whose end comes with a later chunk. Chunks are used again, so it is copied. */
class LineCarry {
  private bytes: Buffer = Buffer.alloc(0)
  private length = 0
  private isSkipping = false

  constructor(private readonly lineBytesMax: number) {}

  get isOpen(): boolean {
    return this.length > 0 || this.isSkipping
  }

  /** Adds the next part of the line. True when this makes the line too long: it is given up then, up to its end. */
  add(part: Buffer): boolean {
    if (this.isSkipping) return false
    const length = this.length + part.length
    if (length > this.lineBytesMax) {
      this.isSkipping = true
      this.length = 0
      return true
    }
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.lineBytesMax, 2 * length))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    part.copy(this.bytes, this.length)
    this.length = length
    return false
  }

  /** What there is of the line, good until the next `add`; empty when it was given up. The next line begins. */
  take(): Buffer {
    const line = this.bytes.subarray(0, this.length)
    this.length = 0
    this.isSkipping = false
    return line
  }
}

/** Returns a function that scans a buffer of whole lines. */
function createLineScanner(
  wanted: WantedLines['types'],
  readFields: ObjectScanner,
  limits: LineLimits,
  counts: LineCounts,
  visit: (record: ScannedObject) => void,
): (buffer: Buffer) => void {
  const isValueWanted = wanted === null ? null : createValueTest(wanted)

  return (buffer) => {
    // Each search runs over the buffer once: a found place is kept until the lines have passed it.
    let markAt = -1
    let escapeAt = -1
    const seek = (needle: Buffer, from: number) => {
      const found = buffer.indexOf(needle, from)
      return found < 0 ? Infinity : found
    }
    const mayBeWanted = (start: number, end: number) => {
      if (isValueWanted === null) return true
      if (escapeAt < start) escapeAt = seek(escape, start)
      if (escapeAt < end) return true
      if (markAt < start) markAt = seek(mark, start)
      while (markAt < end) {
        if (isValueWanted(buffer, markAt + mark.length, end)) return true
        markAt = seek(mark, markAt + mark.length)
      }
      return false
    }

    for (let start = 0; start < buffer.length;) {
      const found = buffer.indexOf(newline, start)
      const lineEnd = found < 0 ? buffer.length : found
      const next = lineEnd + 1
      let end = lineEnd
      while (start < end && isSpace(buffer[start]!)) start++
      while (start < end && isSpace(buffer[end - 1]!)) end--
      if (counts.lines === 0 && isByteOrderMark(buffer, start)) start += 3
      if (start < end) {
        counts.lines++
        if (end - start > limits.lineBytesMax) counts.broken++
        else if (mayBeWanted(start, end)) readLine(buffer, start, end)
        else if (buffer[start] !== braceOpen || buffer[end - 1] !== braceClose) counts.broken++
      }
      start = next
    }
  }

  function readLine(buffer: Buffer, start: number, end: number): void {
    const record = readFields(buffer, start, end)
    if (record === null) counts.broken++
    else if (wanted === null || wanted.has(record.fields.event_type as string)) visit(record)
  }
}

type ValueTest = (buffer: Buffer, from: number, end: number) => boolean

/**
 * A test whether the value after a key may be one of some types. It says yes when unsure: reading the line decides.
 * The first three letters turn most lines away; length and last two, most of the others.
 */
function createValueTest(types: ReadonlySet<string>): ValueTest {
  const beginnings = new Uint8Array(1 << 15)
  const fingerprints = new Set<number>()
  for (const type of types) {
    const bytes = Buffer.from(type)
    beginnings[beginningOf(bytes, 0)] = 1
    fingerprints.add(fingerprintOf(bytes, 0, bytes.length))
  }
  return (buffer, from, end) => {
    let at = from
    while (at < end && isSpace(buffer[at]!)) at++
    if (at >= end || buffer[at] !== colon) return false
    at++
    while (at < end && isSpace(buffer[at]!)) at++
    if (at + 3 >= end || buffer[at] !== quote) return false
    const start = at + 1
    if (beginnings[beginningOf(buffer, start)] === 0 && !hasBackslash(buffer, start, start + 3)) return false
    for (at = start; at < end && buffer[at] !== quote; at++) if (buffer[at] === backslash) return true
    return fingerprints.has(fingerprintOf(buffer, start, at))
  }
}

function beginningOf(bytes: Uint8Array, start: number): number {
  return ((bytes[start]! & 31) << 10) | ((bytes[start + 1]! & 31) << 5) | (bytes[start + 2]! & 31)
}

function fingerprintOf(bytes: Uint8Array, start: number, end: number): number {
  return (((end - start) & 127) << 16) | (bytes[end - 2]! << 8) | bytes[end - 1]!
}

function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === backslash) return true
  return false
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 13 || byte === 9
}

function isByteOrderMark(buffer: Buffer, at: number): boolean {
  return buffer[at] === 0xef && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf
}
