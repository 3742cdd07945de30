/** Reads the owner's messages of one channel file, JSON or CSV, one at a time. */
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import type { Entry } from '../archive/archive.ts'
import { readInstant } from '../kernel/host.ts'
import type { MemberReader } from '../archive/member.ts'
import { CsvReader } from './message-csv.ts'
import { RecordSplitter } from './message-records.ts'
import { createObjectScanner } from './object-scanner.ts'
import { type Snowflake, createSnowflakeReader, setSnowflake } from './snowflake.ts'

export interface Message {
  /** null when the record has none. */
  id: Snowflake | null
  /** As written, or already in milliseconds; see instant.ts. */
  timestamp: unknown
  /** Decodes the text; most messages are only counted. */
  contents(): string
}

/** Calls `visit` with each message of a file, good during the call, and returns the number of broken records. */
export type ReadMessages = (entry: Entry, visit: (message: Message) => void) => Promise<number>

/** Makes a reader of message files. A file that is cut off gives the messages before the cut. */
export function createMessageReader(reader: MemberReader, limits: AnalysisLimits): ReadMessages {
  const { kernel } = reader
  const { lineBytesMax, jsonDepthMax, messagesBytesMax } = limits
  const snowflake: Snowflake = { high: 0, low: 0, nearest: 0 }
  const readSnowflake = createSnowflakeReader(kernel, snowflake)
  const scan = createObjectScanner(kernel, ['ID', 'Timestamp', 'Contents'], jsonDepthMax, {
    ID: (start, end) => (readSnowflake(start, end) ? snowflake : undefined),
    Timestamp: (start, end) => readInstant(kernel, start, end),
  })
  let record: { [key: string]: unknown } = {}
  const message: Message = {
    id: null,
    timestamp: null,
    contents: () => (typeof record.Contents === 'string' ? record.Contents : ''),
  }

  return async (entry, visit) => {
    const take = (fields: { [key: string]: unknown }) => {
      record = fields
      const id = fields.ID
      message.id = id === snowflake || setSnowflake(snowflake, id) ? snowflake : null
      message.timestamp = fields.Timestamp
      visit(message)
    }
    const splitter = /\.csv$/i.test(entry.name)
      ? new CsvReader(lineBytesMax, take)
      : new RecordSplitter(lineBytesMax, (bytes, start, end) => {
          const scanned = scan(bytes, start, end)
          if (scanned) take(scanned.fields)
          return scanned !== null
        })
    for await (const chunk of reader.stream(entry, messagesBytesMax)) splitter.push(chunk)
    splitter.end()
    return splitter.broken
  }
}
