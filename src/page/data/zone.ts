/**
 * Time zones as whole hours: results count by hours of UTC, so a zone of half hours is shown shifted by a
 * whole one.
 */

export interface Zone {
  /** IANA name. */
  name: string
  /** Hours to add to an hour of UTC (hours since 1970) to get the hour of the zone. */
  shiftAt(hour: number): number
  /** Hours of UTC, in ascending order, as hours of the zone's clock. */
  localHours(hours: Int32Array): Int32Array
  /** Some shift of the range was no whole number of hours and has been rounded. */
  isRounded: boolean
}

/** Between two looks at the zone's clock: no zone changes twice in a week. */
const stepHours = 24 * 7

/** The zone over a range of hours of UTC, both ends included. Unknown names become UTC. */
export function zoneOver(name: string, firstHour: number, lastHour: number): Zone {
  const offsetAt = offsetsOf(name)
  /** From each of these hours on, the shift. */
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
      let change = 0
      return hours.map((hour) => {
        while (change + 1 < changes.length && changes[change + 1]!.hour <= hour) change++
        return hour + changes[change]!.shift
      })
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

/** All that the browser knows, UTC among them. */
export function allZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
}

/**
 * The hour between the two (the first has another offset than the last) at which the offset of `to` begins.
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
 * Hours that the zone's clock is ahead of UTC at an hour since 1970. Remembered: formatting takes
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
