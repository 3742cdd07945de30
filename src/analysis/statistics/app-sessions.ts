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
import { OpenStarts } from '../collections/open-starts.ts'
import { byText } from '../collections/ordering.ts'
import { osOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

/** One session of app use on one device, in milliseconds. */
export interface Session {
  startMs: number
  endMs: number
  os: string
}

const unknownOs = 'Unknown'

const sessionField = 'session'
const osField = ['os']
/** The memory of an endpoint and its half of the resulting session, as measured. */
const bytesPerEndpoint = 220
const bytesPerSystem = 300

export interface FoundSessions {
  sessions: Session[]
  /** Number of pairs of a start and an end that are more than 24 hours apart. */
  leftOut: number
}

export const appSessions: EventStatistic<FoundSessions> = {
  name: 'sessions',
  means:
    'The time between a start and the end with the same `session` id; without ids, first in, first out per operating system.',
  limits: 'Sessions over 24 hours are left out; `coverage` counts them. Sessions without an end are missing.',
  events: {
    fields: { session_start: [sessionField, 'os'], session_end: [sessionField, 'os'] },
    collect: createCollector,
  },
  tables: [{ name: 'sessions', rowPer: 'app session' }],
}

/** The group of all endpoints without an id. */
const withoutId = -1

function createCollector({ budget }: CollectorTools): Collector<FoundSessions> {
  /**
   * Endpoints grouped by session id and labelled by operating system. The value is 1 for a start and 0 for an
   * end.
   */
  const endpoints = new EndpointList()
  const systems = new TextNumbers()
  const fingerprint: Fingerprint = { high: 0, low: 0 }

  const groupOf = (record: ScannedObject): number => {
    if (record.fingerprint(sessionField, 5, fingerprint)) return numberOfFingerprint(fingerprint)
    const id = textOf(record.fields.session)
    if (id === null) return withoutId
    fingerprintText(fingerprint, id)
    return numberOfFingerprint(fingerprint)
  }
  /** Operating systems by the raw field, because decoding and cleaning it takes longer than the lookup. */
  const systemsByField = new Map<number, number>()
  const systemOf = (record: ScannedObject): number => {
    const written = record.keyOf(osField)
    let system = systemsByField.get(written)
    if (system === undefined) {
      const os = osOf(record.fields)
      budget.spend(bytesPerSystem + (os?.length ?? 0))
      systemsByField.set(written, (system = systems.numberOf(os)))
    }
    return system
  }
  return {
    take(record, atMs) {
      budget.spend(bytesPerEndpoint)
      endpoints.add(groupOf(record), atMs, systemOf(record), record.type === 'session_start' ? 1 : 0)
    },
    found: () => pair(endpoints, systems),
  }
}

/**
 * Pairs the endpoints of each session id, and all endpoints without an id: first in, first out. Sessions
 * without an id may overlap with others. A start and an end that are more than 24 hours apart are left out,
 * and not paired with others. At equal times, starts come before ends, and then the operating system decides,
 * so the order of lines does not matter.
 */
function pair(endpoints: EndpointList, systems: TextNumbers): FoundSessions {
  const { groups, moments, labels, values } = endpoints
  const systemOf = (number: number) => systems.textOf(labels[number]!)
  const ordered = endpoints.inOrder(
    (one, other) => values[other]! - values[one]! || byText(systemOf(one) ?? '', systemOf(other) ?? ''),
  )
  const found: FoundSessions = { sessions: [], leftOut: 0 }
  const close = (start: number | undefined, end: number) => {
    if (start === undefined) return
    const [startMs, endMs] = [moments[start]!, moments[end]!]
    if (endMs - startMs > dayMs) found.leftOut++
    else found.sessions.push({ startMs, endMs, os: systemOf(start) ?? systemOf(end) ?? unknownOs })
  }
  const withoutIds = new OpenStarts()
  let group: number | undefined
  let starts: number[] = []
  for (const number of ordered) {
    if (groups[number] !== group) starts = []
    group = groups[number]
    const isStart = values[number] === 1
    if (group === withoutId) {
      if (isStart) withoutIds.add(number, systemOf(number))
      else close(withoutIds.take(systemOf(number)), number)
    } else if (isStart) starts.push(number)
    else close(starts.shift(), number)
  }
  return found
}
