/** What send_message events say about the owner's messages: which were deleted, and which were replies. */
import { compareIds, type Channel } from './channels.ts'
import type { Event } from './events.ts'
import type { MessageFile } from './messages.ts'
import type { DeletedMessagesRow } from './extra-rows.ts'
import { fieldTextOf, idOf, isInRange, timeOfSnowflake } from './values.ts'

/** A message that at least one event names. */
export interface SentMessage {
  id: string
  channelId: string
  isReply: boolean
}

/**
 * Discord's message types that a person writes: a message (0) and a reply (19). An event may lack the type.
 */
const writtenTypes = [null, '0', '19']

/** One per message id; if it occurs in several channels, the lowest channel id is used. */
export function readSentMessages(events: Event[], lastDay: string): Map<string, SentMessage> {
  const sent = new Map<string, SentMessage>()
  for (const { type, channelId, fields } of events) {
    const id = idOf(fields.message_id)
    if (type !== 'send_message' || !channelId || !id || !isInRange(timeOfSnowflake(id), lastDay)) continue
    // Messages that an app or a webhook sent for the owner were never among the owner's messages.
    if (idOf(fields.webhook_id) || !writtenTypes.includes(fieldTextOf(fields.message_type))) continue
    const known = sent.get(id)
    sent.set(id, {
      id,
      channelId: known && compareIds(known.channelId, channelId) < 0 ? known.channelId : channelId,
      isReply: known?.isReply === true || idOf(fields.reference_message_id) !== null,
    })
  }
  return sent
}

const kindOf = { dm: 'dm', group: 'group', guild: 'server', unknown: 'unknown' } as const

/**
 * Rule: messages that events name and the package does not contain. Only channels whose files were read
 * completely count, and only messages up to the package's newest one.
 */
export function countDeletedMessages(
  sent: Iterable<SentMessage>,
  channels: Channel[],
  files: MessageFile[],
): DeletedMessagesRow[] {
  const written = new Set(files.flatMap(({ ids }) => ids))
  const newest = files
    .flatMap(({ counted }) => counted.flatMap(({ id }) => id ?? []))
    .sort(compareIds)
    .at(-1)
  const rows = new Map<string, DeletedMessagesRow>()
  for (const { id, channelId } of sent) {
    const channel = channels.find((candidate) => candidate.id === channelId)
    const ofChannel = files.filter((file) => file.channelId === channelId)
    const isWhole = ofChannel.length > 0 && ofChannel.every((file) => file.broken === 0 && !file.isUnusable)
    if (!channel || !isWhole || newest === undefined || compareIds(id, newest) > 0) continue
    const year = new Date(timeOfSnowflake(id)).getUTCFullYear()
    const place = kindOf[channel.kind]
    const key = `${year} ${place}`
    const row = rows.get(key) ?? { year, place, sent_count: 0, deleted_count: 0 }
    row.sent_count++
    if (!written.has(id)) row.deleted_count++
    rows.set(key, row)
  }
  return [...rows.values()]
}
