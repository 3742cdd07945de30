/** The activity record that readers give again and again: which fields are wanted of which lines, and how they are decoded. */
import { type Kernel, type Place, readInstant } from './kernel.ts'
import { type FieldDecoder, type ScannedObject, createScannedObject } from './scanned-object.ts'

export interface LineLimits {
  lineBytesMax: number
  jsonDepthMax: number
}

export interface WantedLines {
  /** The event types to read; null reads every line. */
  types: ReadonlySet<string> | null
  /** The fields that records get, if the line has them; `event_type` is the first. */
  fields: readonly string[]
}

/** What became of the lines of one file. Blank lines are not counted. */
export interface LineCounts {
  lines: number
  /** Lines that are no JSON object or longer than the limit. Unwanted lines are only looked at on both ends. */
  broken: number
}

export interface ActivityRecord {
  record: ScannedObject
  fieldList: Place
  typeList: Place
}

/** Makes the record of a reader, and the lists of the kernel by which it is read. */
export function createActivityRecord(
  kernel: Kernel,
  { types, fields }: WantedLines,
  { jsonDepthMax }: LineLimits,
): ActivityRecord {
  const { exports } = kernel
  const names = [...(types ?? [])]
  const typeList = kernel.listOf(names, (size) => exports.createNames(size, 0))
  const fieldList = kernel.listOf(fields, exports.createFields)
  const decoders: { [name: string]: FieldDecoder } = {
    event_type: (start, end) => names[exports.numberOfText(typeList, start, end)],
    timestamp: (start, end) => readInstant(kernel, start, end),
  }
  const record = createScannedObject(kernel, fields, jsonDepthMax, decoders, fieldList)
  return { record, fieldList, typeList }
}
