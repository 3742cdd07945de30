/** Reads the lines of all activity files and leaves each event once. */
import { decodeText, parseJsonObject, type JsonObject } from './text-formats.ts'
import { fieldTextOf, firstIdOf, idOf, isInRange, timeOf } from './values.ts'

export interface Event {
  type: string
  /** Epoch milliseconds. */
  time: number
  channelId: string | null
  guildId: string | null
  fields: JsonObject
}

export interface EventLog {
  events: Event[]
  /** user_id → number of lines. */
  userIds: Map<string, number>
  brokenLines: number
  overLongLines: number
}

export function readEvents(
  files: Map<string, Uint8Array>,
  paths: string[],
  lastDay: string,
  lineBytesMax: number,
): EventLog {
  const events: Event[] = []
  const userIds = new Map<string, number>()
  const seen = new Set<string>()
  let brokenLines = 0
  let overLongLines = 0
  for (const line of paths.flatMap((path) => decodeText(files.get(path)!).split('\n'))) {
    // Rule: a line that is not a JSON object is skipped and the number of such lines is reported.
    if (line.trim() === '') continue
    // Rule: longer lines than the limit are skipped.
    if (Buffer.byteLength(line) > lineBytesMax) {
      overLongLines++
      continue
    }
    const fields = parseJsonObject(line)
    if (!fields) {
      brokenLines++
      continue
    }
    const userId = idOf(fields.user_id)
    if (userId) userIds.set(userId, (userIds.get(userId) ?? 0) + 1)
    const event = readEvent(fields, lastDay)
    if (!event || seen.has(identityOf(event))) continue
    seen.add(identityOf(event))
    events.push(event)
  }
  return { events, userIds, brokenLines, overLongLines }
}

/** Rule: only a top-level event_type counts; without a usable timestamp in the range, the event is dropped. */
function readEvent(fields: JsonObject, lastDay: string): Event | null {
  const type = fields.event_type
  const time = timeOf(fields.timestamp)
  if (typeof type !== 'string' || time === null || !isInRange(time, lastDay)) return null
  return {
    type,
    time,
    channelId: firstIdOf(fields.channel_id, fields.channel),
    guildId: firstIdOf(fields.guild_id, fields.guild, fields.server),
    fields,
  }
}

/** Rule: one event per event_id; without one, per type, timestamp, channel, guild and message id. */
function identityOf({ type, time, channelId, guildId, fields }: Event): string {
  const eventId = fieldTextOf(fields.event_id)
  return JSON.stringify(eventId ? [eventId] : [type, time, channelId, guildId, idOf(fields.message_id)])
}
