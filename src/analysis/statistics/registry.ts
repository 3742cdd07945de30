/**
 * The list of all statistics. It determines which events are read, which tables the result has, and what the
 * documents say.
 */
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import { collectGarbage } from '../../platform/garbage.ts'
import { appSessionsByOs } from './app-sessions-by-os.ts'
import { appSessions } from './app-sessions.ts'
import { calls } from './calls.ts'
import { coverage } from './coverage.ts'
import { deletedMessages } from './deleted-messages.ts'
import { devices } from './devices.ts'
import { directMessages } from './direct-messages.ts'
import { channelFields, guildFields } from './event-fields.ts'
import { eventCounts } from './event-counts.ts'
import { gameDays } from './game-days.ts'
import { games } from './games.ts'
import { messageTotals } from './message-totals.ts'
import { messageWords } from './message-words.ts'
import { packageData } from './owner.ts'
import { paymentTotals, payments } from './payments.ts'
import { reactions } from './reactions.ts'
import { relationships } from './relationships.ts'
import { sentMessages } from './sent-messages.ts'
import { serverTimeline } from './server-timeline.ts'
import { serversAndChannels } from './servers-and-channels.ts'
import type { Collector, CollectorTools, EventSource, ResultTable, Statistic } from './statistic.ts'
import { streaming } from './streaming.ts'
import { trackingGaps } from './tracking-gaps.ts'
import { voiceSessions } from './voice-sessions.ts'

/** Sorted by the position of their tables in the result. */
export const statistics: readonly Statistic<any>[] = [
  ...[eventCounts, voiceSessions, appSessions, directMessages, serversAndChannels, payments, packageData],
  ...[coverage, trackingGaps, messageWords, games, devices, relationships, paymentTotals, reactions, calls],
  ...[sentMessages, deletedMessages, messageTotals, gameDays, serverTimeline, streaming, appSessionsByOs],
]

/** The fields that identify an event without an id, together with its type. */
export const identityFields: FieldNames = ['timestamp', 'message_id', ...channelFields, ...guildFields]

/** The tables that statistics define themselves, in addition to those of schema.sql. */
export function ownTables(): (ResultTable & { sql: string })[] {
  return statistics.flatMap(({ tables }) => tables).filter((table) => table.sql !== undefined) as any
}

/** Event type → the fields that any statistic reads from it. */
export function wantedEvents(): Map<string, FieldNames> {
  const wanted = new Map<string, FieldNames>()
  for (const { events } of statistics) {
    for (const [type, fields] of Object.entries(events?.fields ?? {}))
      wanted.set(type, [...new Set([...(wanted.get(type) ?? []), ...fields])])
  }
  return wanted
}

/** The fields that are read from events, without duplicates. The reader adds `event_type` and `event_id`. */
export function wantedFields(): FieldNames {
  return [...new Set(['user_id', ...identityFields, ...[...wantedEvents().values()].flat()])]
}

export interface Collectors {
  /** Event type → the collectors that receive its events. */
  takers: Map<string, Collector<unknown>[]>
  /**
   * The result of each statistic, by its name, converted by `encode`. Each collector is freed before the next
   * one computes its result. Call it once.
   */
  found(encode: (found: unknown) => unknown): { [statistic: string]: unknown }
}

/** Creates a collector for each statistic that reads events. */
export function createCollectors(tools: CollectorTools): Collectors {
  const takers = new Map<string, Collector<unknown>[]>()
  const collectors = new Map<string, Collector<unknown>>()
  for (const { name, events } of statistics as readonly { name: string; events?: EventSource<unknown> }[]) {
    if (!events) continue
    const collector = events.collect(tools)
    collectors.set(name, collector)
    for (const type of Object.keys(events.fields)) takers.set(type, [...(takers.get(type) ?? []), collector])
  }
  return {
    takers,
    found(encode) {
      takers.clear()
      const found: { [statistic: string]: unknown } = {}
      for (const [name, collector] of collectors) {
        collectors.delete(name)
        found[name] = encode(collector.found())
        collectGarbage()
      }
      return found
    },
  }
}
