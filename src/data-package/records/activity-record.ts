/** The reused record of an activity line: the wanted fields, and the record header. */
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
  /** The fields that records have, if present in the line. */
  fields: readonly string[]
  /** Also returns the records of all other lines. */
  isEveryLineRead?: boolean
}

/** The fields of every record, in the order that the kernel expects. */
const ownFields = ['event_type', 'timestamp', 'event_id']

/** Line counts of one file. Blank lines are not counted. */
export interface LineCounts {
  lines: number
  /** Lines that are not a JSON object or exceed the limit. Of unwanted lines only both ends are checked. */
  broken: number
  /** Days since 1970 with a line of any type that has a timestamp; in order. */
  days: number[]
}

export interface ActivityRecord extends ScannedObject {
  /** One of the wanted types; null for others. */
  type: string | null
  /** Milliseconds since 1970, or null without a usable timestamp. */
  atMs: number | null
  /**
   * The fingerprint of its event id; null if that is not a text of five or more plain characters and must be
   * decoded. Valid as long as the record.
   */
  idFingerprint: Fingerprint | null
}

/**
 * A record, the kernel's lists by which it is read, and its update after the kernel has read a record
 * header.
 */
export interface RecordReader {
  record: ActivityRecord
  fieldList: Offset
  typeList: Offset
  /**
   * Call it when the kernel has read the header of the next record. Returns false if the record turns out to
   * be unwanted.
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
    // Written with escapes, or another type.
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
