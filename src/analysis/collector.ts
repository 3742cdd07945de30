/** What a statistic over activity events is: the events and fields it needs, and what it does with each. */
import type { JsonObject } from '../data-package/json.ts'

export interface ActivityCollector {
  /** Event types that `take` wants. Several collectors may want one type. */
  types: readonly string[]
  /** Fields that it reads; records have no others. */
  fields: readonly string[]
  /** Called once for each event with a usable time, in no particular order. */
  take(record: JsonObject, atMs: number): void
}

/** Fields that name the channel or the guild of an event; the first is today's name. */
export const channelFields = ['channel_id', 'channel'] as const
export const guildFields = ['guild_id', 'guild', 'server'] as const
