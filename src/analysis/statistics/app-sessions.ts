/** Pairs the starts and ends of app sessions. */
import { textOf } from '../../data-package/records/fields.ts'
import {
  type Fingerprint,
  fingerprintText,
  numberOfFingerprint,
} from '../../data-package/records/fingerprint.ts'
import type { ScannedObject } from '../../data-package/records/scanned-object.ts'
import { dayMs } from '../../instant.ts'
import { EndpointList, TextNumbers } from '../collections/endpoint-list.ts'
import { byText } from '../collections/ordering.ts'
import { osOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

/** One use of the app on one device, in milliseconds. */
export interface Session {
  startMs: number
  endMs: number
  os: string
}

const unknownOs = 'Unknown'

const sessionField = 'session'
/** An endpoint, and its half of the session that comes of it, measured. */
const bytesPerEndpoint = 220

export const appSessions: EventStatistic<Session[]> = {
  name: 'sessions',
  means:
    'The time between a start and the end with the same `session`; without ids, first in, first out per system.',
  limits: 'Over 24 hours left out. Sessions without an end are not told.',
  events: {
    fields: { session_start: [sessionField, 'os'], session_end: [sessionField, 'os'] },
    collect: createCollector,
  },
  tables: [{ name: 'sessions', rowPer: 'use of the app' }],
}

function createCollector({ budget }: CollectorTools): Collector<Session[]> {
  /** Grouped by the session id, or by the system in packages that give none; labelled by the system; 1 is a start, 0 an end. */
  const endpoints = new EndpointList()
  const systems = new TextNumbers()
  const fingerprint: Fingerprint = { high: 0, low: 0 }

  const groupOf = (record: ScannedObject, os: string | null): number => {
    if (record.fingerprint(sessionField, 5, fingerprint)) return numberOfFingerprint(fingerprint)
    const id = textOf(record.fields.session)
    fingerprintText(fingerprint, id ?? os ?? unknownOs)
    return id === null ? -1 - numberOfFingerprint(fingerprint) : numberOfFingerprint(fingerprint)
  }
  return {
    take(record, atMs) {
      const os = osOf(record.fields)
      budget.spend(bytesPerEndpoint + (os?.length ?? 0))
      const isStart = record.type === 'session_start'
      endpoints.add(groupOf(record, os), atMs, systems.numberOf(os), isStart ? 1 : 0)
    },
    found: () => pair(endpoints, systems),
  }
}

/**
 * Sessions from the endpoints of each session id, or of each system where events give none (devices with ids may overlap): first
 * in, first out. Sessions over 24 hours are left out, and use up their start and end. Of equal times starts come first; the
 * system decides among equals, so that the order of lines does not.
 */
function pair(endpoints: EndpointList, systems: TextNumbers): Session[] {
  const { groups, moments, labels, values } = endpoints
  const systemOf = (number: number) => systems.textOf(labels[number]!)
  const ordered = endpoints.inOrder(
    (one, other) => values[other]! - values[one]! || byText(systemOf(one) ?? '', systemOf(other) ?? ''),
  )
  const sessions: Session[] = []
  let group: number | undefined
  const starts: number[] = []
  let oldest = 0
  for (const number of ordered) {
    if (groups[number] !== group) {
      group = groups[number]
      starts.length = 0
      oldest = 0
    }
    if (values[number] === 1) {
      starts.push(number)
      continue
    }
    const start = starts[oldest]
    if (start === undefined) continue
    oldest++
    const startMs = moments[start]!
    const endMs = moments[number]!
    if (endMs - startMs <= dayMs)
      sessions.push({ startMs, endMs, os: systemOf(start) ?? systemOf(number) ?? unknownOs })
  }
  return sessions
}
