/**
 * The record of an activity line: the wanted fields and the record header. One object is reused for all
 * lines.
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
  /** The fields that a record gets if its line has them. */
  fields: readonly string[]
  /** Also passes the records of all other types. */
  isEveryLineRead?: boolean
}

/** Fields that are always read, in the order that the kernel expects. */
const ownFields = ['event_type', 'timestamp', 'event_id']

/** Line counts of one file. Blank lines are not counted. */
export interface LineCounts {
  lines: number
  /**
   * Lines that are not a JSON object or exceed the limit. Of unwanted lines only the first and last byte are
   * checked.
   */
  broken: number
  /** The days from 1970 to 2059 that have lines, as days since 1970 in ascending order. */
  days: number[]
}

export interface ActivityRecord extends ScannedObject {
  /** One of the wanted types; null for a line of another type. */
  type: string | null
  /** Milliseconds since 1970; null without a valid timestamp. Not updated if `type` is null. */
  atMs: number | null
  /**
   * The fingerprint of the event id, valid as long as the record. Null if the id is not a string of at least
   * five plain characters. Such an id must be decoded. Not updated if `type` is null.
   */
  idFingerprint: Fingerprint | null
}

/** A record together with the kernel's lists that are needed to read it. */
export interface RecordReader {
  record: ActivityRecord
  fieldList: Offset
  typeList: Offset
  /**
   * Updates the record after the kernel has read a record header. Returns false if the record turns out to be
   * unwanted.
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
    // The type is written with escapes, or is not wanted.
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
