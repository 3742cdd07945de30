/**
 * Reads single fields of records whose types vary with the age of a package: strings for numbers, "null" for
 * nothing.
 */
import { copyOfText } from '#platform'
import type { JsonObject } from './json.ts'

/** Words that stand for "no value" in places. */
const nothing = new Set(['', 'null'])

/** A non-empty text, or null. Numbers and booleans count as their text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || nothing.has(value)) return null
  return value
}

/** A snowflake as its digits, or null. "0", "-1" and texts that are no number are none. */
export function idOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  return /^[1-9]\d{0,19}$/.test(text) ? text : null
}

/** A finite number, also from its text; else null. */
export function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** The first of some fields that holds an id: events before 2019 name them differently. */
export function firstIdOf(record: JsonObject, ...names: string[]): string | null {
  for (const name of names) {
    const id = idOf(record[name])
    if (id !== null) return id
  }
  return null
}

/** Discord's own names end at 100 characters, index texts at about 220; an attack's would fill the memory. */
const textLengthMax = 500

/**
 * Text that every database and client can hold: valid Unicode without NUL, cut where no real name reaches.
 */
export function cleanText(text: string): string {
  const wellFormed = beginningOf(text, textLengthMax).toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}

/** The first characters of a text. */
export function beginningOf(text: string, length: number): string {
  return text.length <= length ? text : detached(text.slice(0, length))
}

/**
 * A well-formed copy of a part of a text: a part itself keeps all of the text in memory, megabytes for one
 * name.
 */
export function detached(part: string): string {
  return copyOfText(part)
}

/**
 * Blanks, marks of format, and the letters that look like blanks: Hangul fillers and an empty Braille cell.
 */
const invisible = /^[\s\p{Cf}\u115f\u1160\u2800\u3164]*$/u

/**
 * A name to show: clean text of which something can be seen, or null. Whatever people call themselves is a
 * name, "null" included.
 */
export function nameOf(value: unknown): string | null {
  const name = typeof value === 'string' ? cleanText(value) : ''
  return invisible.test(name) ? null : name
}
