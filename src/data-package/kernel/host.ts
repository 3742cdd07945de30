/**
 * Runs the kernel: the WebAssembly code that processes every byte that is read of a package. Its source is in
 * assembly/.
 * Each reader of a package has an instance of its own.
 */
import { kernelBytes, viewOf } from '#platform'
import type { KernelForm } from '../../platform/platform.ts'
import { hashKey } from '../records/fingerprint.ts'

/** An offset in the kernel's memory; 0 means none. */
export type Offset = number

interface KernelExports {
  memory: WebAssembly.Memory
  allocate(bytes: number): Offset

  checksumOf(start: Offset, end: Offset, before: number): number

  beginStream(): void
  inputOffset(): Offset
  inputPieceBytes(): number
  takeInput(length: number, isLast: boolean): void
  inflate(isLast: boolean): number
  inputLeft(): number
  outputOffset(): Offset
  outputLength(): number

  createNames(size: number, extraBytes: number): Offset
  addName(names: Offset, name: Offset, length: number): void
  createFields(size: number): Offset
  startsOf(fields: Offset): Offset
  endsOf(fields: Offset): Offset
  scanObject(fields: Offset, start: Offset, end: Offset, depthMax: number): number

  setHashKey(first: number, second: number): void
  fingerprintOffset(): Offset
  fingerprintOf(fields: Offset, field: number, lengthMin: number): number
  keyOf(fields: Offset, numbers: Offset, count: number): number
  instantOf(start: Offset, end: Offset): number
  headerOffset(): Offset
  readHeader(types: Offset, fields: Offset): number
  snowflakeOffset(): Offset
  readSnowflake(start: Offset, end: Offset): number

  beginLines(): void
  takeLines(start: Offset, end: Offset): void
  nextRecord(
    types: Offset,
    fields: Offset,
    isEveryLineRead: boolean,
    lineBytesMax: number,
    depthMax: number,
  ): number
  countTooLongLine(): void
  daysOffset(): Offset
  linesOf(): number
  brokenLinesOf(): number
}

/** Vector reads may run past the end of the input, by less than this. */
const slackBytes = 64
const pageBytes = 64 * 1024
const encoder = new TextEncoder()
/** Days that the kernel can record, from 1970 to 2059. assembly/days.ts has the same constant. */
export const dayCount = 32_768

let compiled: WebAssembly.Module | undefined

/**
 * The compiled kernel. Threads that share it with `shareKernel` also share the JavaScript engine's optimized
 * code.
 */
export function kernelModule(): WebAssembly.Module {
  return (compiled ??= compileKernel())
}

/** Adopts a kernel compiled by another thread. */
export function shareKernel(module: WebAssembly.Module): void {
  compiled = module
}

/**
 * Compiles the given form, or else the one that this processor supports: processors from before 2011, and
 * some small newer ones, lack vector instructions. The plain form takes a fifth longer.
 */
export function compileKernel(form?: KernelForm): WebAssembly.Module {
  const bytes = kernelBytes('vector')
  const isVector = form === undefined ? WebAssembly.validate(bytes) : form === 'vector'
  return new WebAssembly.Module(isVector ? bytes : kernelBytes('plain'))
}

export class Kernel {
  readonly exports: KernelExports
  /** The whole memory of the kernel. */
  readonly bytes: Uint8Array<ArrayBuffer>
  private readonly spare: Offset
  private readonly spareBytes: number

  /**
   * `spareBytes`: the most bytes that `offsetOf` and `append` can hold at once. The system provides the
   * memory only when it is used.
   */
  constructor(spareBytes: number, module = kernelModule()) {
    this.exports = new WebAssembly.Instance(module).exports as unknown as KernelExports
    this.exports.setHashKey(...hashKey())
    const { memory } = this.exports
    this.spare = memory.buffer.byteLength
    this.spareBytes = spareBytes
    memory.grow(Math.ceil((spareBytes + slackBytes) / pageBytes))
    this.bytes = viewOf(memory.buffer)
  }

  /**
   * The offset of some bytes in the kernel's memory. Bytes from elsewhere are copied there first; a copy is
   * valid until the next copy.
   */
  offsetOf(bytes: Uint8Array, start = 0, end = bytes.length): Offset {
    if (bytes.buffer === this.bytes.buffer) return bytes.byteOffset + start
    return this.append(0, start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }

  /**
   * Copies bytes into the spare room, after the `length` bytes that are already there. Returns the room's
   * offset. Throws RangeError when the room is too small.
   */
  append(length: number, bytes: Uint8Array): Offset {
    if (length + bytes.length > this.spareBytes)
      throw new RangeError('more bytes than the kernel has room for')
    this.bytes.set(bytes, this.spare + length)
    return this.spare
  }

  /**
   * Copies bytes, such as a name, to an offset that stays valid. There is room for about a megabyte; throws
   * RangeError when it is used up.
   */
  keep(bytes: Uint8Array): Offset {
    const place = this.exports.allocate(bytes.length + slackBytes)
    if (place + bytes.length + slackBytes > this.spare)
      throw new RangeError('the kernel has no room for more')
    this.bytes.set(bytes, place)
    return place
  }

  /** A list of names that the kernel can look up. `create` makes the empty list. */
  listOf(names: readonly string[], create: (size: number) => Offset): Offset {
    const list = create(names.length)
    for (const name of names) {
      const bytes = encoder.encode(name)
      this.exports.addName(list, this.keep(bytes), bytes.length)
    }
    return list
  }

  /**
   * The days on which the file has had lines so far, as days since 1970 in ascending order. The kernel stores
   * one bit per day.
   */
  daysOfLines(): number[] {
    const start = this.exports.daysOffset()
    const days: number[] = []
    for (const [at, bits] of this.bytes.subarray(start, start + dayCount / 8).entries()) {
      for (let bit = 0; bits >> bit > 0; bit++) if ((bits >> bit) & 1) days.push(at * 8 + bit)
    }
    return days
  }

  /** A view of `count` 32-bit integers in the kernel's memory. */
  numbersAt(place: Offset, count: number): Int32Array {
    return new Int32Array(this.bytes.buffer, place, count)
  }
}

/**
 * Parses a timestamp in one of the common forms and returns milliseconds since 1970. Returns undefined for
 * all other forms; parseInstant handles those.
 */
export function readInstant({ exports }: Kernel, start: Offset, end: Offset): number | undefined {
  const instantMs = exports.instantOf(start, end)
  return Number.isNaN(instantMs) ? undefined : instantMs
}
