/** Video streams: the owner's own streams and those that the owner watched. */
import { numberOf, textOf } from '../../data-package/records/fields.ts'
import { inOrder } from '../collections/ordering.ts'
import { monthOf } from './event-fields.ts'
import { type Collector, type CollectorTools, type EventStatistic, type Row, foundBy } from './statistic.ts'

interface Streams {
  month: string
  role: string
  kind: string
  count: number
  /** Null when no event of these streams contains a duration. */
  seconds: number | null
}

/** Values of `participant_type` for streams and for video calls. */
const roles: { readonly [type: string]: string } = {
  ...{ streamer: 'streamer', sender: 'streamer' },
  ...{ spectator: 'viewer', receiver: 'viewer', viewer: 'viewer' },
}
const kinds: { readonly [context: string]: string } = { stream: 'screen', default: 'camera' }
/** A longer duration is an error. */
export const secondsMax = 7 * 24 * 3_600
const fields = ['participant_type', 'context', 'duration']

export const streaming: EventStatistic<Streams[]> = {
  name: 'streaming',
  means: 'Video streams that ended, by month, role (streamer or viewer) and kind (screen or camera).',
  limits:
    'Every stream that the owner watched counts. `stream_*` events report settings and problems, not streams.',
  events: { fields: { video_stream_ended: fields }, collect: createCollector },
  tables: [
    {
      name: 'streaming',
      rowPer: 'month, role and kind',
      sql: `CREATE TABLE streaming (
  month TEXT NOT NULL,
  role TEXT NOT NULL,           -- 'streamer', 'viewer', 'unknown'
  kind TEXT NOT NULL,           -- 'screen', 'camera', 'unknown'
  stream_count INTEGER NOT NULL,
  total_minutes INTEGER         -- NULL: no event has a duration
)`,
      rows: ({ activity }) => rowsOf(foundBy(streaming, activity)),
    },
  ],
}

function createCollector({ budget }: CollectorTools): Collector<Streams[]> {
  const streams = new Map<string, Streams>()
  return {
    take({ fields: record }, atMs) {
      const month = monthOf(atMs)
      const role = meaningOf(roles, record.participant_type)
      const kind = meaningOf(kinds, record.context)
      const key = `${month} ${role} ${kind}`
      let known = streams.get(key)
      if (known === undefined) {
        budget.spend(300)
        streams.set(key, (known = { month, role, kind, count: 0, seconds: null }))
      }
      known.count++
      const seconds = numberOf(record.duration)
      if (seconds !== null && seconds > 0 && seconds <= secondsMax)
        known.seconds = (known.seconds ?? 0) + seconds
    },
    found: () => [...streams.values()],
  }
}

function meaningOf(meanings: { readonly [text: string]: string }, value: unknown): string {
  const text = (textOf(value) ?? '').toLowerCase()
  return Object.hasOwn(meanings, text) ? meanings[text]! : 'unknown'
}

function rowsOf(streams: readonly Streams[]): Row[] {
  return inOrder(streams, ({ month, role, kind }) => [month, role, kind]).map(
    ({ month, role, kind, count, seconds }) => [
      ...[month, role, kind, count],
      seconds === null ? null : Math.floor(seconds / 60),
    ],
  )
}
