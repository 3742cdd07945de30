/**
 * Collects messages with a `send_message` event. Of these, deleted-messages.ts counts those that are gone.
 */
import { TextMap } from '../../data-package/records/text-map.ts'
import { idOf, textOf } from '../../data-package/records/fields.ts'
import type { ActivityRecord } from '../../data-package/records/activity-record.ts'
import { type Snowflake, instantOfSnowflake, setSnowflake } from '../../data-package/records/snowflake.ts'
import { SeenSet } from '../collections/fingerprint-set.ts'
import { resized } from '../collections/flat-arrays.ts'
import { isWithin } from '../date-range.ts'
import { channelFields, channelOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

export interface SentMessages {
  /** One element per message: the two halves of its id, and the number of its channel. */
  highs: Int32Array<ArrayBuffer>
  lows: Int32Array<ArrayBuffer>
  channelNumbers: Uint32Array<ArrayBuffer>
  /** `replies` is null if no event names a message that counts. */
  channels: { channelId: string; replies: number | null }[]
}

/** These fields alone determine whether the owner wrote a message, and in which channel. */
const originFields = ['message_type', 'webhook_id', ...channelFields]
const fields = ['message_id', 'reference_message_id', ...originFields]
/** Not a channel: the owner did not write the message, or its channel is unknown. */
const nowhere = -1
/**
 * The types of ordinary messages and replies. Source: the message types of Discord's API; all others are
 * system messages or responses of apps.
 */
const ownTypes = new Set(['0', '19'])
const firstLength = 1024
/**
 * A message takes twelve bytes. More than twice as many are charged, because arrays are copied when they grow
 * and when they are transferred.
 */
const bytesPerMessage = 40

export const sentMessages: EventStatistic<SentMessages> = {
  name: 'sent_messages',
  means: 'Messages with a `send_message` event, for `deleted_messages` and the replies in `message_totals`.',
  limits: 'Discord keeps these events for some months or years only.',
  events: { fields: { send_message: fields }, collect: createCollector },
  tables: [],
}

function createCollector({ budget, range }: CollectorTools): Collector<SentMessages> {
  const messages = new SeenSet(budget)
  const replies = new SeenSet(budget)
  const channels: SentMessages['channels'] = []
  const numbers = new TextMap<number>()
  /** Channel numbers by the raw fields, because decoding these takes longer than the lookup. */
  const numbersByFields = new Map<number, number>()
  const id: Snowflake = { high: 0, low: 0, nearest: 0 }
  const reference: Snowflake = { ...id }
  let list = createList(firstLength)
  let length = 0

  const channelNumberOf = (record: ActivityRecord): number => {
    const key = record.keyOf(originFields)
    const known = numbersByFields.get(key)
    if (known !== undefined) return known
    budget.spend(300)
    const channelId = isOwn(record) ? channelOf(record.fields) : null
    const number = channelId === null ? nowhere : (numbers.get(channelId) ?? channels.length)
    if (channelId !== null && number === channels.length) {
      channels.push({ channelId, replies: null })
      numbers.set(channelId, number)
    }
    numbersByFields.set(key, number)
    return number
  }
  return {
    take(record) {
      const number = channelNumberOf(record)
      if (number === nowhere || !readId(record, 'message_id', id)) return
      const sentMs = instantOfSnowflake(id)
      if (sentMs === null || !isWithin(range, sentMs)) return
      const channel = channels[number]!
      channel.replies ??= 0
      if (readId(record, 'reference_message_id', reference) && replies.add(id)) channel.replies++
      if (!messages.add(id)) return
      if (length === list.highs.length) {
        budget.spend(length * bytesPerMessage)
        list = resizedList(list, 2 * length)
      }
      list.highs[length] = id.high
      list.lows[length] = id.low
      list.channelNumbers[length++] = number
    },
    found() {
      messages.clear()
      replies.clear()
      return { ...resizedList(list, length), channels }
    },
  }
}

/** Whether the owner wrote the message. The section Messages never contains those of webhooks and apps. */
function isOwn({ fields }: ActivityRecord): boolean {
  const type = textOf(fields.message_type)
  return (type === null || ownTypes.has(type)) && idOf(fields.webhook_id) === null
}

function readId(record: ActivityRecord, field: string, id: Snowflake): boolean {
  return record.snowflake(field, id) || setSnowflake(id, record.fields[field])
}

type List = Omit<SentMessages, 'channels'>

function createList(length: number): List {
  return {
    highs: new Int32Array(length),
    lows: new Int32Array(length),
    channelNumbers: new Uint32Array(length),
  }
}

function resizedList({ highs, lows, channelNumbers }: List, length: number): List {
  return {
    highs: resized(highs, length),
    lows: resized(lows, length),
    channelNumbers: resized(channelNumbers, length),
  }
}
