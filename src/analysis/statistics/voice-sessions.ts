/** Turns joins, leaves and lost connections of voice channels into voice sessions. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { dayMs } from '../../instant.ts'
import { numberOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { EndpointList, TextNumbers } from '../collections/endpoint-list.ts'
import { byText } from '../collections/ordering.ts'
import { byPeriod, minutesBetween } from '../collections/periods.ts'
import { channelFields, channelOf, guildFields, guildOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

interface Endpoint {
  guildId: string | null
  atMs: number
  /** The duration in a leave event; 0 if it has no positive number. */
  durationMs: number
}

/** The time spent in one voice channel, in milliseconds. */
export interface VoiceSession {
  channelId: string
  guildId: string | null
  startMs: number
  endMs: number
}

export interface FoundVoice {
  sessions: VoiceSession[]
  /** Number of sessions found in the events, before any was left out. */
  foundCount: number
  /** Number of sessions that are too long, or began before Discord's launch. */
  leftOut: number
}

/** The memory of an endpoint and the voice session made of it, as measured. */
const bytesPerEndpoint = 1_200
/** Duplicates of a session differ by at most this, in their end and in their length. */
const sameSessionMs = 5_000
/**
 * The longest session whose event contains the duration: people stay in calls for days. Sessions paired from
 * two events are limited further, because a leave may be missing between them.
 */
const statedLengthMax = 7 * dayMs
const pairedLengthMax = dayMs
/**
 * The longest merged session, since no person is in a call for longer. It has 43,200 minutes; a row has room
 * for 55,294.
 */
const unitedLengthMax = 30 * dayMs

const fields = [...channelFields, ...guildFields]

export const voiceSessions: EventStatistic<FoundVoice> = {
  name: 'voice_sessions',
  means:
    'A voice session is the `duration` (milliseconds) before a leave event. Without a `duration`, it is the time from the latest join of that ' +
    'channel to its next leave or, if there is none, to its next `voice_disconnect`.',
  limits:
    'Sessions over 7 days, or over 24 hours without a `duration`, are left out; `coverage` counts them. Overlapping sessions in one channel ' +
    'are merged. A `voice_disconnect` of a stream (`context`) or with `reconnect` does not end a session.',
  events: {
    fields: {
      join_voice_channel: fields,
      leave_voice_channel: ['duration', ...fields],
      voice_disconnect: ['context', 'reconnect', ...fields],
    },
    collect: createCollector,
  },
  tables: [{ name: 'voice_sessions', rowPer: 'voice session, in a channel or a call' }],
}

function createCollector({ budget, range }: CollectorTools): Collector<FoundVoice> {
  /** Endpoints grouped by channel and labelled by guild. The value is the duration. */
  const lists = {
    join_voice_channel: new EndpointList(),
    leave_voice_channel: new EndpointList(),
    voice_disconnect: new EndpointList(),
  }
  const channels = new TextNumbers()
  const guilds = new TextNumbers()
  return {
    take({ type, fields: record }, atMs) {
      const channelId = channelOf(record)
      if (channelId === null || (type === 'voice_disconnect' && isNoEnd(record))) return
      budget.spend(bytesPerEndpoint)
      const durationMs = type === 'leave_voice_channel' ? Math.max(0, numberOf(record.duration) ?? 0) : 0
      const endpoints = lists[type as keyof typeof lists]
      endpoints.add(channels.numberOf(channelId), atMs, guilds.numberOf(guildOf(record)), durationMs)
    },
    found() {
      const found: FoundVoice = { sessions: [], foundCount: 0, leftOut: 0 }
      const [joins, leaves, disconnects] = Object.values(lists).map((list) => endpointsByGroup(list, guilds))
      for (const channel of new Set([...leaves!.keys(), ...joins!.keys()])) {
        const paired = pair(channels.textOf(channel)!, {
          joins: joins!.get(channel) ?? [],
          leaves: leaves!.get(channel) ?? [],
          disconnects: disconnects!.get(channel) ?? [],
        })
        const kept = paired.filter(({ startMs, endMs, lengthMax }) => {
          return endMs - startMs <= lengthMax && startMs >= range.startMs
        })
        found.foundCount += paired.length
        found.leftOut += paired.length - kept.length
        for (const session of unite(dropDuplicates(kept.sort(inFixedOrder)))) found.sessions.push(session)
      }
      return found
    },
  }
}

/** The call continues when a stream ends, and when a lost connection is restored. */
function isNoEnd(record: JsonObject): boolean {
  const reconnect = textOf(record.reconnect)
  return textOf(record.context) === 'stream' || reconnect === 'true' || reconnect === '1'
}

/**
 * The endpoints of each channel in chronological order. At equal times the guild decides, so the order of
 * lines does not matter.
 */
function endpointsByGroup(list: EndpointList, guilds: TextNumbers): Map<number, Endpoint[]> {
  const { groups, moments, labels, values } = list
  const endpointGuildOf = (number: number) => guilds.textOf(labels[number]!)
  const byGroup = new Map<number, Endpoint[]>()
  for (const number of list.inOrder((one, other) =>
    byText(endpointGuildOf(one) ?? '', endpointGuildOf(other) ?? ''),
  )) {
    const group = groups[number]!
    if (!byGroup.has(group)) byGroup.set(group, [])
    byGroup
      .get(group)!
      .push({ guildId: endpointGuildOf(number), atMs: moments[number]!, durationMs: values[number]! })
  }
  return byGroup
}

