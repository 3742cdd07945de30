/**
 * Reads activity files line by line. It decodes only lines with a wanted event type, about a third of all.
 */
import {
  type ActivityRecord,
  type LineCounts,
  type LineLimits,
  type WantedLines,
  createRecordReader,
} from './activity-record.ts'
import { dayMs, parseInstant } from '../../instant.ts'
import { type Kernel, type Offset, dayCount } from '../kernel/host.ts'

const newline = 10
/** Results of the kernel's nextRecord; see assembly/lines.ts. */
const nothingLeft = 0
const recordFound = 1

/**
 * Reads the lines of one file and passes each wanted record to `visit`. A record's type is the last
 * `event_type` at the top level of its line.
 */
export type ActivityLineReader = (chunks: AsyncIterable<Uint8Array>) => Promise<LineCounts>

/** Creates a reader that uses a kernel's memory. It reads one activity file at a time. */
export function createActivityReader(
  kernel: Kernel,
  wanted: WantedLines,
  limits: LineLimits,
  visit: (record: ActivityRecord) => void,
): ActivityLineReader {
  const { exports } = kernel
  const { lineBytesMax, jsonDepthMax } = limits
  const isEveryLineRead = wanted.isEveryLineRead ?? false
  const { record, fieldList, typeList, refresh } = createRecordReader(kernel, wanted, limits)

  /** Days of timestamps in uncommon forms, which the kernel cannot parse. */
  const otherDays = new Set<number>()

  const scan = (start: Offset, end: Offset) => {
    exports.takeLines(start, end)
    for (;;) {
      const found = exports.nextRecord(typeList, fieldList, isEveryLineRead, lineBytesMax, jsonDepthMax)
      if (found === nothingLeft) return
      const isWanted = found === recordFound && refresh()
      const atMs = isWanted && record.type !== null ? record.atMs : parseInstant(record.fields.timestamp)
      if (atMs !== null) otherDays.add(Math.floor(atMs / dayMs))
      if (isWanted) visit(record)
    }
  }

  return async (chunks) => {
    exports.beginLines()
    otherDays.clear()
    const carry = new LineCarry(kernel, lineBytesMax)
    for await (const chunk of chunks) {
      const firstEnd = chunk.indexOf(newline)
      if (firstEnd < 0) {
        if (carry.add(chunk)) exports.countTooLongLine()
        continue
      }
      const lastEnd = chunk.lastIndexOf(newline)
      let start = 0
      if (carry.isOpen) {
        start = firstEnd + 1
        if (carry.add(chunk.subarray(0, firstEnd))) exports.countTooLongLine()
        scan(...carry.take())
      }
      if (start <= lastEnd) {
        const place = kernel.offsetOf(chunk)
        scan(place + start, place + lastEnd)
      }
      if (carry.add(chunk.subarray(lastEnd + 1))) exports.countTooLongLine()
    }
    scan(...carry.take())
    const days = new Set([...kernel.daysOfLines(), ...otherDays])
    return { lines: exports.linesOf(), broken: exports.brokenLinesOf(), days: daysInOrder(days) }
  }
}

function daysInOrder(days: ReadonlySet<number>): number[] {
  return [...days].filter((day) => day >= 0 && day < dayCount).sort((one, other) => one - other)
}

/**
 * Keeps the beginning of a line that continues in the next chunk. It is copied to the kernel's spare room,
 * because the buffer of a chunk is reused.
 */
class LineCarry {
  private length = 0
  private isSkipping = false

  constructor(
    private readonly kernel: Kernel,
    private readonly lineBytesMax: number,
  ) {}

  get isOpen(): boolean {
    return this.length > 0 || this.isSkipping
  }

  /**
   * Adds the next part of the line. Returns true when the line exceeds the limit; the rest of the line is
   * then skipped.
   */
  add(part: Uint8Array): boolean {
    if (this.isSkipping) return false
    if (this.length + part.length > this.lineBytesMax) {
      this.isSkipping = true
      this.length = 0
      return true
    }
    this.kernel.append(this.length, part)
    this.length += part.length
    return false
  }

  /**
   * The offsets of the line so far, valid until the next `add`; empty if the line was skipped. Then starts
   * the next line.
   */
  take(): [start: Offset, end: Offset] {
    const start = this.kernel.append(0, nothing)
    const end = start + this.length
    this.length = 0
    this.isSkipping = false
    return [start, end]
  }
}

const nothing = new Uint8Array(0)
