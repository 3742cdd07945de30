/** Reads the owner's messages of one channel file, JSON or CSV, one at a time. */
import type { AnalysisLimits } from '../config.ts'
import type { Entry } from './archive.ts'
import { idOf } from './fields.ts'
import { parseObject } from './json.ts'
import type { MemberReader } from './member.ts'
import { CsvReader } from './message-csv.ts'
import { RecordSplitter } from './message-records.ts'

export interface Message {
  /** Snowflake digits; null when the record has none. */
  id: string | null
  /** As written; see instant.ts. */
  timestamp: unknown
  contents: string
}

/** The id stands as a bare 64-bit number, which JSON.parse would round. A text cannot hold an unescaped `"ID"`. */
const bareId = /"ID"\s*:\s*(\d+)/g

/**
 * Calls `visit` with each message of a file and returns the number of broken records.
 * A file that is cut off gives the messages before the cut.
 */
export async function readMessages(
  reader: MemberReader,
  entry: Entry,
  limits: AnalysisLimits,
  visit: (message: Message) => void,
): Promise<number> {
  let broken = 0
  const take = (record: { [key: string]: unknown }) =>
    visit({
      id: idOf(record.ID),
      timestamp: record.Timestamp,
      contents: typeof record.Contents === 'string' ? record.Contents : '',
    })
  const splitter = /\.csv$/i.test(entry.name)
    ? new CsvReader(limits.lineBytesMax, take)
    : new RecordSplitter(limits.lineBytesMax, (bytes) => {
        const record = parseObject(bytes.toString('utf8').replace(bareId, '"ID":"$1"'), limits.jsonDepthMax)
        if (record) take(record)
        else broken++
      })
  for await (const chunk of reader.stream(entry, limits.messagesBytesMax)) splitter.push(chunk)
  splitter.end()
  return broken + splitter.broken
}
