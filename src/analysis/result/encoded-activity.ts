/** Encodes the hourly counts of activity into the rows of schema.sql. */
import { PackageError } from '../../errors.ts'
import { hourMs } from '../../instant.ts'
import type { ActivityCounts, ActivitySource } from '../statistics/activity-counter.ts'
import { type Packed, numberMax, encodeCodes, encodeNumbers, positionCount } from './encoded-text.ts'
import type { Numbering, LocationCodes } from './locations.ts'

/** The sources of one event, from index `first` to `last` (inclusive). */
export interface EventRange {
  event: string
  first: number
  last: number
  namesGuild: boolean
}

export type HourRow = [
  key: number,
  firstDay: number,
  days: Packed,
  hours: Packed,
  counts: Packed,
  labels: Packed | null,
]

/** The counts of one location, from `start` up to `end` (exclusive). */
interface Stretch {
  place: number
  start: number
  end: number
}

/**
 * The content of one row. It has one element per hourly count of a source; a count too large for one
 * character takes several. Flat arrays are used because there are hundreds of thousands of counts.
 */
interface Part {
  hours: number[]
  counts: number[]
  labels: (number | null)[]
}

/** These constants are defined by schema.sql. */
const placesPerEvent = 2 ** 21
const rowsPerPlace = 2 ** 16
const firstHour = Date.UTC(2015, 0, 1) / hourMs

/** Sources are sorted by event, so the sources of an event are one range. */
export function eventRangesOf(sources: readonly ActivitySource[]): EventRange[] {
  const ranges: EventRange[] = []
  for (const [number, { event, guildId }] of sources.entries()) {
    if (ranges.at(-1)?.event !== event) ranges.push({ event, first: number, last: number, namesGuild: false })
    const range = ranges.at(-1)!
    range.last = number
    range.namesGuild ||= guildId !== null
  }
  return ranges
}

/**
 * Yields rows in the order of their keys. Throws PackageError result_too_large if a location needs more rows
 * than it has keys.
 */
export function* hourRows(
  activity: ActivityCounts,
  ranges: readonly EventRange[],
  places: LocationCodes,
  labels: Numbering,
): Generator<HourRow> {
  let at = 0
  for (const [eventNumber, range] of ranges.entries()) {
    const stretches: Stretch[] = []
    for (let number = range.first; number <= range.last; number++) {
      const place = places.codeOf(activity.sources[number]!)
      // Sources of one location are adjacent.
      if (stretches.at(-1)?.place !== place) stretches.push({ place, start: at, end: at })
      while (activity.sourceNumbers[at] === number) at++
      stretches.at(-1)!.end = at
    }
    stretches.sort((one, other) => one.place - other.place)
    for (const stretch of stretches) {
      const firstKey = (eventNumber * placesPerEvent + stretch.place) * rowsPerPlace
      let row = 0
      for (const part of partsOf(activity, stretch, labels)) {
        if (row === rowsPerPlace) throw new PackageError('result_too_large')
        yield [firstKey + row++, ...encodedPart(part, labels)]
      }
    }
  }
}

/** The hourly counts of one location, in parts of one row each. */
function* partsOf(
  { sources, sourceNumbers, hours, counts }: ActivityCounts,
  { start, end }: Stretch,
  labels: Numbering,
): Generator<Part> {
  // Each source of the location has its own hours. An hour and the index of its count are combined in one
  // number, because such numbers can be sorted without a comparator.
  const order = new Float64Array(end - start)
  for (let at = start; at < end; at++) order[at - start] = hours[at]! * 2 ** 32 + at
  order.sort()
  let part: Part = { hours: [], counts: [], labels: [] }
  for (const number of order) {
    const at = number % 2 ** 32
    const { extra1, extra2 } = sources[sourceNumbers[at]!]!
    const label = extra1 === null && extra2 === null ? null : labels.codeOf(extra1, extra2)
    let left = counts[at]!
    do {
      // A count too large for one character is split into several rows of the view.
      const count = Math.min(left, numberMax)
      part.hours.push(hours[at]! - firstHour)
      part.counts.push(count)
      part.labels.push(label)
      left -= count
      if (part.hours.length < positionCount) continue
      yield part
      part = { hours: [], counts: [], labels: [] }
    } while (left > 0)
  }
  if (part.hours.length > 0) yield part
}

function encodedPart(
  { hours, counts, labels }: Part,
  numbering: Numbering,
): [number, Packed, Packed, Packed, Packed | null] {
  const firstDay = Math.floor(hours[0]! / 24)
  const hasLabels = labels.some((label) => label !== null)
  return [
    firstDay,
    encodeNumbers(hours.map((hour) => Math.floor(hour / 24) - firstDay)),
    encodeNumbers(hours.map((hour) => hour % 24)),
    encodeNumbers(counts),
    hasLabels ? encodeCodes(labels.map((label) => label ?? numbering.codeOf(null))) : null,
  ]
}
