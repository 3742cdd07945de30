/** Reads the owner's messages of one channel file, JSON or CSV, one at a time. */
import type { AnalysisLimits } from '../config/config.ts'
import type { Entry } from './archive.ts'
import { idOf } from './fields.ts'
import { readInstant } from './instant-bytes.ts'
import type { MemberReader } from './member.ts'
import { CsvReader } from './message-csv.ts'
import { RecordSplitter } from './message-records.ts'
import { createObjectScanner } from './object-scanner.ts'

export interface Message {
  /** Snowflake digits; null when the record has none. */
  id: string | null
  /** As written, or already in milliseconds; see instant.ts. */
  timestamp: unknown
  /** Decodes the text; most messages are only counted. */
  contents(): string
}

/** Calls `visit` with each message of a file, good during the call, and returns the number of broken records. */
export type ReadMessages = (entry: Entry, visit: (message: Message) => void) => Promise<number>

/** Makes a reader of message files. A file that is cut off gives the messages before the cut. */
export function createMessageReader(reader: MemberReader, limits: AnalysisLimits): ReadMessages {
  const { lineBytesMax, jsonDepthMax, messagesBytesMax } = limits
  const scan = createObjectScanner(['ID', 'Timestamp', 'Contents'], jsonDepthMax, {
    ID: readDigits,
    Timestamp: readInstant,
  })
  return async (entry, visit) => {
    const take = (record: { [key: string]: unknown }) =>
      visit({
        id: idOf(record.ID),
        timestamp: record.Timestamp,
        contents: () => (typeof record.Contents === 'string' ? record.Contents : ''),
      })
    const splitter = /\.csv$/i.test(entry.name)
      ? new CsvReader(lineBytesMax, take)
      : new RecordSplitter(lineBytesMax, (bytes) => {
          const record = scan(bytes)
          if (record) take(record.fields)
          return record !== null
        })
    for await (const chunk of reader.stream(entry, messagesBytesMax)) splitter.push(chunk)
    splitter.end()
    return splitter.broken
  }
}

/** Ids stand there as bare 64-bit numbers, which JSON.parse would round. */
function readDigits(bytes: Buffer, start: number, end: number): string | undefined {
  for (let at = start; at < end; at++) if (bytes[at]! < 48 || bytes[at]! > 57) return undefined
  return bytes.toString('latin1', start, end)
}
