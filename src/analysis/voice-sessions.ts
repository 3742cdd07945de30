/** Turns joins and leaves of voice channels into stays. */
import { dayMs } from '../instant.ts'
import type { DateRange } from './date-range.ts'

export interface VoiceJoin {
  channelId: string
  atMs: number
}

export interface VoiceLeave {
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

/** A stay told by two events differs by less than this. */
const sameStayMs = 5_000

/**
 * Stays from leaves: [end − duration, end], or from the latest join before a leave that has no duration. Stays over
 * 24 hours or reaching out of the range are left out, doubles count once, overlapping ones of a channel are united.
 */
export function staysOf(
  joins: readonly VoiceJoin[],
  leaves: readonly VoiceLeave[],
  range: DateRange,
): Stay[] {
  const joinTimes = new Map(
    [...Map.groupBy(joins, (join) => join.channelId)].map(([channelId, ofChannel]) => [
      channelId,
      Float64Array.from(ofChannel, (join) => join.atMs).sort(),
    ]),
  )
  const stays: Stay[] = []
  for (const { channelId, guildId, atMs, durationMs } of leaves) {
    const startMs = durationMs === null ? latestBefore(joinTimes.get(channelId), atMs) : atMs - durationMs
    if (startMs === null || atMs - startMs > dayMs || startMs < range.startMs) continue
    stays.push({ channelId, guildId, startMs, endMs: atMs })
  }
  return [...Map.groupBy(stays, (stay) => stay.channelId).values()].flatMap((ofChannel) =>
    unite(dropDoubles(ofChannel)),
  )
}

/** The greatest of the sorted times that lies before a moment. */
function latestBefore(times: Float64Array | undefined, atMs: number): number | null {
  let low = 0
  let high = times?.length ?? 0
  while (low < high) {
    const middle = (low + high) >> 1
    if (times![middle]! < atMs) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : times![low - 1]!
}

function dropDoubles(stays: readonly Stay[]): Stay[] {
  const kept: Stay[] = []
  for (const stay of [...stays].sort(
    (one, other) => one.endMs - other.endMs || one.startMs - other.startMs,
  )) {
    let isDouble = false
    for (let at = kept.length - 1; at >= 0 && stay.endMs - kept[at]!.endMs <= sameStayMs; at--) {
      isDouble ||= isSameStay(kept[at]!, stay)
    }
    if (!isDouble) kept.push(stay)
  }
  return kept
}

function isSameStay(one: Stay, other: Stay): boolean {
  const lengthDifference = one.endMs - one.startMs - (other.endMs - other.startMs)
  return Math.abs(one.endMs - other.endMs) <= sameStayMs && Math.abs(lengthDifference) <= sameStayMs
}

function unite(stays: readonly Stay[]): Stay[] {
  const united: Stay[] = []
  for (const stay of [...stays].sort(
    (one, other) => one.startMs - other.startMs || one.endMs - other.endMs,
  )) {
    const last = united.at(-1)
    if (last && stay.startMs < last.endMs) {
      last.endMs = Math.max(last.endMs, stay.endMs)
      last.guildId ??= stay.guildId
    } else united.push({ ...stay })
  }
  return united
}
