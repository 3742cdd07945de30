/** Hours and days of UTC as a person in some time zone has them. */

/** 'YYYY-MM-DD' and the hour, 0 to 23. */
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

/** Whether a name like Europe/Berlin is one of a time zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * A function that tells the local time at which an hour of UTC begins. Zones of half hours begin in the
 * middle of a local hour, which counts as that hour.
 */
export function localHours(zone: string): (day: string, hour: number) => LocalHour {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  /** Minutes ahead of UTC at the beginning of an hour; they change twice a year. */
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
