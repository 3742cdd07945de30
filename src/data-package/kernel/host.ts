/**
 * The kernel: the code that touches every byte of a package, compiled to WebAssembly; its source is in
 * assembly/. Each reader of a package has one.
 */
import { kernelBytes, viewOf } from '#platform'
import type { KernelForm } from '../../platform/platform.ts'
import { hashKey } from '../records/fingerprint.ts'

/** An offset in the kernel's memory; 0 means none. */
export type Offset = number

interface KernelExports {
  memory: WebAssembly.Memory
  allocate(bytes: number): Offset

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

/** Reads of sixteen bytes exceed an end by less than this. */
const slackBytes = 64
const pageBytes = 64 * 1024
const encoder = new TextEncoder()
/** Days that the kernel can record, from 1970 to 2059; same as in assembly/days.ts. */
export const dayCount = 32_768

let compiled: WebAssembly.Module | undefined

/** The compiled kernel. Threads that share it (`shareKernel`) also share the engine's optimized code. */
export function kernelModule(): WebAssembly.Module {
  return (compiled ??= compileKernel())
}

/** Adopts a kernel compiled by another thread. */
export function shareKernel(module: WebAssembly.Module): void {
  compiled = module
}

/**
 * Processors from before 2011, and some small newer ones, lack vector instructions; the plain form is a fifth
 * slower.
 */
export function compileKernel(form?: KernelForm): WebAssembly.Module {
  const bytes = kernelBytes('vector')
  const isVector = form === undefined ? WebAssembly.validate(bytes) : form === 'vector'
  return new WebAssembly.Module(isVector ? bytes : kernelBytes('plain'))
}

export class Kernel {
  readonly exports: KernelExports
  /** All of its memory. */
  readonly bytes: Uint8Array<ArrayBuffer>
  private readonly spare: Offset
  private readonly spareBytes: number

  /** `spareBytes`: the most that `place` takes at once. Memory is only taken when it is used. */
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
   * The offset of some bytes: their own if they are in the kernel's memory; otherwise they are copied, and
   * valid until the next copy.
   */
  offsetOf(bytes: Uint8Array, start = 0, end = bytes.length): Offset {
    if (bytes.buffer === this.bytes.buffer) return bytes.byteOffset + start
    return this.append(0, start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }

  /**
   * Copies bytes after `length` others in the spare room. Returns the room's offset. Throws RangeError if it
   * is too small.
   */
  append(length: number, bytes: Uint8Array): Offset {
    if (length + bytes.length > this.spareBytes)
      throw new RangeError('more bytes than the kernel has room for')
    this.bytes.set(bytes, this.spare + length)
    return this.spare
  }

  /**
   * Copies bytes to a permanent offset. Throws RangeError if there is no room; it is meant for a few names.
   */
  keep(bytes: Uint8Array): Offset {
    const place = this.exports.allocate(bytes.length + slackBytes)
    if (place + bytes.length + slackBytes > this.spare)
      throw new RangeError('the kernel has no room for more')
    this.bytes.set(bytes, place)
    return place
  }

  /** A list of names for lookups in the kernel, made by `create`. */
  listOf(names: readonly string[], create: (size: number) => Offset): Offset {
    const list = create(names.length)
    for (const name of names) {
      const bytes = encoder.encode(name)
      this.exports.addName(list, this.keep(bytes), bytes.length)
    }
    return list
  }

  /** Days since 1970 with a line in the file so far, in order; the kernel's memory has one bit for each. */
  daysOfLines(): number[] {
    const start = this.exports.daysOffset()
    const days: number[] = []
    for (const [at, bits] of this.bytes.subarray(start, start + dayCount / 8).entries()) {
      for (let bit = 0; bits >> bit > 0; bit++) if ((bits >> bit) & 1) days.push(at * 8 + bit)
    }
    return days
  }

  /** Numbers of 32 bits in the kernel's memory. */
  numbersAt(place: Offset, count: number): Int32Array {
    return new Int32Array(this.bytes.buffer, place, count)
  }
}

/**
 * Milliseconds since 1970 of a timestamp in a common form; undefined for all others, which parseInstant
 * handles.
 */
export function readInstant({ exports }: Kernel, start: Offset, end: Offset): number | undefined {
  const instantMs = exports.instantOf(start, end)
  return Number.isNaN(instantMs) ? undefined : instantMs
}
