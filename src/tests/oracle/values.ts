/** Reads ids, texts, numbers and times from values of any JSON type, and converts times to days and hours. */

/**
 * An id of 1–20 digits as a string; null for everything that is not an id: "", "null", "0", "-1", other
 * types.
 */
export function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return /^[1-9]\d{0,19}$/.test(text) ? text : null
}

/** The first of the values that is an id. */
export function firstIdOf(...values: unknown[]): string | null {
  return values.map(idOf).find((id) => id !== null) ?? null
}

/** The longest text that is stored, in UTF-16 units. */
const storedLengthMax = 500

/** A text as it is stored (rule 8 in oracle.ts). Null if nothing is left or the value is not a string. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const clean = value.slice(0, storedLengthMax).toWellFormed().replaceAll('\0', '')
  return clean === '' ? null : clean
}

/** White space, and the characters that people use as invisible names. */
const invisible = /^[\s\u0085\p{Cf}\u115f\u1160\u2800\u3164]*$/u

/** Like textOf, but null also for a text that is invisible, for example only white space. */
export function nameOf(value: unknown): string | null {
  const text = textOf(value)
  return text === null || invisible.test(text) ? null : text
}

/** Like textOf, for event fields: numbers are converted to strings, and the string "null" is no value. */
export function fieldTextOf(value: unknown): string | null {
  const text = textOf(typeof value === 'number' ? String(value) : value)
  return text === 'null' ? null : text
}

/** Like fieldTextOf, for texts that are shown to people: null also for an invisible one. */
export function labelOf(value: unknown): string | null {
  return nameOf(fieldTextOf(value))
}

/** Like fieldTextOf, for ids that are only compared and never stored: the text as it is, of any length. */
export function comparedTextOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text !== 'string' || text === '' || text === 'null' ? null : text
}

/** True for a field that means no: false, 0, or these words as strings. */
export function saysNo(value: unknown): boolean {
  return typeof value !== 'object' && ['false', '0'].includes(String(value).trim().toLowerCase())
}

/** True for a field that means yes: true, 1, or these words as strings. */
export function saysYes(value: unknown): boolean {
  return typeof value !== 'object' && ['true', '1'].includes(String(value).trim().toLowerCase())
}

/** A finite number, even if written as a string. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value.trim())) return null
  return Number(value)
}

const timeForm =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?(?:\s+[A-Z]{2,5})?$/i

/**
 * Epoch milliseconds of a time in any notation that packages are known to use. The text may be in quotes, and
 * have "T" or a space, a fraction or none, and "Z", "UTC", an offset, or no zone (UTC). 13 digits are epoch
 * milliseconds. Null for anything else.
 */
export function timeOf(value: unknown): number | null {
  const text = String(value ?? '')
    .replace(/^["\s]+|["\s]+$/g, '')
    .trim()
  if (/^\d{13}$/.test(text)) return Number(text)
  const match = timeForm.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const wholeSeconds = Date.UTC(year, month - 1, day, hour, minute, second)
  const written = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`
  if (!new Date(wholeSeconds).toISOString().startsWith(written)) return null
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  return wholeSeconds + milliseconds - offsetOf(match[8] ?? 'Z')
}

function offsetOf(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

/** The creation time of a Discord id, in epoch milliseconds. */
export function timeOfSnowflake(id: string): number {
  return Number((BigInt(id) >> 22n) + 1_420_070_400_000n)
}

/** YYYY-MM-DD in UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** 0–23 in UTC. */
export function hourOf(time: number): number {
  return new Date(time).getUTCHours()
}

/** The day that is this many days after another. */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000)
}

/** Whole epoch seconds as a string. */
export function secondsTextOf(time: number): string {
  return String(Math.floor(time / 1000))
}

export const firstDay = '2015-05-13'

/** True if the UTC day of the time is in the range of the contract. */
export function isInRange(time: number, lastDay: string): boolean {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return false
  const day = dayOf(time)
  return day.length === 10 && day >= firstDay && day <= lastDay
}
