/** What a statistic over activity events is: the events and fields it needs, and what it does with each. */
import { nameOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import type { ActivityRecord } from '../../data-package/records/activity-record.ts'

export interface ActivityCollector {
  /** Event types that `take` wants. Several collectors may want one type. */
  types: readonly string[]
  /** Fields that it reads; records have no others. */
  fields: readonly string[]
  /** Called once for each event with a usable time, in no particular order. */
  take(record: ActivityRecord, atMs: number): void
}

/** Fields that name the channel or the guild of an event; the first is today's name. */
export const channelFields = ['channel_id', 'channel'] as const
export const guildFields = ['guild_id', 'guild', 'server'] as const

const labelLengthMax = 100

/** The first of some fields that holds a text, clean and of at most 100 characters; null without one. */
export function firstLabelOf(record: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const label = nameOf(textOf(record[name]))
    if (label !== null) return label.slice(0, labelLengthMax).toWellFormed()
  }
  return null
}
