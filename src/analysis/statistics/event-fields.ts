/** Reads the fields that events of several types have in common, under the names of every age. */
import { firstIdOf, nameOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { dayOf } from '../../instant.ts'

/** Fields that name the channel or the guild of an event; the first is today's name. */
export const channelFields = ['channel_id', 'channel'] as const
export const guildFields = ['guild_id', 'guild', 'server'] as const

const labelLengthMax = 100

/** 'YYYY-MM' of a moment, UTC. */
export function monthOf(instantMs: number): string {
  return dayOf(instantMs).slice(0, 7)
}

export function channelOf(record: JsonObject): string | null {
  return firstIdOf(record, ...channelFields)
}

export function guildOf(record: JsonObject): string | null {
  return firstIdOf(record, ...guildFields)
}

/** The operating system a record names, or null. */
export function osOf(record: JsonObject): string | null {
  return labelOf(record.os)
}

/** A clean text, or null. */
export function labelOf(value: unknown): string | null {
  return nameOf(textOf(value))
}

/** The first of some fields that holds a text, clean and of at most 100 characters; null without one. */
export function firstLabelOf(record: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const label = labelOf(record[name])
    if (label !== null) return label.slice(0, labelLengthMax).toWellFormed()
  }
  return null
}
