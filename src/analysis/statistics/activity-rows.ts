/** Makes the activity rows of the result from the counts of both threads. */
import { dayMs, hourMs } from '../../instant.ts'
import { type ActivityCounts, type ActivitySource, bareSource, createCounts } from './activity-counter.ts'
import type { Session } from './app-sessions.ts'
import { byText } from '../collections/ordering.ts'
import type { VoiceSession } from './voice-sessions.ts'

/**
 * Combines the counts of both threads with common source numbers. Sources have a fixed order, so the result
 * does not depend on the order of reading.
 */
export function mergeCounts(parts: readonly ActivityCounts[]): ActivityCounts {
  const used = parts.flatMap(({ sources, sourceNumbers }, part) => {
    const rows = new Uint32Array(sources.length)
    for (const number of sourceNumbers) rows[number]!++
    return sources
      .map((source, number) => ({ source, part, number, rows: rows[number]! }))
      .filter(({ rows }) => rows > 0)
  })
  const sorted = used.sort((one, other) => bySource(one.source, other.source))
  const merged = createCounts(sorted.reduce((sum, { rows }) => sum + rows, 0))
  // Per thread and source, the position of the next row of that source.
  const offsets = parts.map(({ sources }) => new Uint32Array(sources.length))
  let first = 0
  for (const { part, number, rows } of sorted) {
    offsets[part]![number] = first
    first += rows
  }
  for (const [part, { sourceNumbers, hours, counts }] of parts.entries()) {
    for (let at = 0; at < counts.length; at++) {
      const offset = offsets[part]![sourceNumbers[at]!]!++
      merged.hours[offset] = hours[at]!
      merged.counts[offset] = counts[at]!
    }
  }
  first = 0
  const scratch = new Float64Array(sorted.reduce((most, { rows }) => Math.max(most, rows), 0))
  for (const [number, { rows }] of sorted.entries()) {
    merged.sourceNumbers.fill(number, first, first + rows)
    sortByHour(merged, first, (first += rows), scratch)
  }
  return { sources: sorted.map(({ source }) => source), ...merged }
}

function bySource(one: ActivitySource, other: ActivitySource): number {
  return (
    byText(one.event, other.event) ||
    byText(one.guildId ?? '', other.guildId ?? '') ||
    byText(one.channelId ?? '', other.channelId ?? '') ||
    byText(one.userId ?? '', other.userId ?? '') ||
    Number(one.extra1 !== null) - Number(other.extra1 !== null) ||
    byText(one.extra1 ?? '', other.extra1 ?? '') ||
    byText(one.extra2 ?? '', other.extra2 ?? '')
  )
}

/** Sorts the rows in `[start, end)` by their hour. */
function sortByHour(
  { hours, counts }: Omit<ActivityCounts, 'sources'>,
  start: number,
  end: number,
  scratch: Float64Array,
): void {
  if (end - start < 2) return
  // An hour and its count are combined in one number, because flat numbers can be sorted without a
  // comparator.
  const rows = scratch.subarray(0, end - start)
  for (let at = start; at < end; at++) rows[at - start] = hours[at]! * 2 ** 32 + counts[at]!
  rows.sort()
  for (let at = start; at < end; at++) {
    hours[at] = Math.floor(rows[at - start]! / 2 ** 32)
    counts[at] = rows[at - start]! % 2 ** 32
  }
}

/**
 * Adds one or two rows with the count 0, unless there are neither counted events nor messages nor sessions.
 * `package_end` is two days after the last day, because every client west of UTC would otherwise lose that
 * day. `package_start` is added if a session begins on an earlier day than all activity.
 */
export function addSentinels(
  counted: ActivityCounts,
  voice: readonly VoiceSession[],
  sessions: readonly Session[],
): ActivityCounts {
  let first = Infinity
  let last = -Infinity
  for (const periods of [voice, sessions]) {
    for (const { startMs, endMs } of periods) {
      first = Math.min(first, startMs)
      last = Math.max(last, endMs)
    }
  }
  let firstHour = Infinity
  for (const hour of counted.hours) {
    firstHour = Math.min(firstHour, hour)
    last = Math.max(last, hour * hourMs)
  }
  if (last === -Infinity) return counted
  const dayNumberOf = (instantMs: number) => Math.floor(instantMs / dayMs)
  const sentinels: [event: string, dayNumber: number][] = [['package_end', dayNumberOf(last) + 2]]
  if (dayNumberOf(first) < Math.floor(firstHour / 24)) sentinels.push(['package_start', dayNumberOf(first)])
  const extended = createCounts(counted.counts.length + sentinels.length)
  extended.sourceNumbers.set(counted.sourceNumbers)
  extended.hours.set(counted.hours)
  extended.counts.set(counted.counts)
  for (const [number, [, dayNumber]] of sentinels.entries()) {
    extended.sourceNumbers[counted.counts.length + number] = counted.sources.length + number
    extended.hours[counted.counts.length + number] = dayNumber * 24
  }
  return { sources: [...counted.sources, ...sentinels.map(([event]) => bareSource(event))], ...extended }
}
