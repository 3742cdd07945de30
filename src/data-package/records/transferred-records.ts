/**
 * Encodes fields of records as bytes, and reads them in another thread. For a file of gigabytes, the encoded
 * records are a few megabytes.
 */
import { allocate, compress, decompress } from '#platform'
import {
  type ActivityRecord,
  type LineCounts,
  type LineLimits,
  type WantedLines,
  createRecordReader,
} from './activity-record.ts'
import type { Kernel } from '../kernel/host.ts'
import { type FieldNames, type ScannedObject, none } from './scanned-object.ts'

/** The transferred records of one file, and its line counts. */
export interface TransferredFile {
  counts: LineCounts
  /**
   * Blocks of whole records, as `compress` returns them. A record consists of the number of its fields and,
   * for each of them, the field's number, the length of its value, and the value as written.
   */
  blocks: Uint8Array<ArrayBuffer>[]
}

const blockBytes = 256 * 1024
/** Lengths up to this take one byte. Longer ones take five: a marker and four bytes. */
const shortMax = 254
const headerBytesMax = 6

/** Encodes the records of one scanner. */
export class RecordEncoder {
  readonly blocks: Uint8Array<ArrayBuffer>[] = []
  private block = new Uint8Array(0)
  private length = 0

  /** `onBlock` is called with the size of each block in bytes, as `compress` returns it. */
  constructor(private readonly onBlock: (bytes: number) => void) {}

  /** Adds a record, with those of the named fields that it has. */
  add(record: ScannedObject, names: FieldNames): void {
    const { starts, ends, bytes } = record.places
    const numbers = record.numbersOf(names)
    let sizeMax = 1
    for (const number of numbers) {
      if (starts[number] !== none) sizeMax += headerBytesMax + ends[number]! - starts[number]!
    }
    if (this.length + sizeMax > this.block.length) this.flush()
    if (sizeMax > this.block.length) this.block = allocate(Math.max(blockBytes, sizeMax))
    const { block } = this
    const countAt = this.length
    let at = countAt + 1
    let count = 0
    for (const number of numbers) {
      const start = starts[number]!
      if (start === none) continue
      const length = ends[number]! - start
      block[at++] = number
      block[at++] = Math.min(length, shortMax + 1)
      if (length > shortMax) at = writeLength(block, at, length)
      // Values are short, so a loop is faster than a call of `copy`.
      for (let from = start; from < start + length; from++) block[at++] = bytes[from]!
      count++
    }
    block[countAt] = count
    this.length = at
  }

  /** All blocks. Nothing may be added afterwards. */
  finish(): Uint8Array<ArrayBuffer>[] {
    this.flush()
    return this.blocks
  }

  private flush(): void {
    if (this.length === 0) return
    const block = compress(this.block.subarray(0, this.length))
    this.onBlock(block.length)
    this.blocks.push(block)
    this.length = 0
  }
}

/**
 * Creates a function that calls `visit` with each record of the blocks, in order. It frees each block when it
 * has unpacked it. The records must have been scanned with the same wanted fields in the other thread.
 */
export function createTransferredReader(
  kernel: Kernel,
  wanted: WantedLines,
  limits: LineLimits,
  visit: (record: ActivityRecord) => void,
): (blocks: TransferredFile['blocks']) => void {
  const { exports } = kernel
  const { record, fieldList, typeList, refresh } = createRecordReader(kernel, wanted, limits)
  const { bytes, starts, ends } = record.places
  return (blocks) => {
    for (const block of blocks) {
      const unpacked = decompress(block)
      const start = kernel.offsetOf(unpacked)
      const end = start + unpacked.length
      unpacked.buffer.transfer(0)
      for (let at = start; at < end;) {
        starts.fill(none)
        for (let left = bytes[at++]!; left > 0; left--) {
          const number = bytes[at++]!
          let length = bytes[at++]!
          if (length > shortMax) {
            length = readLength(bytes, at)
            at += 4
          }
          starts[number] = at
          ends[number] = at += length
        }
        exports.readHeader(typeList, fieldList)
        if (refresh()) visit(record)
      }
    }
  }
}

/** Writes four bytes, little-endian, and returns the position after them. */
function writeLength(block: Uint8Array, at: number, length: number): number {
  for (let shift = 0; shift < 32; shift += 8) block[at++] = length >>> shift
  return at
}

function readLength(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
