/** Turns joins and leaves of voice channels into voice sessions. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { dayMs } from '../../instant.ts'
import { numberOf } from '../../data-package/records/fields.ts'
import type { DateRange } from '../date-range.ts'
import { EndpointList, TextNumbers } from '../collections/endpoint-list.ts'
import { byText } from '../collections/ordering.ts'
import { byPeriod, minutesBetween } from '../collections/periods.ts'
import { channelFields, channelOf, guildFields, guildOf } from './event-fields.ts'
import type { Collector, CollectorTools, EventStatistic } from './statistic.ts'

interface Endpoint {
  guildId: string | null
  atMs: number
  /** What a leave says; 0 when it has no positive number. */
  durationMs: number
}

/** Time in one voice channel, in milliseconds. */
export interface VoiceSession {
  channelId: string
  guildId: string | null
  startMs: number
  endMs: number
}

/** A join or leave, and the voice session that comes of it, measured. */
const bytesPerEndpoint = 1_200
/** A session told by two events differs by less than this. */
const sameSessionMs = 5_000

const fields = [...channelFields, ...guildFields]

export const voiceSessions: EventStatistic<VoiceSession[]> = {
  name: 'voice_sessions',
  means:
    'A voice session is the `duration` before a leave; without one, the time since the latest join of that channel.',
  limits:
    'Sessions over 24 hours are left out; overlapping ones of a channel are one. A leave that Discord lost loses its session.',
  events: {
    fields: { join_voice_channel: fields, leave_voice_channel: ['duration', ...fields] },
    collect: createCollector,
  },
  tables: [{ name: 'voice_sessions', rowPer: 'stay in a voice channel or call' }],
}

function createCollector({ budget, range }: CollectorTools): Collector<VoiceSession[]> {
  /** Grouped by channel, labelled by guild; the value is the duration. */
  const joins = new EndpointList()
  const leaves = new EndpointList()
  const channels = new TextNumbers()
  const guilds = new TextNumbers()
  return {
    take({ type, fields: record }, atMs) {
      const channelId = channelOf(record)
      if (channelId === null) return
      budget.spend(bytesPerEndpoint)
      const isJoin = type === 'join_voice_channel'
      const durationMs = isJoin ? 0 : Math.max(0, numberOf(record.duration) ?? 0)
      const endpoints = isJoin ? joins : leaves
      endpoints.add(channels.numberOf(channelId), atMs, guilds.numberOf(guildOf(record)), durationMs)
    },
    found() {
      const joinsOf = endpointsByGroup(joins, guilds)
      const sessions: VoiceSession[] = []
      for (const [channel, ofChannel] of endpointsByGroup(leaves, guilds))
        sessions.push(...sessionsOf(channels.textOf(channel)!, joinsOf.get(channel) ?? [], ofChannel, range))
      return sessions
    },
  }
}

/** Endpoints in the order of time; of equal times the guild decides, so that no result depends on the order of lines. */
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

/**
 * Voice sessions of one channel from leaves: [end − duration, end], or from the latest join before a leave that has no duration, when that is
 * the next leave after the join. Sessions over 24 hours or reaching out of the range are left out, duplicates count once,
 * overlapping ones of a channel are united.
 */
function sessionsOf(
  channelId: string,
  joins: readonly Endpoint[],
  leaves: readonly Endpoint[],
  range: DateRange,
): VoiceSession[] {
  const sessions = pair(channelId, joins, leaves)
    .filter(({ startMs, endMs }) => endMs - startMs <= dayMs && startMs >= range.startMs)
    .sort(inFixedOrder)
  return unite(dropDuplicates(sessions))
}

function pair(channelId: string, joins: readonly Endpoint[], leaves: readonly Endpoint[]): VoiceSession[] {
  return leaves.flatMap(({ guildId, atMs, durationMs }): VoiceSession[] => {
    if (durationMs > 0) return [{ channelId, guildId, startMs: atMs - durationMs, endMs: atMs }]
    const join = latestBefore(joins, atMs)
    const earlierLeave = latestBefore(leaves, atMs)
    if (!join || (earlierLeave && earlierLeave.atMs > join.atMs)) return []
    return [{ channelId, guildId: guildId ?? join.guildId, startMs: join.atMs, endMs: atMs }]
  })
}

/** The latest of the ordered endpoints that lies before a moment. */
function latestBefore<Item extends { atMs: number }>(items: readonly Item[], atMs: number): Item | undefined {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (items[middle]!.atMs < atMs) low = middle + 1
    else high = middle
  }
  return items[low - 1]
}

/** Of equal sessions the one that starts first stands for all. */
function dropDuplicates(sessions: readonly VoiceSession[]): VoiceSession[] {
  const kept: VoiceSession[] = []
  let nearest = 0
  for (const session of sessions) {
    // Ends and lengths that differ by less than this make starts that differ by less than twice as much.
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

/** United sessions of one channel; `sessions` are in the order of their starts. */
function unite(sessions: readonly VoiceSession[]): VoiceSession[] {
  const united: VoiceSession[] = []
  for (const session of sessions) {
    const last = united.at(-1)
    if (last && session.startMs < last.endMs) {
      last.endMs = Math.max(last.endMs, session.endMs)
      last.guildId ??= session.guildId
    } else united.push({ ...session })
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
