/** Pairs the starts and ends of sessions of the app. */
import type { Event } from './events.ts'
import type { SessionRow } from './rows.ts'
import { comparedTextOf, labelOf, secondsTextOf } from './values.ts'

const dayMs = 86_400_000

export interface FoundSessions {
  rows: SessionRow[]
  /** The number of sessions before any is left out. */
  made: number
  /** The number of sessions longer than 24 h. */
  leftOut: number
}

/**
 * Rule: session_start and session_end are paired by their `session` id if present, else first-in-first-out
 * per os. Sessions longer than 24 h are left out. The os comes from the start, else from the end, else it is
 * "Unknown".
 */
export function findSessions(events: Event[]): FoundSessions {
  const groups = new Map<string | null, Event[]>()
  for (const event of events) {
    if (event.type !== 'session_start' && event.type !== 'session_end') continue
    const id = comparedTextOf(event.fields.session)
    if (!groups.has(id)) groups.set(id, [])
    groups.get(id)!.push(event)
  }
  const found: FoundSessions = { rows: [], made: 0, leftOut: 0 }
  for (const [id, group] of groups) pairInOrder(group, id !== null, found)
  return found
}

/**
 * Each end belongs to the oldest open start with its id. Without ids, it belongs to the oldest open start
 * with its os, and an end or a start without an os pairs with any. Events at the same time are ordered:
 * starts before ends, then by os, with those without an os last.
 */
function pairInOrder(events: Event[], haveId: boolean, found: FoundSessions): void {
  const open: Event[] = []
  const isEnd = ({ type }: Event) => Number(type === 'session_end')
  for (const event of events.toSorted(
    (left, right) => left.time - right.time || isEnd(left) - isEnd(right) || compareOs(left, right),
  )) {
    if (!isEnd(event)) {
      open.push(event)
      continue
    }
    const os = osOf(event)
    const at = open.findIndex((start) => haveId || !os || !osOf(start) || osOf(start) === os)
    if (at < 0) continue
    const start = open.splice(at, 1)[0]!
    found.made++
    if (event.time - start.time > dayMs) {
      found.leftOut++
      continue
    }
    found.rows.push({
      started_date: secondsTextOf(start.time),
      ended_date: secondsTextOf(event.time),
      duration_mins: Math.floor((event.time - start.time) / 60_000),
      device_os: osOf(start) ?? os ?? 'Unknown',
    })
  }
}

function compareOs(left: Event, right: Event): number {
  const [one, other] = [osOf(left) ?? '\uffff', osOf(right) ?? '\uffff']
  return one < other ? -1 : one > other ? 1 : 0
}

function osOf(event: Event): string | null {
  return labelOf(event.fields.os)
}
