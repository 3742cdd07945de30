/** The kernel: what touches every byte of a package, compiled to WebAssembly; its sources are in kernel/. One for each reader of a package. */
import { kernelBytes, viewOf } from '#platform'
import type { KernelForm } from '../../platform/platform.ts'
import { hashKey } from '../records/fingerprint.ts'

/** A place in the kernel's memory; 0 is none. */
export type Place = number

interface KernelExports {
  memory: WebAssembly.Memory
  allocate(bytes: number): Place

  beginStream(): void
  inputPlace(): Place
  inputPieceBytes(): number
  takeInput(length: number, isLast: boolean): void
  inflate(isLast: boolean): number
  inputLeft(): number
  outputPlace(): Place
  outputLength(): number

  createNames(size: number, extraBytes: number): Place
  addName(names: Place, name: Place, length: number): void
  createFields(size: number): Place
  startsOf(fields: Place): Place
  endsOf(fields: Place): Place
  scanObject(fields: Place, start: Place, end: Place, depthMax: number): number

  setHashKey(first: number, second: number): void
  printPlace(): Place
  printOf(fields: Place, field: number, lengthMin: number): number
  keyOf(fields: Place, numbers: Place, count: number): number
  instantOf(start: Place, end: Place): number
  factsPlace(): Place
  describe(types: Place, fields: Place): number
  snowflakePlace(): Place
  readSnowflake(start: Place, end: Place): number

  beginLines(): void
  takeLines(start: Place, end: Place): void
  nextRecord(
    types: Place,
    fields: Place,
    isEveryLineRead: boolean,
    lineBytesMax: number,
    depthMax: number,
  ): number
  countTooLongLine(): void
  linesOf(): number
  brokenLinesOf(): number
}

/** Reads of sixteen bytes go over an end by less than this. */
const slackBytes = 64
const pageBytes = 64 * 1024
const encoder = new TextEncoder()

let compiled: WebAssembly.Module | undefined

/** The compiled kernel. Threads that share it (`shareKernel`) share what the engine makes of it while it runs. */
export function kernelModule(): WebAssembly.Module {
  return (compiled ??= compileKernel())
}

/** Takes over what another thread has compiled. */
export function shareKernel(module: WebAssembly.Module): void {
  compiled = module
}

/** Processors before 2011, and small ones long after, have no vector instructions: the other form is a fifth slower there. */
export function compileKernel(form?: KernelForm): WebAssembly.Module {
  const bytes = kernelBytes('vector')
  const isVector = form === undefined ? WebAssembly.validate(bytes) : form === 'vector'
  return new WebAssembly.Module(isVector ? bytes : kernelBytes('plain'))
}

export class Kernel {
  readonly exports: KernelExports
  /** All of its memory. */
  readonly bytes: Uint8Array<ArrayBuffer>
  private readonly spare: Place
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

  /** The place of some bytes: their own when they lie in the kernel's memory, else they are copied, and good until the next ones are. */
  place(bytes: Uint8Array, start = 0, end = bytes.length): Place {
    if (bytes.buffer === this.bytes.buffer) return bytes.byteOffset + start
    return this.append(0, start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  }

  /** Copies bytes behind `length` others in the spare room. Returns the room's place. Throws RangeError when it is too small. */
  append(length: number, bytes: Uint8Array): Place {
    if (length + bytes.length > this.spareBytes)
      throw new RangeError('more bytes than the kernel has room for')
    this.bytes.set(bytes, this.spare + length)
    return this.spare
  }

  /** Copies bytes to a place where they stay. Throws RangeError when there is no room: it is for a few names. */
  keep(bytes: Uint8Array): Place {
    const place = this.exports.allocate(bytes.length + slackBytes)
    if (place + bytes.length + slackBytes > this.spare)
      throw new RangeError('the kernel has no room for more')
    this.bytes.set(bytes, place)
    return place
  }

  /** A list of names for the kernel's look-ups, made by `create`. */
  listOf(names: readonly string[], create: (size: number) => Place): Place {
    const list = create(names.length)
    for (const name of names) {
      const bytes = encoder.encode(name)
      this.exports.addName(list, this.keep(bytes), bytes.length)
    }
    return list
  }

  /** Numbers of 32 bits in the kernel's memory. */
  numbersAt(place: Place, count: number): Int32Array {
    return new Int32Array(this.bytes.buffer, place, count)
  }
}

/** Milliseconds since 1970 of a timestamp in one of its usual forms; undefined for all others, which parseInstant knows. */
export function readInstant({ exports }: Kernel, start: Place, end: Place): number | undefined {
  const instantMs = exports.instantOf(start, end)
  return Number.isNaN(instantMs) ? undefined : instantMs
}
