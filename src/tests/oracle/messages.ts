/** Reads the owner's messages, channel by channel. */
import type { Sections } from './sections.ts'
import { decodeText, parseCsv, parseMessageObjects, type JsonObject } from './text-formats.ts'
import { idOf, isInRange, timeOf, timeOfSnowflake } from './values.ts'

interface WrittenMessage {
  id: string | null
  timestamp: unknown
  contents: string
  attachments: string
}

export interface Message {
  id: string | null
  /** Epoch milliseconds. */
  time: number
  contents: string
  attachments: string
}

/** What one messages file contained. */
export interface MessageFile {
  channelId: string
  /** All ids in the file, including those of messages that do not count. */
  ids: string[]
  counted: Message[]
  duplicates: number
  undated: number
  /** Records that could not be read. */
  broken: number
  /** Nothing in the file could be used, although it has records or more than 100 bytes. */
  isUnusable: boolean
}

export function readMessageFiles(
  files: Map<string, Uint8Array>,
  sections: Sections,
  lastDay: string,
): MessageFile[] {
  const seen = new Set<string>()
  return sections.messageFiles.map(({ channelId, path }) => {
    const bytes = files.get(path)!
    const { messages, broken } = readFile(path, decodeText(bytes))
    const file: MessageFile = {
      ...{ channelId, counted: [], duplicates: 0, undated: 0, broken, isUnusable: false },
      ids: messages.flatMap(({ id }) => id ?? []),
    }
    for (const message of messages) {
      const time = timeOfMessage(message, lastDay)
      // Rule: messages are de-duplicated by ID within a channel.
      const identity = `${channelId}/${message.id}`
      if (time === null) file.undated++
      else if (message.id !== null && seen.has(identity)) file.duplicates++
      else {
        seen.add(identity)
        const { id, contents, attachments } = message
        file.counted.push({ id, time, contents, attachments })
      }
    }
    const nothing = file.counted.length === 0 && file.duplicates === 0
    file.isUnusable = nothing && (messages.length > 0 || broken > 0 || bytes.length > 100)
    return file
  })
}

/** channel id → each message that counts. */
export function messagesByChannel(files: MessageFile[]): Map<string, Message[]> {
  const messages = new Map<string, Message[]>()
  for (const { channelId, counted } of files) {
    if (counted.length > 0) messages.set(channelId, [...(messages.get(channelId) ?? []), ...counted])
  }
  return messages
}

/**
 * Rule: a message without a usable Timestamp takes the time of its ID, and does not count if that fails too.
 * A time outside the range is not usable.
 */
function timeOfMessage({ id, timestamp }: WrittenMessage, lastDay: string): number | null {
  const written = timeOf(timestamp)
  if (written !== null && isInRange(written, lastDay)) return written
  const made = id === null ? null : timeOfSnowflake(id)
  return made !== null && isInRange(made, lastDay) ? made : null
}

function readFile(path: string, text: string): { messages: WrittenMessage[]; broken: number } {
  if (/\.csv$/i.test(path)) return readCsvMessages(text)
  const { objects, broken } = parseMessageObjects(text)
  const messages = objects.map((json) => ({
    id: idOf(fieldOf(json, 'ID')),
    timestamp: fieldOf(json, 'Timestamp'),
    contents: anyTextOf(fieldOf(json, 'Contents', 'content')),
    attachments: anyTextOf(fieldOf(json, 'Attachments')),
  }))
  return { messages, broken }
}

function anyTextOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Rule: keys may have another letter case. */
function fieldOf(json: JsonObject, ...names: string[]): unknown {
  const exact = names.find((name) => name in json)
  if (exact) return json[exact]
  const key = Object.keys(json).find((key) => names.some((name) => name.toLowerCase() === key.toLowerCase()))
  return key === undefined ? undefined : json[key]
}

/**
 * The header is the first row that names an id or a time. The rows before it are broken, and so are rows with
 * another number of fields.
 */
function readCsvMessages(text: string): { messages: WrittenMessage[]; broken: number } {
  const { rows, isCut } = parseCsv(text)
  const lowered = rows.map((row) => row.map((name) => name.trim().toLowerCase()))
  const headerAt = lowered.findIndex((names) => names.includes('id') || names.includes('timestamp'))
  if (headerAt < 0) return { messages: [], broken: rows.length + Number(isCut) }
  const names = lowered[headerAt]!
  const records = rows.slice(headerAt + 1)
  const contents = names.includes('contents') ? 'contents' : 'content'
  const messages = records
    .filter((row) => row.length === names.length)
    .map((row) => ({
      id: idOf(row[names.indexOf('id')]),
      timestamp: row[names.indexOf('timestamp')],
      contents: row[names.indexOf(contents)] ?? '',
      attachments: row[names.indexOf('attachments')] ?? '',
    }))
  return { messages, broken: rows.length - 1 - messages.length + Number(isCut) }
}
