/**
 * Reads fields whose types vary with the age of a package: strings for numbers, "null" for missing values.
 */
import { copyOfText } from '#platform'
import type { JsonObject } from './json.ts'

/** Texts that mean "no value" in some fields. */
const nothing = new Set(['', 'null'])

/** A text other than "" and "null", or null. Numbers and booleans are converted to text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || nothing.has(value)) return null
  return value
}

/** A snowflake as its digits, or null. "0", "-1" and non-numeric texts are not ids. */
export function idOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  return /^[1-9]\d{0,19}$/.test(text) ? text : null
}

/** A finite number, or a text that is one; otherwise null. */
export function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** The id in the first of the given fields that has one. Events before 2019 name their fields differently. */
export function firstIdOf(record: JsonObject, ...names: string[]): string | null {
  for (const name of names) {
    const id = idOf(record[name])
    if (id !== null) return id
  }
  return null
}

/** Discord's names have at most 100 characters, index texts about 220. Longer texts could fill the memory. */
const textLengthMax = 500

/**
 * Text that every database and client can store: valid Unicode without NUL, at most `textLengthMax` long.
 */
export function cleanText(text: string): string {
  const wellFormed = beginningOf(text, textLengthMax).toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}

/**
 * Like textOf, but in the form in which it is stored. Texts that are compared or counted need this form,
 * since different texts can be stored as the same.
 */
export function cleanTextOf(value: unknown): string | null {
  const text = textOf(value)
  return text === null ? null : textOf(cleanText(text))
}

/** The first `length` UTF-16 units of a text. Half a character at the end becomes U+FFFD. */
export function beginningOf(text: string, length: number): string {
  return text.length <= length ? text : detached(text.slice(0, length))
}

/**
 * A well-formed copy of a substring. A plain substring would keep the whole text in memory: megabytes for a
 * name.
 */
export function detached(part: string): string {
  return copyOfText(part)
}

/** White space, format characters, and letters that look blank: Hangul fillers and the empty Braille cell. */
const invisible = /^[\s\p{Cf}\u115f\u1160\u2800\u3164]*$/u

/**
 * A name that can be displayed: clean text with something visible, or null. People choose names freely, so
 * even "null" is one.
 */
export function nameOf(value: unknown): string | null {
  const name = typeof value === 'string' ? cleanText(value) : ''
  return invisible.test(name) ? null : name
}
