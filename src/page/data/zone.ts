/**
 * Time zones in whole hours. Results count by UTC hour, so an offset such as 5½ hours is rounded to whole
 * hours.
 */

export interface Zone {
  /** IANA name. */
  name: string
  /** Hours to add to a UTC hour (hours since 1970) to get the zone's hour. */
  shiftAt(hour: number): number
  /** Converts UTC hours, in ascending order, to hours of the zone's clock. */
  localHours(hours: Int32Array): Int32Array
  /** True if an offset in the range was not a whole number of hours and was rounded. */
  isRounded: boolean
}

/** Interval between two samples of the zone's offset: no zone changes twice in a week. */
const stepHours = 24 * 7

/** The zone over a range of UTC hours, both ends included. Unknown names become UTC. */
export function zoneOver(name: string, firstHour: number, lastHour: number): Zone {
  const offsetAt = offsetsOf(name)
  /** Each entry is a shift and the first hour at which it applies. */
  const changes: { hour: number; shift: number }[] = []
  let isRounded = false
  const note = (hour: number) => {
    const offset = offsetAt(hour)
    if (!Number.isInteger(offset)) isRounded = true
    const shift = Math.round(offset)
    if (changes.at(-1)?.shift !== shift) changes.push({ hour, shift })
  }
  note(firstHour)
  for (let from = firstHour; from < lastHour; from += stepHours) {
    const to = Math.min(from + stepHours, lastHour)
    if (offsetAt(to) !== offsetAt(from)) note(firstWithOffset(offsetAt, from, to))
  }
  return {
    name,
    isRounded,
    localHours(hours) {
      const local = new Int32Array(hours.length)
      let row = 0
      changes.forEach(({ shift }, change) => {
        const end = changes[change + 1]?.hour ?? Infinity
        for (; row < hours.length && hours[row]! < end; row++) local[row] = hours[row]! + shift
      })
      return local
    },
    shiftAt(hour) {
      let [low, high] = [0, changes.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (changes[middle]!.hour <= hour) low = middle
        else high = middle - 1
      }
      return changes[low]!.shift
    },
  }
}

/** The browser's own zone, or UTC. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** All zones that the browser knows, including UTC. */
export function allZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
}

/**
 * Finds the hour between `from` and `to` at which the offset of `to` begins. The offsets of `from` and `to`
 * differ.
 */
function firstWithOffset(offsetAt: (hour: number) => number, from: number, to: number): number {
  const wanted = offsetAt(to)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (offsetAt(middle) === wanted) high = middle
    else low = middle
  }
  return high
}

/**
 * The hours by which the zone's clock is ahead of UTC at an hour since 1970. Cached, because formatting takes
 * microseconds.
 */
function offsetsOf(name: string): (hour: number) => number {
  if (name === 'UTC' || !isZone(name)) return () => 0
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (hour) => {
    const before = known.get(hour)
    if (before !== undefined) return before
    const text =
      format.formatToParts(hour * 3_600_000).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? []
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600)
    known.set(hour, offset)
    return offset
  }
}
