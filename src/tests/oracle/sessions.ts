/** Sessions of the app. */
import type { Event } from './events.ts'
import type { SessionRow } from './rows.ts'
import { fieldTextOf, secondsTextOf } from './values.ts'

const dayMilliseconds = 86_400_000

/**
 * Rule: session_start and session_end are paired by their `session` id when present, else first-in-first-out per
 * os; longer than 24 h → left out; os of the start, else of the end, else "Unknown".
 */
export function findSessions(events: Event[]): SessionRow[] {
  const groups = new Map<string, Event[]>()
  for (const event of events) {
    if (event.type !== 'session_start' && event.type !== 'session_end') continue
    const id = fieldTextOf(event.fields.session)
    const key = JSON.stringify(id ? { id } : { os: osOf(event) ?? 'Unknown' })
    if (!groups.has(key)) groups.set(key, [])
    groups.get(key)!.push(event)
  }
  return [...groups.values()].flatMap(pairInOrder)
}

/** Each end belongs to the oldest start that is still open; of equal times a start comes first. */
function pairInOrder(events: Event[]): SessionRow[] {
  const rows: SessionRow[] = []
  const open: Event[] = []
  const isEnd = ({ type }: Event) => Number(type === 'session_end')
  for (const event of events.toSorted(
    (left, right) => left.time - right.time || isEnd(left) - isEnd(right),
  )) {
    if (!isEnd(event)) {
      open.push(event)
      continue
    }
    const start = open.shift()
    if (!start || event.time - start.time > dayMilliseconds) continue
    rows.push({
      started_date: secondsTextOf(start.time),
      ended_date: secondsTextOf(event.time),
      duration_mins: Math.floor((event.time - start.time) / 60_000),
      device_os: osOf(start) ?? osOf(event) ?? 'Unknown',
    })
  }
  return rows
}

function osOf(event: Event): string | null {
  return fieldTextOf(event.fields.os)
}
