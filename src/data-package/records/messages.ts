/** Reads the owner's messages from the JSON or CSV file of a channel, one at a time. */
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import type { Entry } from '../archive/archive.ts'
import { readInstant } from '../kernel/host.ts'
import type { MemberReader } from '../archive/member.ts'
import { parseMembers } from './json.ts'
import { type Column, CsvReader } from './message-csv.ts'
import { RecordSplitter } from './message-records.ts'
import { createObjectScanner } from './object-scanner.ts'
import { type ScannedObject, none } from './scanned-object.ts'
import {
  type TextTotals,
  countAttachments,
  countJsonAttachments,
  measureJsonText,
  measureText,
} from './text-measure.ts'
import { type Snowflake, createSnowflakeReader, setSnowflake } from './snowflake.ts'

/** A text in its JSON form, without the quotes around it. */
export interface WrittenText {
  bytes: Uint8Array
  start: number
  end: number
}

export interface Message {
  /** Null when the record has no valid id. */
  id: Snowflake | null
  /** The timestamp as written, or already in milliseconds; see instant.ts. */
  timestamp: unknown
  /** Decodes the text. Most messages are only counted and measured, so they are not decoded. */
  contents(): string
  /**
   * Where the text is in the JSON. Valid as long as the message. Null in CSV files, in records that lack one
   * of Discord's keys, and if the text is not a string.
   */
  written(): WrittenText | null
  /** Adds the measurements of the text and the attachments. */
  measure(totals: TextTotals): void
}

const quote = 34
const textFields = ['Contents', 'Attachments'] as const
const usualKeys = ['ID', 'Timestamp', ...textFields]
/** Positions of the two text fields among the usual keys. */
const contentsNumber = usualKeys.indexOf('Contents')
const attachmentsNumber = usualKeys.indexOf('Attachments')
/** The keys that other programs may write, in lower case → Discord's keys. */
const otherKeys = new Map([
  ...usualKeys.map((key) => [key.toLowerCase(), key] as const),
  ['content', 'Contents'],
])
/** Every key of a message that is read. */
export const messageFields: readonly string[] = [...usualKeys, ...otherKeys.keys()]
type TextField = (typeof textFields)[number]
const decoder = new TextDecoder()

/**
 * Calls `visit` with each message of a file. A message is valid during that call only. Returns the number of
 * broken records.
 */
export type ReadMessages = (entry: Entry, visit: (message: Message) => void) => Promise<number>

/** Creates a reader of message files. From a truncated file it reads the messages before the cut. */
export function createMessageReader(reader: MemberReader, limits: AnalysisLimits): ReadMessages {
  const { kernel } = reader
  const { lineBytesMax, jsonDepthMax, messagesBytesMax } = limits
  const snowflake: Snowflake = { high: 0, low: 0, nearest: 0 }
  const readSnowflake = createSnowflakeReader(kernel)
  const scan = createObjectScanner(kernel, usualKeys, jsonDepthMax, {
    ID: (start, end) => (readSnowflake(snowflake, start, end) ? snowflake : undefined),
    Timestamp: (start, end) => readInstant(kernel, start, end),
  })
  let record: { [key: string]: unknown } = {}
  /** The record if it is JSON with all of Discord's keys. */
  let scanned: ScannedObject | null = null
  const textOf = (field: TextField): string => {
    const value = record[field]
    return typeof value === 'string' ? value : ''
  }
  const written: WrittenText = { bytes: new Uint8Array(0), start: 0, end: 0 }
  /** The decoded text of the record. It is decoded on first use and then cached. */
  let decoded: string | null = null
  const contents = () => (decoded ??= textOf('Contents'))
  const message: Message = {
    id: null,
    timestamp: null,
    contents,
    written: () => (scanned !== null && findContents(scanned, written) ? written : null),
    measure(totals) {
      if (scanned !== null) {
        const { starts, ends, bytes } = scanned.places
        const start = starts[attachmentsNumber]!
        if (start !== none && !countJsonAttachments(totals, bytes, start, ends[attachmentsNumber]!))
          countAttachments(totals, textOf('Attachments'))
        if (starts[contentsNumber] === none) return
        if (measureJsonText(totals, bytes, starts[contentsNumber]!, ends[contentsNumber]!)) return
      } else countAttachments(totals, textOf('Attachments'))
      measureText(totals, contents())
    },
  }

  return async (entry, visit) => {
    const take = (fields: { [key: string]: unknown }) => {
      record = fields
      decoded = null
      const id = fields.ID
      message.id = id === snowflake || setSnowflake(snowflake, id) ? snowflake : null
      message.timestamp = fields.Timestamp
      visit(message)
    }
    const splitter = /\.csv$/i.test(entry.name)
      ? new CsvReader(lineBytesMax, usualColumns, (row) => {
          scanned = null
          take(row)
        })
      : new RecordSplitter(lineBytesMax, (bytes, start, end) => {
          const object = scan(bytes, start, end)
          if (object === null) return false
          const isUsual = hasUsualKeys(object)
          scanned = isUsual ? object : null
          take(
            isUsual
              ? object.fields
              : withUsualKeys(parseMembers(decoder.decode(bytes.subarray(start, end)), jsonDepthMax) ?? []),
          )
          return true
        })
    for await (const chunk of reader.stream(entry, messagesBytesMax)) splitter.push(chunk)
    splitter.end()
    return splitter.broken
  }
}

/** Finds the text of a scanned record. Returns false if the record has no text. */
function findContents({ places: { starts, ends, bytes } }: ScannedObject, text: WrittenText): boolean {
  if (bytes[starts[contentsNumber]!] !== quote) return false
  text.bytes = bytes
  text.start = starts[contentsNumber]! + 1
  text.end = ends[contentsNumber]! - 1
  return true
}

function hasUsualKeys({ places: { starts } }: ScannedObject): boolean {
  for (let number = 0; number < usualKeys.length; number++) if (starts[number] === none) return false
  return true
}

/**
 * The columns that are read, under the names that Discord writes. The names in `otherKeys`, in upper or lower
 * case, are used where those are missing. Null if the row is no header: with neither an id nor a timestamp,
 * no message below it could count.
 */
function usualColumns(row: readonly string[]): Column[] | null {
  const columns = withUsualKeys(row.map((name, index) => [name, index]))
  return 'ID' in columns || 'Timestamp' in columns ? Object.entries(columns) : null
}

/**
 * A record with the keys that Discord writes. `otherKeys`, in upper or lower case, are used where those are
 * missing.
 */
function withUsualKeys<Value>(record: Iterable<[string, Value]>): { [key: string]: Value } {
  const usual: { [key: string]: Value } = {}
  for (const [key, value] of record) {
    const name = otherKeys.get(key.toLowerCase())
    if (name !== undefined && (name === key || !Object.hasOwn(usual, name))) usual[name] = value
  }
  return usual
}
