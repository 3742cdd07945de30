/** Converts UTC days and hours to those of a time zone. */

/** A day ('YYYY-MM-DD') and an hour (0 to 23) in a time zone. */
export interface LocalHour {
  day: string
  hour: number
  /** 0 is Monday. */
  weekday: number
}

const hourMs = 3_600_000

/** The time zone of this machine. */
export function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Whether a text is the name of a time zone, such as Europe/Berlin. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * Creates a function that returns the local hour in which a UTC hour begins. Where the offset is not a whole
 * number of hours, a UTC hour begins within a local hour, and is counted as that hour.
 */
export function localHours(zone: string): (day: string, hour: number) => LocalHour {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  /** The zone's offset from UTC in milliseconds, by the beginning of the UTC hour. */
  const offsets = new Map<number, number>()
  const offsetOf = (atMs: number): number => {
    const known = offsets.get(atMs)
    if (known !== undefined) return known
    const parts = Object.fromEntries(
      format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
    )
    const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!)
    offsets.set(atMs, local - atMs)
    return local - atMs
  }
  return (day, hour) => {
    const atMs = Date.parse(`${day}T00:00:00Z`) + hour * hourMs
    const local = new Date(atMs + offsetOf(atMs))
    return {
      day: local.toISOString().slice(0, 10),
      hour: local.getUTCHours(),
      weekday: (local.getUTCDay() + 6) % 7,
    }
  }
}
