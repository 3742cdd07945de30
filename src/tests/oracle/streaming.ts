/** Video streams by month, role and kind. */
import type { Event } from './events.ts'
import type { StreamingRow } from './extra-rows.ts'
import { dayOf, fieldTextOf, numberOf } from './values.ts'

const roles: Record<string, StreamingRow['role']> = {
  ...{ streamer: 'streamer', sender: 'streamer' },
  ...{ spectator: 'viewer', receiver: 'viewer', viewer: 'viewer' },
}
const kinds: Record<string, StreamingRow['kind']> = { stream: 'screen', default: 'camera' }
const weekSeconds = 604_800

export function countStreams(events: Event[]): StreamingRow[] {
  const groups = new Map<string, Event[]>()
  for (const event of events.filter(({ type }) => type === 'video_stream_ended')) {
    const key = JSON.stringify([
      dayOf(event.time).slice(0, 7),
      lookUp(roles, event.fields.participant_type),
      lookUp(kinds, event.fields.context),
    ])
    groups.set(key, [...(groups.get(key) ?? []), event])
  }
  return [...groups].map(([key, ofGroup]) => {
    const [month, role, kind] = JSON.parse(key) as [string, StreamingRow['role'], StreamingRow['kind']]
    const durations = ofGroup
      .map(({ fields }) => numberOf(fields.duration) ?? 0)
      .filter((seconds) => seconds > 0 && seconds <= weekSeconds)
    const seconds = durations.reduce((sum, one) => sum + one, 0)
    const total_minutes = durations.length > 0 ? Math.floor(seconds / 60) : null
    return { month, role, kind, stream_count: ofGroup.length, total_minutes }
  })
}

function lookUp<Value>(table: Record<string, Value>, field: unknown): Value | 'unknown' {
  const text = fieldTextOf(field)?.toLowerCase() ?? ''
  return Object.hasOwn(table, text) ? table[text]! : 'unknown'
}
