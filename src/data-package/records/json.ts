/**
 * Parses JSON of unknown origin: exact 64-bit ids, limited nesting, no exceptions, and a memory estimate in
 * advance.
 */
import { JsonParser } from './json-parser.ts'
import type { TextMap } from './text-map.ts'

/** The keys to read. All other keys are skipped, so a package cannot choose the keys of an object here. */
export type WantedKeys = ReadonlySet<string>

export type JsonObject = { [key: string]: unknown }

const quote = 34
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125
const colon = 58
const comma = 44

/** The most memory that a parsed value takes, as measured: per object or array, per key, per list element. */
const bytesPer = { container: 80, key: 320, value: 80 }
/**
 * Two bytes in the text, and two in the strings of the value. A string with any character beyond Latin-1
 * takes two bytes for every character.
 */
const bytesPerCharacter = 4

/**
 * The object in `text`; null when the text is not an object or is nested deeper than `depthMax`. Integers
 * beyond 2^53 are returned as a string of their digits, because Discord writes message ids as bare 64-bit
 * numbers.
 */
export function parseObject(text: string, depthMax: number, wanted: WantedKeys): JsonObject | null {
  const value = parseJson(text, depthMax, wanted)
  return isObject(value) ? value : null
}

/**
 * Any JSON value; undefined when the text is invalid or nested too deep. A byte order mark is skipped.
 * Objects get only their wanted keys. `spend` is called in advance with the memory that text and value may
 * take, in bytes. It may throw to prevent the parsing.
 */
export function parseJson(
  text: string,
  depthMax: number,
  wanted: WantedKeys,
  spend: (bytes: number) => void = () => {},
): unknown {
  return parseWith(text, depthMax, spend, (parser) => parser.value(wanted))
}

/**
 * The members of a text that consists of one object; undefined for any other text. The values are those of
 * parseJson, but objects among them have no keys.
 */
export function parseMembers(
  text: string,
  depthMax: number,
  spend: (bytes: number) => void = () => {},
): TextMap<unknown> | undefined {
  return parseWith(text, depthMax, spend, (parser) => parser.members())
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseWith<Value>(
  text: string,
  depthMax: number,
  spend: (bytes: number) => void,
  read: (parser: JsonParser) => Value,
): Value | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const bytes = parsedBytesOf(text, depthMax)
  if (bytes === null) return undefined
  spend(bytes)
  const parser = new JsonParser(text, start)
  const value = read(parser)
  return parser.isAtEnd() ? value : undefined
}

/**
 * The most memory that the text and its value can take; null when the text is nested too deep. 64 MiB of
 * brackets or of different keys would take gigabytes, and an archive stores such brackets in 64 KiB.
 */
function parsedBytesOf(text: string, depthMax: number): number | null {
  let bytes = text.length * bytesPerCharacter
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) isInString = !isInString
    else if (isInString) {
      if (code === backslash) at++
    } else if (code === openBracket || code === openBrace) {
      if (++depth > depthMax) return null
      bytes += bytesPer.container
    } else if (code === closeBracket || code === closeBrace) depth--
    else if (code === comma) bytes += bytesPer.value
    else if (code === colon) bytes += bytesPer.key
  }
  return bytes
}
