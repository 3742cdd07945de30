/** Encodes voice sessions and app sessions as the rows of schema.sql. */
import { PackageError } from '../../errors.ts'
import { dayMs } from '../../instant.ts'
import { type Period, minutesBetween } from '../collections/periods.ts'
import { type Packed, encodeCodes, encodeNumbers, positionCount } from './encoded-text.ts'

export type PeriodRow = [
  key: number,
  hours: Packed,
  minutes: Packed,
  seconds: Packed,
  lengthMinutes: Packed,
  lengthSeconds: Packed,
  codes: Packed,
]

/** This constant is defined by schema.sql. */
const rowsPerBlock = 2 ** 16
const blockMs = 5 * dayMs

/**
 * Yields the rows of `periods`, which must be sorted by their start. `codeOf` returns the code of a period's
 * location or operating system. Throws PackageError result_too_large if the periods of one block of five days
 * need more than the 65,536 keys of a block.
 */
export function* periodRows<Item extends Period>(
  periods: readonly Item[],
  codeOf: (period: Item) => number,
): Generator<PeriodRow> {
  for (let first = 0, row = 0; first < periods.length;) {
    if (row === rowsPerBlock) throw new PackageError('result_too_large')
    const block = blockOf(periods[first]!)
    let next = first + 1
    while (next < periods.length && next - first < positionCount && blockOf(periods[next]!) === block) next++
    const part = periods.slice(first, next)
    const starts = part.map(({ startMs }) => Math.floor(startMs / 1000) - (block * blockMs) / 1000)
    const minutes = part.map(({ startMs, endMs }) => minutesBetween(startMs, endMs))
    yield [
      block * rowsPerBlock + row,
      encodeNumbers(starts.map((start) => Math.floor(start / 3600))),
      encodeNumbers(starts.map((start) => Math.floor(start / 60) % 60)),
      encodeNumbers(starts.map((start) => start % 60)),
      encodeNumbers(minutes),
      encodeNumbers(part.map((period, index) => secondsOf(period) - 60 * minutes[index]!)),
      encodeCodes(part.map(codeOf)),
    ]
    row = next < periods.length && blockOf(periods[next]!) === block ? row + 1 : 0
    first = next
  }
}

function blockOf({ startMs }: Period): number {
  return Math.floor(startMs / blockMs)
}

/** The seconds from the start to the end, both rounded down to seconds. */
function secondsOf({ startMs, endMs }: Period): number {
  return Math.floor(endMs / 1000) - Math.floor(startMs / 1000)
}
