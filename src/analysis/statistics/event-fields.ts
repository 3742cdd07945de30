/** Reads fields that events of several types share, under every name that they have had over the years. */
import { firstIdOf, nameOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { dayOf } from '../../instant.ts'

/** Fields that name the channel or the guild of an event. The first is the current name. */
export const channelFields = ['channel_id', 'channel'] as const
export const guildFields = ['guild_id', 'guild', 'server'] as const

const labelLengthMax = 100

/** The month of a time as 'YYYY-MM', UTC. */
export function monthOf(instantMs: number): string {
  return dayOf(instantMs).slice(0, 7)
}

export function channelOf(record: JsonObject): string | null {
  return firstIdOf(record, ...channelFields)
}

export function guildOf(record: JsonObject): string | null {
  return firstIdOf(record, ...guildFields)
}

/** The operating system that a record names, or null. */
export function osOf(record: JsonObject): string | null {
  return labelOf(record.os)
}

/** The value as a clean text, or null. */
export function labelOf(value: unknown): string | null {
  return nameOf(textOf(value))
}

/**
 * The first of the given fields that has a text. The text is cleaned and cut to 100 characters. Null if there
 * is none.
 */
export function firstLabelOf(record: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const label = labelOf(record[name])
    if (label !== null) return label.slice(0, labelLengthMax).toWellFormed()
  }
  return null
}
