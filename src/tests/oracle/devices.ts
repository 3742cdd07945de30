/** Operating systems and clients, and the relationships of the account. */
import type { Event } from './events.ts'
import type { DeviceRow, RelationshipRow } from './extra-rows.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { dayOf, fieldTextOf, labelOf, timeOf } from './values.ts'

export function listDevices(events: Event[]): DeviceRow[] {
  const groups = new Map<string, string[]>()
  for (const { type, time, fields } of events) {
    if (type !== 'app_opened' && type !== 'session_start') continue
    const key = JSON.stringify([labelOf(fields.os), labelOf(fields.browser)])
    groups.set(key, [...(groups.get(key) ?? []), dayOf(time)])
  }
  return [...groups].map(([key, days]) => {
    const [os, client] = JSON.parse(key) as (string | null)[]
    const sorted = days.sort()
    return {
      os: os ?? 'Unknown',
      client: client ?? 'Unknown',
      first_day: sorted[0]!,
      last_day: sorted.at(-1)!,
      event_count: days.length,
    }
  })
}

const typeNames = ['FRIEND', 'BLOCKED', 'PENDING_INCOMING', 'PENDING_OUTGOING', 'IMPLICIT', 'SUGGESTION']

/** By type, and by the year in which they began if the package contains it. */
export function countRelationships(userJson: JsonObject): RelationshipRow[] {
  const rows = new Map<string, RelationshipRow>()
  const relationships = Array.isArray(userJson.relationships) ? userJson.relationships : []
  for (const { type: written, since } of relationships.filter(isObject)) {
    const type = fieldTextOf(written) ?? ''
    const name = typeNames[Number(type) - 1] ?? (typeNames.includes(type) ? type : 'OTHER')
    const time = timeOf(since)
    const since_year = time === null ? null : new Date(time).getUTCFullYear()
    const key = JSON.stringify([name, since_year])
    const row = rows.get(key) ?? { type: name, since_year, relationship_count: 0 }
    row.relationship_count++
    rows.set(key, row)
  }
  return [...rows.values()]
}
