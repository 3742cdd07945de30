/** Turns joins and leaves of voice channels into stays. */
import { dayMs } from '../../instant.ts'
import { numberOf } from '../../data-package/records/fields.ts'
import type { Budget } from '../collections/budget.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'
import type { DateRange } from '../date-range.ts'
import { channelOf, guildOf } from './event-counters.ts'
import { MarkList, TextNumbers } from '../collections/endpoint-list.ts'
import { byPeriod, byText } from '../collections/ordering.ts'

interface VoiceMark {
  guildId: string | null
  atMs: number
  /** What a leave says; 0 when it has no positive number. */
  durationMs: number
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
  /** Grouped by channel, labelled by guild; the value is the duration. */
  const joins = new MarkList()
  const leaves = new MarkList()
  const channels = new TextNumbers()
  const guilds = new TextNumbers()
  return {
    types: ['join_voice_channel', 'leave_voice_channel'],
    fields: ['duration', ...channelFields, ...guildFields],
    take({ type, fields: record }, atMs) {
      const channelId = channelOf(record)
      if (channelId === null) return
      budget.spend(bytesPerMark)
      const isJoin = type === 'join_voice_channel'
      const durationMs = isJoin ? 0 : Math.max(0, numberOf(record.duration) ?? 0)
      const marks = isJoin ? joins : leaves
      marks.add(channels.numberOf(channelId), atMs, guilds.numberOf(guildOf(record)), durationMs)
    },
    stays(range) {
      const joinsOf = marksByGroup(joins, guilds)
      const stays: Stay[] = []
      for (const [channel, ofChannel] of marksByGroup(leaves, guilds))
        stays.push(...staysOf(channels.textOf(channel)!, joinsOf.get(channel) ?? [], ofChannel, range))
      return stays
    },
  }
}

/** Marks in the order of time; of equal times the guild decides, so that no result depends on the order of lines. */
function marksByGroup(marks: MarkList, guilds: TextNumbers): Map<number, VoiceMark[]> {
  const { groups, moments, labels, values } = marks
  const guildOf = (place: number) => guilds.textOf(labels[place]!)
  const byGroup = new Map<number, VoiceMark[]>()
  for (const place of marks.inOrder((one, other) => byText(guildOf(one) ?? '', guildOf(other) ?? ''))) {
    const group = groups[place]!
    if (!byGroup.has(group)) byGroup.set(group, [])
    byGroup.get(group)!.push({ guildId: guildOf(place), atMs: moments[place]!, durationMs: values[place]! })
  }
  return byGroup
}

/**
 * Stays of one channel from leaves: [end − duration, end], or from the latest join before a leave that has no duration, when that is
 * the next leave after the join. Stays over 24 hours or reaching out of the range are left out, doubles count once,
 * overlapping ones of a channel are united.
 */
function staysOf(
  channelId: string,
  joins: readonly VoiceMark[],
  leaves: readonly VoiceMark[],
  range: DateRange,
): Stay[] {
  const stays = pair(channelId, joins, leaves)
    .filter(({ startMs, endMs }) => endMs - startMs <= dayMs && startMs >= range.startMs)
    .sort(inFixedOrder)
  return unite(dropDoubles(stays))
}

function pair(channelId: string, joins: readonly VoiceMark[], leaves: readonly VoiceMark[]): Stay[] {
  return leaves.flatMap(({ guildId, atMs, durationMs }): Stay[] => {
    if (durationMs > 0) return [{ channelId, guildId, startMs: atMs - durationMs, endMs: atMs }]
    const join = latestBefore(joins, atMs)
    const earlierLeave = latestBefore(leaves, atMs)
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

function inFixedOrder(one: Stay, other: Stay): number {
  return byPeriod(one, other) || byText(one.guildId ?? '', other.guildId ?? '')
}
