/** Pairs the starts and ends of app sessions. */
import { textOf } from '../data-package/fields.ts'
import { dayMs } from '../instant.ts'
import type { Budget } from './budget.ts'
import type { ActivityCollector } from './collector.ts'
import { osOf } from './event-counters.ts'

interface SessionMark {
  isStart: boolean
  /** The event's session id; null in packages that do not give it. */
  sessionId: string | null
  os: string | null
  atMs: number
}

/** One use of the app on one device, in milliseconds. */
export interface Session {
  startMs: number
  endMs: number
  os: string
}

const unknownOs = 'Unknown'

/** Collects starts and ends; `sessions` pairs them. */
export function createSessionCollector(budget: Budget): ActivityCollector & { sessions(): Session[] } {
  const marks: SessionMark[] = []
  return {
    types: ['session_start', 'session_end'],
    fields: ['session', 'os'],
    take(record, atMs) {
      const sessionId = textOf(record.session)
      budget.spend(96 + 2 * (sessionId?.length ?? 0))
      marks.push({ isStart: record.event_type === 'session_start', sessionId, os: osOf(record), atMs })
    },
    sessions: () => sessionsOf(marks),
  }
}

/**
 * Sessions from their marks: by session id where there is one, so that devices may overlap; else first in, first out
 * per operating system. Sessions over 24 hours are left out, and use up their start and end.
 */
function sessionsOf(marks: readonly SessionMark[]): Session[] {
  const groups = Map.groupBy(marks, (mark) =>
    mark.sessionId === null ? `os ${mark.os ?? unknownOs}` : `id ${mark.sessionId}`,
  )
  return [...groups.values()].flatMap(pair)
}

function pair(marks: readonly SessionMark[]): Session[] {
  const sessions: Session[] = []
  const starts: SessionMark[] = []
  let oldest = 0
  for (const mark of [...marks].sort(byTime)) {
    if (mark.isStart) {
      starts.push(mark)
      continue
    }
    const start = starts[oldest]
    if (!start) continue
    oldest++
    if (mark.atMs - start.atMs <= dayMs)
      sessions.push({ startMs: start.atMs, endMs: mark.atMs, os: start.os ?? mark.os ?? unknownOs })
  }
  return sessions
}

/** In the order of time, starts first; the system decides among equals, so that the order of lines does not. */
function byTime(one: SessionMark, other: SessionMark): number {
  const [left, right] = [one.os ?? '', other.os ?? '']
  return one.atMs - other.atMs || +other.isStart - +one.isStart || (left < right ? -1 : left > right ? 1 : 0)
}
