/** Reads the lines of all activity files, and keeps each event once. */
import { decodeText, parseJsonObject, type JsonObject } from './text-formats.ts'
import { comparedTextOf, dayOf, firstIdOf, idOf, isInRange, timeOf } from './values.ts'

export interface Event {
  type: string
  /** Epoch milliseconds. */
  time: number
  channelId: string | null
  guildId: string | null
  fields: JsonObject
}

/** What the lines of one folder contained. */
export interface FolderCounts {
  lines: number
  /** The days of all lines that have a usable time, whatever their type. */
  days: Set<string>
  /**
   * Events of the types that statistics read: usable ones, copies of them, and ones without a usable time.
   */
  used: number
  duplicates: number
  undated: number
}

export interface EventLog {
  events: Event[]
  /** analytics, modeling, reporting, tns. */
  folders: Map<string, FolderCounts>
  /** user_id → number of lines. */
  userIds: Map<string, number>
  brokenLines: number
  overLongLines: number
}

export function readEvents(
  files: Map<string, Uint8Array>,
  paths: string[],
  readTypes: ReadonlySet<string>,
  lastDay: string,
  lineBytesMax: number,
): EventLog {
  const events: Event[] = []
  const folders = new Map(folderNames.map((name) => [name, emptyCounts()]))
  const userIds = new Map<string, number>()
  const seen = new Set<string>()
  let brokenLines = 0
  let overLongLines = 0
  const lines = paths.flatMap((path) =>
    decodeText(files.get(path)!)
      .split('\n')
      .map((line) => ({ line, folder: folders.get(folderNameOf(path))! })),
  )
  for (const { line, folder } of lines) {
    if (line.trim() === '') continue
    folder.lines++
    // Rule: lines above the limit are skipped.
    if (Buffer.byteLength(line) > lineBytesMax) {
      overLongLines++
      continue
    }
    // Rule: a line that is not a JSON object is skipped, and the number of such lines is reported.
    const fields = parseJsonObject(line)
    if (!fields) {
      brokenLines++
      continue
    }
    const userId = idOf(fields.user_id)
    if (userId) userIds.set(userId, (userIds.get(userId) ?? 0) + 1)
    const time = timeOf(fields.timestamp)
    const isUsable = time !== null && isInRange(time, lastDay)
    // Rule: a folder's days are those of all lines, whatever their type.
    if (isUsable) folder.days.add(dayOf(time))
    const { event_type: type } = fields
    if (typeof type !== 'string') continue
    const isRead = readTypes.has(type)
    // Rule: an event without a usable timestamp in the range is dropped.
    if (!isUsable) {
      if (isRead) folder.undated++
      continue
    }
    const event = describeEvent(type, time, fields)
    const isKnown = seen.has(identityOf(event))
    if (isRead) folder[isKnown ? 'duplicates' : 'used']++
    if (isKnown) continue
    seen.add(identityOf(event))
    events.push(event)
  }
  return { events, folders, userIds, brokenLines, overLongLines }
}

const folderNames = ['analytics', 'modeling', 'reporting', 'tns']

function folderNameOf(path: string): string {
  return path.split('/').at(-2)!.toLowerCase()
}

function emptyCounts(): FolderCounts {
  return { lines: 0, days: new Set(), used: 0, duplicates: 0, undated: 0 }
}

function describeEvent(type: string, time: number, fields: JsonObject): Event {
  return {
    type,
    time,
    channelId: firstIdOf(fields.channel_id, fields.channel),
    guildId: firstIdOf(fields.guild_id, fields.guild, fields.server),
    fields,
  }
}

/**
 * Rule: one event per event_id; without an event_id, one per type, timestamp, channel, guild and message id.
 */
function identityOf({ type, time, channelId, guildId, fields }: Event): string {
  const eventId = comparedTextOf(fields.event_id)
  return JSON.stringify(eventId ? [eventId] : [type, time, channelId, guildId, idOf(fields.message_id)])
}
