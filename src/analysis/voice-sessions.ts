/** Turns joins and leaves of voice channels into stays. */
import { dayMs } from '../instant.ts'
import { numberOf } from '../data-package/fields.ts'
import type { Budget } from './budget.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'
import type { DateRange } from './date-range.ts'
import { channelOf, guildOf } from './event-counters.ts'

interface VoiceJoin {
  channelId: string
  guildId: string | null
  atMs: number
}

interface VoiceLeave {
  channelId: string
  guildId: string | null
  atMs: number
  /** What the event says; null when it has no positive number. */
  durationMs: number | null
}

/** Time in one voice channel, in milliseconds. */
export interface Stay {
  channelId: string
  guildId: string | null
  startMs: number
  endMs: number
}

/** A join or leave, and the stay that comes of it, measured. */
const bytesPerMark = 1_200
/** A stay told by two events differs by less than this. */
const sameStayMs = 5_000

/** Collects joins and leaves; `stays` makes stays of them. */
export function createVoiceCollector(
  budget: Budget,
): ActivityCollector & { stays(range: DateRange): Stay[] } {
  const joins: VoiceJoin[] = []
  const leaves: VoiceLeave[] = []
  return {
    types: ['join_voice_channel', 'leave_voice_channel'],
    fields: ['duration', ...channelFields, ...guildFields],
    take({ type, fields: record }, atMs) {
      const channelId = channelOf(record)
      if (channelId === null) return
      budget.spend(bytesPerMark)
      const mark = { channelId, guildId: guildOf(record), atMs }
      if (type === 'join_voice_channel') joins.push(mark)
      else leaves.push({ ...mark, durationMs: durationOf(record.duration) })
    },
    stays: (range) => staysOf(joins, leaves, range),
  }
}

function durationOf(value: unknown): number | null {
  const duration = numberOf(value)
  return duration !== null && duration > 0 ? duration : null
}

/**
 * Stays from leaves: [end − duration, end], or from the latest join before a leave that has no duration, when that is
 * the next leave after the join. Stays over 24 hours or reaching out of the range are left out, doubles count once,
 * overlapping ones of a channel are united.
 */
function staysOf(joins: readonly VoiceJoin[], leaves: readonly VoiceLeave[], range: DateRange): Stay[] {
  const joinsByChannel = Map.groupBy(joins, (join) => join.channelId)
  return [...Map.groupBy(leaves, (leave) => leave.channelId)].flatMap(([channelId, ofChannel]) => {
    const stays = pair(joinsByChannel.get(channelId) ?? [], ofChannel)
      .filter(({ startMs, endMs }) => endMs - startMs <= dayMs && startMs >= range.startMs)
      .sort(byPeriod)
    return unite(dropDoubles(stays))
  })
}

function pair(joins: readonly VoiceJoin[], leaves: readonly VoiceLeave[]): Stay[] {
  const joinsInOrder = [...joins].sort(byTime)
  const leavesInOrder = [...leaves].sort(byTime)
  return leaves.flatMap(({ channelId, guildId, atMs, durationMs }): Stay[] => {
    if (durationMs !== null) return [{ channelId, guildId, startMs: atMs - durationMs, endMs: atMs }]
    const join = latestBefore(joinsInOrder, atMs)
    const earlierLeave = latestBefore(leavesInOrder, atMs)
    if (!join || (earlierLeave && earlierLeave.atMs > join.atMs)) return []
    return [{ channelId, guildId: guildId ?? join.guildId, startMs: join.atMs, endMs: atMs }]
  })
}

/** The latest of the ordered marks that lies before a moment. */
function latestBefore<Mark extends { atMs: number }>(marks: readonly Mark[], atMs: number): Mark | undefined {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (marks[middle]!.atMs < atMs) low = middle + 1
    else high = middle
  }
  return marks[low - 1]
}

/** Of equal stays the one that starts first stands for all. */
function dropDoubles(stays: readonly Stay[]): Stay[] {
  const kept: Stay[] = []
  let nearest = 0
  for (const stay of stays) {
    // Ends and lengths that differ by less than this make starts that differ by less than twice as much.
    while (nearest < kept.length && stay.startMs - kept[nearest]!.startMs > 2 * sameStayMs) nearest++
    const same = kept.slice(nearest).find((earlier) => isSameStay(earlier, stay))
    if (same) same.guildId ??= stay.guildId
    else kept.push(stay)
  }
  return kept
}

function isSameStay(one: Stay, other: Stay): boolean {
  const lengthDifference = one.endMs - one.startMs - (other.endMs - other.startMs)
  return Math.abs(one.endMs - other.endMs) <= sameStayMs && Math.abs(lengthDifference) <= sameStayMs
}

/** United stays of one channel; `stays` are in the order of their starts. */
function unite(stays: readonly Stay[]): Stay[] {
  const united: Stay[] = []
  for (const stay of stays) {
    const last = united.at(-1)
    if (last && stay.startMs < last.endMs) {
      last.endMs = Math.max(last.endMs, stay.endMs)
      last.guildId ??= stay.guildId
    } else united.push({ ...stay })
  }
  return united
}

/** In the order of time; of equal times the guild decides, so that no result depends on the order of lines. */
function byTime(one: VoiceJoin, other: VoiceJoin): number {
  return one.atMs - other.atMs || byGuild(one, other)
}

function byPeriod(one: Stay, other: Stay): number {
  return one.startMs - other.startMs || one.endMs - other.endMs || byGuild(one, other)
}

function byGuild(one: { guildId: string | null }, other: { guildId: string | null }): number {
  const [left, right] = [one.guildId ?? '', other.guildId ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}
