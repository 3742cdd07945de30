/** Finds out whose package it is. */
import { compareIds, type Channel } from './channels.ts'
import type { EventLog } from './events.ts'
import { avatarUrlOf, unknownUserName } from './names.ts'
import { readJsonObject, type Sections } from './sections.ts'
import type { JsonObject } from './text-formats.ts'
import { idOf, nameOf } from './values.ts'

export interface Owner {
  id: string
  name: string
  displayName: string | null
  avatarUrl: string | null
  /** The owner's user.json; empty when the owner was inferred. */
  json: JsonObject
}

/** Rule: user.json, else inferred from the events, else from the DMs; null when all of these fail. */
export function findOwner(
  files: Map<string, Uint8Array>,
  sections: Sections,
  log: EventLog,
  channels: Channel[],
): Owner | null {
  for (const path of sections.userFiles) {
    const json = readJsonObject(files, path)
    const id = idOf(json?.id)
    if (!json || !id) continue
    return {
      id,
      name: nameOf(json.username) ?? unknownUserName,
      displayName: nameOf(json.global_name),
      avatarUrl: avatarUrlOf(id, json.avatar_hash),
      json,
    }
  }
  const id = mostFrequent(log.userIds) ?? commonRecipientOf(channels)
  return id ? { id, name: unknownUserName, displayName: null, avatarUrl: null, json: {} } : null
}

/** Rule: else the recipient common to at least two DMs. */
function commonRecipientOf(channels: Channel[]): string | null {
  const counts = new Map<string, number>()
  for (const channel of channels.filter(({ kind }) => kind === 'dm')) {
    for (const recipient of new Set(channel.recipients)) {
      if (recipient) counts.set(recipient, (counts.get(recipient) ?? 0) + 1)
    }
  }
  return mostFrequent(new Map([...counts].filter(([, count]) => count >= 2)))
}

/** Of equally frequent ids the lowest, so that the order of lines decides nothing. */
function mostFrequent(counts: Map<string, number>): string | null {
  const sorted = [...counts].sort(
    ([leftId, left], [rightId, right]) => right - left || compareIds(leftId, rightId),
  )
  return sorted[0]?.[0] ?? null
}
