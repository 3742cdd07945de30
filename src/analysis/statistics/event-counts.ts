/** Counts events per hour by the table of counted-events.ts. */
import type { JsonObject } from '../../data-package/records/json.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import { ActivityCounter, type ActivityCounts, bareSource } from './activity-counter.ts'
import { countedEvents } from './counted-events.ts'
import { CrashTimes } from './crashes.ts'
import { osOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

const none: FieldNames = []
const skipped = -1

export const eventCounts: EventStatistic<ActivityCounts> = {
  name: 'activity',
  means:
    'How often each event happened, by place and hour: the events in the table above, and the messages in `Messages`.',
  limits: 'Only events that Discord recorded count: see `tracking_gaps`.',
  events: {
    fields: Object.fromEntries(
      Object.entries(countedEvents).map(([type, { fields = none }]) => [type, fields]),
    ),
    collect: createEventCounter,
  },
  tables: [{ name: 'activity', rowPer: 'event, place and hour' }],
}

function createEventCounter({ budget }: CollectorTools): Collector<ActivityCounts> {
  const counter = new ActivityCounter(budget)
  const crashes = new CrashTimes(budget)
  const types = new Map(
    Object.entries(countedEvents).map(([type, { as: event = type, fields = none, row, skip }]) => {
      const sourceOf = (record: JsonObject) =>
        skip?.(record) ? skipped : counter.sourceOf({ ...bareSource(event), ...row?.(record) })
      /** Sources by the raw fields, because decoding and checking ids takes longer than the lookup. */
      return [type, { fields, sourceOf, byFields: new Map<number, number>() }]
    }),
  )
  return {
    take(record, atMs) {
      const { fields, sourceOf, byFields } = types.get(record.type!)!
      const key = record.keyOf(fields)
      let source = byFields.get(key)
      if (source === undefined) {
        budget.spend(48)
        byFields.set(key, (source = sourceOf(record.fields)))
      }
      if (source === skipped) return
      // Whether this is a separate crash is known only after all events.
      if (record.type === 'app_native_crash') return crashes.addNativeCrash(osOf(record.fields), atMs)
      if (record.type === 'app_crashed') crashes.addCrash(osOf(record.fields), atMs)
      counter.add(source, atMs)
    },
    found() {
      const crash = counter.sourceOf(bareSource('app_crashed'))
      for (const atMs of crashes.nativeOnly()) counter.add(crash, atMs)
      return counter.result()
    },
  }
}
