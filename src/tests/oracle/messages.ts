/** Reads the times of the owner's messages, channel by channel. */
import type { Sections } from './sections.ts'
import { decodeText, parseCsv, parseObjectsOf } from './text-formats.ts'
import { idOf, isInRange, timeOf, timeOfSnowflake } from './values.ts'

interface Message {
  id: string | null
  timestamp: unknown
}

/** channel id → epoch milliseconds of each message that counts. */
export function readMessageTimes(
  files: Map<string, Uint8Array>,
  sections: Sections,
  lastDay: string,
): Map<string, number[]> {
  const times = new Map<string, number[]>()
  const seen = new Set<string>()
  for (const { channelId, path } of sections.messageFiles) {
    for (const message of readMessages(path, decodeText(files.get(path)!))) {
      const time = timeOfMessage(message, lastDay)
      if (time === null) continue
      // Rule: messages are de-duplicated by ID within a channel.
      const identity = `${channelId}/${message.id}`
      if (message.id !== null && seen.has(identity)) continue
      seen.add(identity)
      if (!times.has(channelId)) times.set(channelId, [])
      times.get(channelId)!.push(time)
    }
  }
  return times
}

/**
 * Rule: a message without a usable Timestamp takes the time of its ID, and counts nowhere when that fails too.
 * A time out of the range is not usable.
 */
function timeOfMessage({ id, timestamp }: Message, lastDay: string): number | null {
  const written = timeOf(timestamp)
  if (written !== null && isInRange(written, lastDay)) return written
  const made = id === null ? null : timeOfSnowflake(id)
  return made !== null && isInRange(made, lastDay) ? made : null
}

function readMessages(path: string, text: string): Message[] {
  if (/\.csv$/i.test(path)) return readCsvMessages(text)
  return parseObjectsOf(text).map(({ ID, Timestamp }) => ({ id: idOf(ID), timestamp: Timestamp }))
}

/** A row with fewer fields than the header is a cut one. */
function readCsvMessages(text: string): Message[] {
  const rows = parseCsv(text)
  const names = rows[0]?.map((name) => name.trim().toLowerCase()) ?? []
  const hasHeader = names.includes('id')
  const header = hasHeader ? names : ['id', 'timestamp', 'contents', 'attachments']
  return rows
    .slice(hasHeader ? 1 : 0)
    .filter((row) => row.length >= header.length)
    .map((row) => ({
      id: idOf(row[header.indexOf('id')]),
      timestamp: row[header.indexOf('timestamp')],
    }))
}
