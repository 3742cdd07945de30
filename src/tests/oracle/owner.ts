/** Determines the owner of a package. */
import { compareIds, unknownOwnerId, type Channel } from './channels.ts'
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
  /** The owner's user.json; empty if the owner was inferred. */
  json: JsonObject
}

/** Rule: user.json, else inferred from the events, else from DMs and group DMs, else unknown. */
export function findOwner(
  files: Map<string, Uint8Array>,
  sections: Sections,
  log: EventLog,
  channels: Channel[],
): Owner {
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
  const id = mostFrequent(log.userIds) ?? commonRecipientOf(channels) ?? unknownOwnerId
  return { id, name: unknownUserName, displayName: null, avatarUrl: null, json: {} }
}

/**
 * Rule: the recipient of the most DMs and group DMs, and of at least two; null if several recipients are
 * equally common.
 */
function commonRecipientOf(channels: Channel[]): string | null {
  const counts = new Map<string, number>()
  for (const channel of channels.filter(({ kind }) => kind === 'dm' || kind === 'group')) {
    for (const recipient of new Set(channel.recipients)) {
      if (recipient) counts.set(recipient, (counts.get(recipient) ?? 0) + 1)
    }
  }
  const [first, second] = [...counts].sort(([, left], [, right]) => right - left)
  return first && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : null
}

/** Of equally frequent ids the lowest, so that the order of the lines does not matter. */
function mostFrequent(counts: Map<string, number>): string | null {
  const sorted = [...counts].sort(
    ([leftId, left], [rightId, right]) => right - left || compareIds(leftId, rightId),
  )
  return sorted[0]?.[0] ?? null
}
