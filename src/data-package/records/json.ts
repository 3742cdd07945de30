/**
 * Parses JSON that other people wrote: exact 64-bit ids, bounded nesting, no exceptions, and its memory known
 * before.
 */
import { JsonParser } from './json-parser.ts'
import type { TextMap } from './text-map.ts'

/** The keys to read. All others are skipped, so no key chosen by a package becomes an object key here. */
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

/** The most memory that JSON.parse takes, measured: per object or array, per unique key, per list element. */
const bytesPer = { container: 80, key: 320, value: 80 }
/** For the text and its parts in the value: two bytes each as soon as one character is beyond Latin-1. */
const bytesPerCharacter = 4

/**
 * The object in `text`, or null when it is not one, or nested deeper than `depthMax`. Whole numbers beyond
 * 2^53 come as strings of their digits: discord writes message ids as bare 64-bit numbers.
 */
export function parseObject(text: string, depthMax: number, wanted: WantedKeys): JsonObject | null {
  const value = parseJson(text, depthMax, wanted)
  return isObject(value) ? value : null
}

/**
 * Any JSON value, or undefined when the text is none, or nested too deep. A byte order mark is passed over.
 * Objects get their wanted keys only. `spend` is told how many bytes of memory text and value may take before
 * the value takes them, and may throw.
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
 * The members of the one object in a text, as parseJson gives values; undefined when the text is anything
 * else.
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
 * The memory that the text and parsing it take at most; null when it is nested too deep. 64 MiB of brackets
 * or of different keys, which an archive holds in 64 KiB, would be gigabytes.
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
