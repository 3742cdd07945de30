/** Pairs the starts and ends of app sessions. */
import { textOf } from '../data-package/fields.ts'
import { type Fingerprint, fingerprintText, numberOfFingerprint } from '../data-package/fingerprint.ts'
import type { ScannedObject } from '../data-package/scanned-object.ts'
import { dayMs } from '../instant.ts'
import type { Budget } from './budget.ts'
import type { ActivityCollector } from './collector.ts'
import { osOf } from './event-counters.ts'

interface SessionMark {
  isStart: boolean
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

const sessionField = 'session'
/** A mark, its place in the chain, its share of the map, and the session that comes of it, measured. */
const bytesPerMark = 450

/** Collects starts and ends; `sessions` pairs them. */
export function createSessionCollector(budget: Budget): ActivityCollector & { sessions(): Session[] } {
  const marks: SessionMark[] = []
  /** For each mark, the one before it of the same session; −1 for none. */
  const previous: number[] = []
  /** By the number of a session id, or of a system in packages that give none: its last mark. */
  const lastOf = new Map<number, number>()
  const print: Fingerprint = { high: 0, low: 0 }

  const groupOf = (record: ScannedObject, os: string | null): number => {
    if (record.fingerprint(sessionField, 5, print)) return numberOfFingerprint(print)
    const id = textOf(record.fields.session)
    fingerprintText(print, id ?? os ?? unknownOs)
    return id === null ? -1 - numberOfFingerprint(print) : numberOfFingerprint(print)
  }
  return {
    types: ['session_start', 'session_end'],
    fields: [sessionField, 'os'],
    take(record, atMs) {
      const os = osOf(record.fields)
      budget.spend(bytesPerMark + (os?.length ?? 0))
      const group = groupOf(record, os)
      previous.push(lastOf.get(group) ?? -1)
      lastOf.set(group, marks.length)
      marks.push({ isStart: record.type === 'session_start', os, atMs })
    },
    sessions: () => [...lastOf.values()].flatMap((last) => pair(chainOf(last))),
  }

  function chainOf(last: number): SessionMark[] {
    const chain: SessionMark[] = []
    for (let at = last; at >= 0; at = previous[at]!) chain.push(marks[at]!)
    return chain
  }
}

/**
 * Sessions from the marks of one session id, or of one system where events give none (devices with ids may overlap): first
 * in, first out. Sessions over 24 hours are left out, and use up their start and end.
 */
function pair(marks: SessionMark[]): Session[] {
  const sessions: Session[] = []
  const starts: SessionMark[] = []
  let oldest = 0
  for (const mark of marks.sort(byTime)) {
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