interface FoundSession extends VoiceSession {
  /** In milliseconds. Longer sessions are left out. */
  lengthMax: number
}

/** The endpoints of one channel. Each list is in chronological order. */
interface ChannelEndpoints {
  joins: readonly Endpoint[]
  leaves: readonly Endpoint[]
  disconnects: readonly Endpoint[]
}

function pair(channelId: string, { joins, leaves, disconnects }: ChannelEndpoints): FoundSession[] {
  const paired = (join: Endpoint, end: Endpoint): FoundSession => ({
    ...{ channelId, guildId: end.guildId ?? join.guildId, startMs: join.atMs, endMs: end.atMs },
    lengthMax: pairedLengthMax,
  })
  const byLeaves = leaves.flatMap((leave): FoundSession[] => {
    const { guildId, atMs, durationMs } = leave
    if (durationMs > 0)
      return [{ channelId, guildId, startMs: atMs - durationMs, endMs: atMs, lengthMax: statedLengthMax }]
    const join = latestBefore(joins, atMs)
    const earlierLeave = latestBefore(leaves, atMs)
    if (!join || (earlierLeave && earlierLeave.atMs > join.atMs)) return []
    return [paired(join, leave)]
  })
  const byDisconnects = joins.flatMap((join, number): FoundSession[] => {
    const nextJoinMs = joins[number + 1]?.atMs ?? Infinity
    const isBeforeNext = (end: Endpoint | undefined) => end !== undefined && end.atMs <= nextJoinMs
    const disconnect = firstAfter(disconnects, join.atMs)
    if (!isBeforeNext(disconnect) || isBeforeNext(firstAfter(leaves, join.atMs))) return []
    return [paired(join, disconnect!)]
  })
  return [...byLeaves, ...byDisconnects]
}

/** The first of the sorted items after a time. */
function firstAfter<Item extends { atMs: number }>(items: readonly Item[], atMs: number): Item | undefined {
  return items[countUpTo(items, atMs, true)]
}

/** The latest of the sorted items before a time. */
function latestBefore<Item extends { atMs: number }>(items: readonly Item[], atMs: number): Item | undefined {
  return items[countUpTo(items, atMs, false) - 1]
}

/** The number of sorted items before a time; with `isIncluded`, also those at that time. */
function countUpTo(items: readonly { atMs: number }[], atMs: number, isIncluded: boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const itemMs = items[middle]!.atMs
    if (itemMs < atMs || (isIncluded && itemMs === atMs)) low = middle + 1
    else high = middle
  }
  return low
}

/** Removes duplicates. Of equal sessions the one that starts first is kept. */
function dropDuplicates(sessions: readonly VoiceSession[]): VoiceSession[] {
  const kept: VoiceSession[] = []
  let nearest = 0
  for (const session of sessions) {
    // If ends and lengths each differ by at most the limit, starts differ by at most twice the limit.
    while (nearest < kept.length && session.startMs - kept[nearest]!.startMs > 2 * sameSessionMs) nearest++
    const same = kept.slice(nearest).find((earlier) => isSameSession(earlier, session))
    if (same) same.guildId ??= session.guildId
    else kept.push(session)
  }
  return kept
}

function isSameSession(one: VoiceSession, other: VoiceSession): boolean {
  const lengthDifference = one.endMs - one.startMs - (other.endMs - other.startMs)
  return Math.abs(one.endMs - other.endMs) <= sameSessionMs && Math.abs(lengthDifference) <= sameSessionMs
}

/**
 * Merges overlapping sessions of one channel. `sessions` must be sorted by their start. Where the merged
 * session would be too long, the next one begins at its end instead.
 */
function unite(sessions: readonly VoiceSession[]): VoiceSession[] {
  const united: VoiceSession[] = []
  for (const session of sessions) {
    const last = united.at(-1)
    const { channelId, guildId, startMs, endMs } = session
    if (last === undefined || startMs >= last.endMs) united.push({ channelId, guildId, startMs, endMs })
    else if (endMs - last.startMs <= unitedLengthMax) {
      last.endMs = Math.max(last.endMs, endMs)
      last.guildId ??= guildId
    } else united.push({ channelId, guildId, startMs: last.endMs, endMs })
  }
  return united
}

function inFixedOrder(one: VoiceSession, other: VoiceSession): number {
  return byPeriod(one, other) || byText(one.guildId ?? '', other.guildId ?? '')
}

/** Minutes of voice sessions by channel. */
export function minutesByChannel(sessions: readonly VoiceSession[]): ReadonlyMap<string, number> {
  const minutes = new TextMap<number>()
  for (const { channelId, startMs, endMs } of sessions) {
    minutes.set(channelId, (minutes.get(channelId) ?? 0) + minutesBetween(startMs, endMs))
  }
  return minutes
}
