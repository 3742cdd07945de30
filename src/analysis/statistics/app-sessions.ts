/** Pairs the starts and ends of app sessions. */
import { textOf } from '../../data-package/records/fields.ts'
import {
  type Fingerprint,
  fingerprintText,
  numberOfFingerprint,
} from '../../data-package/records/fingerprint.ts'
import type { ScannedObject } from '../../data-package/records/scanned-object.ts'
import { dayMs } from '../../instant.ts'
import type { Budget } from '../collections/budget.ts'
import type { ActivityCollector } from './collector.ts'
import { osOf } from './event-counters.ts'
import { MarkList, TextNumbers } from '../collections/endpoint-list.ts'
import { byText } from '../collections/ordering.ts'

/** One use of the app on one device, in milliseconds. */
export interface Session {
  startMs: number
  endMs: number
  os: string
}

const unknownOs = 'Unknown'

const sessionField = 'session'
/** A mark, and its half of the session that comes of it, measured. */
const bytesPerMark = 220

/** Collects starts and ends; `sessions` pairs them. */
export function createSessionCollector(budget: Budget): ActivityCollector & { sessions(): Session[] } {
  /** Grouped by the session id, or by the system in packages that give none; labelled by the system; 1 is a start, 0 an end. */
  const marks = new MarkList()
  const systems = new TextNumbers()
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
      const isStart = record.type === 'session_start'
      marks.add(groupOf(record, os), atMs, systems.numberOf(os), isStart ? 1 : 0)
    },
    sessions: () => pair(marks, systems),
  }
}

/**
 * Sessions from the marks of each session id, or of each system where events give none (devices with ids may overlap): first
 * in, first out. Sessions over 24 hours are left out, and use up their start and end. Of equal times starts come first; the
 * system decides among equals, so that the order of lines does not.
 */
function pair(marks: MarkList, systems: TextNumbers): Session[] {
  const { groups, moments, labels, values } = marks
  const systemOf = (place: number) => systems.textOf(labels[place]!)
  const places = marks.inOrder(
    (one, other) => values[other]! - values[one]! || byText(systemOf(one) ?? '', systemOf(other) ?? ''),
  )
  const sessions: Session[] = []
  let group: number | undefined
  const starts: number[] = []
  let oldest = 0
  for (const place of places) {
    if (groups[place] !== group) {
      group = groups[place]
      starts.length = 0
      oldest = 0
    }
    if (values[place] === 1) {
      starts.push(place)
      continue
    }
    const start = starts[oldest]
    if (start === undefined) continue
    oldest++
    const startMs = moments[start]!
    const endMs = moments[place]!
    if (endMs - startMs <= dayMs)
      sessions.push({ startMs, endMs, os: systemOf(start) ?? systemOf(place) ?? unknownOs })
  }
  return sessions
}
