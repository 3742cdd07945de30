/**
 * Splits messages.json into its objects as it streams: files reach 2 GB, and a broken object affects only
 * itself.
 */
import { beginningOfMessages } from './message-wrapping.ts'

const byte = {
  newline: 10,
  quote: 34,
  comma: 44,
  openList: 91,
  backslash: 92,
  closeList: 93,
  open: 123,
  close: 125,
}

/**
 * Splits a stream of bytes into objects. The file may be a JSON array, `{"messages": […]}`, a bare object, or
 * one object per line. A line that begins with `{` always begins a new object, and an object that was open
 * before it is broken: JSON strings cannot contain raw newlines, and nested objects do not begin lines in
 * these files.
 */
export class RecordSplitter {
  /** The number of objects that were truncated, longer than the limit, or invalid. */
  broken = 0
  private depth = 0
  private isInString = false
  private isEscaped = false
  private isLineStart = true
  private carried: Uint8Array[] = []
  private carriedBytes = 0
  /** The first bytes of the file until the start of its messages is known; null after that. */
  private head: Uint8Array | null = new Uint8Array(0)
  /** The list is inside an object, so the file continues after the list. */
  private isWrapped = false
  private isOver = false

  constructor(
    private readonly recordBytesMax: number,
    /** Called for each range of bytes that may be an object. Returns whether it is a valid one. */
    private readonly visit: (bytes: Uint8Array, start: number, end: number) => boolean,
  ) {}

  push(chunk: Uint8Array): void {
    if (this.head !== null) this.begin(chunk, false)
    else if (!this.isOver) this.split(chunk)
  }

  private begin(chunk: Uint8Array, isComplete: boolean): void {
    const bytes = this.head!.length === 0 ? chunk : joined([this.head!, chunk])
    const beginning = beginningOfMessages(bytes, isComplete)
    if (beginning === null) {
      // The bytes are copied, because the buffer of a chunk is reused for the next one.
      this.head = new Uint8Array(bytes)
      return
    }
    this.head = null
    this.isWrapped = beginning.isWrapped
    this.split(bytes.subarray(beginning.at))
  }

  private split(chunk: Uint8Array): void {
    let start = this.depth > 0 ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const value = chunk[at]!
      if (this.isInString) {
        if (this.isEscaped && value !== byte.newline) this.isEscaped = false
        else if (value === byte.backslash) this.isEscaped = true
        else if (value === byte.quote) this.isInString = false
        else if (value === byte.newline) {
          start = this.drop()
          this.isLineStart = true
        }
        continue
      }
      if (value === byte.newline) this.isLineStart = true
      else if (value === byte.open) {
        if (this.depth > 0 && this.isLineStart) start = this.drop()
        const end = this.depth === 0 && this.isLineStart ? this.takeLine(chunk, at) : at
        if (end > at) {
          at = end - 1
          continue
        }
        if (this.depth++ === 0) start = at
        this.isLineStart = false
      } else if (value === byte.close) {
        if (this.depth > 0 && --this.depth === 0) {
          this.emit(chunk, start, at + 1)
          start = -1
        }
        this.isLineStart = false
      } else if (this.isWrapped && this.depth === 0 && value === byte.closeList) {
        this.isOver = true
        return
      } else if (value === byte.quote) {
        this.isInString = true
        this.isLineStart = false
      } else if (value > 32 && value !== byte.comma && value !== byte.openList) this.isLineStart = false
    }
    if (start >= 0 && this.depth > 0) this.carry(chunk.subarray(start))
  }

  /** Must be called after the last chunk. An object that is still open was truncated. */
  end(): void {
    if (this.head !== null) this.begin(new Uint8Array(0), true)
    if (this.depth > 0) this.drop()
  }

  private emit(chunk: Uint8Array, start: number, end: number): void {
    const carried = this.carriedBytes > 0 ? joined([...this.carried, chunk.subarray(start, end)]) : null
    this.carried = []
    this.carriedBytes = 0
    const length = carried?.length ?? end - start
    const isGood =
      length <= this.recordBytesMax &&
      (carried ? this.visit(carried, 0, length) : this.visit(chunk, start, end))
    if (!isGood) this.broken++
  }

  /**
   * Takes a whole line at once if it is one object with an optional comma or closing bracket, which is how
   * Discord writes objects. Returns the position of the line's end, or `start` for any other line.
   */
  private takeLine(chunk: Uint8Array, start: number): number {
    const end = chunk.indexOf(byte.newline, start)
    if (end < 0) return start
    let last = end - 1
    while (last > start && isBehindObject(chunk[last]!)) last--
    if (chunk[last] !== byte.close || last - start >= this.recordBytesMax) return start
    return this.visit(chunk, start, last + 1) ? end : start
  }

  private carry(part: Uint8Array): void {
    // The bytes are copied, because the buffer of a chunk is reused for the next one.
    this.carried.push(new Uint8Array(part))
    this.carriedBytes += part.length
    if (this.carriedBytes > this.recordBytesMax) this.drop()
  }

  /** Discards the open object. The next one starts at a `{`. */
  private drop(): -1 {
    if (this.depth > 0) this.broken++
    this.depth = 0
    this.isInString = false
    this.isEscaped = false
    this.carried = []
    this.carriedBytes = 0
    return -1
  }
}

function isBehindObject(value: number): boolean {
  return value <= 32 || value === byte.comma || value === byte.closeList
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
