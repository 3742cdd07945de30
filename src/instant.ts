/** Parses the many forms of timestamps in packages, as UTC if no zone is given. */

const written =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?(?:\s+[A-Z]{1,5})?$/i

/**
 * About twice the length of the longest form. The patterns take quadratic time on runs of spaces, and a field
 * may be megabytes long.
 */
const writtenLengthMax = 80

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** Discord opened on this day: nothing real is older. */
export const firstDayMs = Date.UTC(2015, 4, 13)
/** Snowflakes count milliseconds from here. Source: Discord's developer documentation, "Snowflakes". */
export const snowflakeEpochMs = 1_420_070_400_000

/**
 * Milliseconds since 1970 of a timestamp field, or null. Accepts all forms seen since 2016: ISO 8601, also
 * with a space instead of the T, and without fraction, zone or seconds; Go's "+0000 UTC"; a text that
 * contains its own quotation marks; epoch milliseconds.
 */
export function parseInstant(value: unknown): number | null {
  if (typeof value === 'number') return isEpochMs(value) ? value : null
  if (typeof value !== 'string' || value.length > writtenLengthMax) return null
  const text = value.replace(/^[\s"]+|[\s"]+$/g, '')
  const match = written.exec(text)
  if (!match) return /^\d{13}$/.test(text) && isEpochMs(Number(text)) ? Number(text) : null
  const [, year, month, day, hour, minute, second = '0', fraction = ''] = match
  const date = Date.UTC(+year!, +month! - 1, +day!)
  // Date.UTC reads months and days that do not exist as later ones, and years below 100 as 1900 to 1999.
  const read = new Date(date)
  const isRealDate =
    read.getUTCFullYear() === +year! && read.getUTCMonth() === +month! - 1 && read.getUTCDate() === +day!
  if (!isRealDate || +hour! > 23 || +minute! > 59 || +second > 60) return null
  const time = (+hour! * 60 + +minute!) * minuteMs + +second * 1000 + Math.trunc(+`0.${fraction || 0}` * 1000)
  return date + time - offsetMs(match[8])
}

/** 'YYYY-MM-DD' of a moment, UTC. */
export function dayOf(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10)
}

function isEpochMs(value: number): boolean {
  return value >= firstDayMs - dayMs && value < 8.64e15
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * minuteMs
}
