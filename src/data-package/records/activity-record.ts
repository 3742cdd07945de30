/**
 * The record of activity that readers give again and again: which fields are wanted of which lines, and what
 * is known of each at once.
 */
import { parseInstant } from '../../instant.ts'
import type { Fingerprint } from './fingerprint.ts'
import { type Kernel, type Offset, readInstant } from '../kernel/host.ts'
import { type FieldDecoder, type ScannedObject, createScannedObject } from './scanned-object.ts'

export interface LineLimits {
  lineBytesMax: number
  jsonDepthMax: number
}

export interface WantedLines {
  /** The event types to read. */
  types: ReadonlySet<string>
  /** The fields that records get, if the line has them. */
  fields: readonly string[]
  /** Gives the records of all other lines, too. */
  isEveryLineRead?: boolean
}

/** The fields that every record gets, in the order that the kernel expects. */
const ownFields = ['event_type', 'timestamp', 'event_id']

/** What became of the lines of one file. Blank lines are not counted. */
export interface LineCounts {
  lines: number
  /**
   * Lines that are no JSON object or longer than the limit. Unwanted lines are only looked at on both ends.
   */
  broken: number
  /** Days since 1970 with a line that tells its time, whatever its type; in order. */
  days: number[]
}

export interface ActivityRecord extends ScannedObject {
  /** One of the wanted types; null for others. */
  type: string | null
  /** Milliseconds since 1970, or null without a usable timestamp. */
  atMs: number | null
  /**
   * Of its id; null when that is no text of five and more plain characters: then it must be decoded. Good as
   * long as the record.
   */
  idFingerprint: Fingerprint | null
}

/**
 * A record, the lists of the kernel by which it is read, and how it gets to know what the kernel has read the
 * header of.
 */
export interface RecordReader {
  record: ActivityRecord
  fieldList: Offset
  typeList: Offset
  /**
   * To be called when the kernel has read the header of the next record. False when that turns out to be none
   * of the wanted ones.
   */
  refresh(): boolean
}

export function createRecordReader(
  kernel: Kernel,
  { types, fields, isEveryLineRead = false }: WantedLines,
  { jsonDepthMax }: LineLimits,
): RecordReader {
  const { exports } = kernel
  const names = [...types]
  const all = [...new Set([...ownFields, ...fields])]
  const typeList = kernel.listOf(names, (size) => exports.createNames(size, 0))
  const fieldList = kernel.listOf(all, exports.createFields)
  const decoders: { [name: string]: FieldDecoder } = {
    timestamp: (start, end) => readInstant(kernel, start, end),
  }
  const place = exports.headerOffset()
  const facts = kernel.numbersAt(place, 6)
  const instant = new Float64Array(kernel.bytes.buffer, place, 1)
  const print: Fingerprint = { high: 0, low: 0 }
  const record: ActivityRecord = {
    ...createScannedObject(kernel, all, jsonDepthMax, decoders, fieldList),
    type: null,
    atMs: null,
    idFingerprint: null,
  }

  const typeOf = (number: number): string | null => {
    const name = names[number]
    if (name !== undefined) return name
    // Written with escapes, or another one.
    const type = record.fields.event_type as string
    return types.has(type) ? type : null
  }
  const refresh = () => {
    record.type = typeOf(facts[2]!)
    if (record.type === null) return isEveryLineRead
    const atMs = instant[0]!
    record.atMs = Number.isNaN(atMs) ? parseInstant(record.fields.timestamp) : atMs
    record.idFingerprint = facts[3] === 1 ? print : null
    print.high = facts[4]!
    print.low = facts[5]!
    return true
  }
  return { record, fieldList, typeList, refresh }
}
