/** Parses JSON that other people wrote: exact 64-bit ids, bounded nesting, no exceptions. */

export type JsonObject = { [key: string]: unknown }

const quote = 34
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

/** Objects and arrays of one file: the largest real ones, several megabytes, have tens of thousands. */
const containersMax = 1_000_000

/** A bare whole number that may lie beyond 2^53. Texts may match it too, which only costs time. */
const longInteger = /[:,[]\s*-?\d{16}/

/**
 * The object in `text`, or null when it is not one, nested deeper than `depthMax`, or made of too many objects. Whole
 * numbers beyond 2^53 come as strings of their digits: discord writes message ids as bare 64-bit numbers.
 */
export function parseObject(text: string, depthMax: number): JsonObject | null {
  const value = parseJson(text, depthMax)
  return isObject(value) ? value : null
}

/** Any JSON value, or undefined when the text is none, nested too deep, or of too many parts. A byte order mark is passed over. */
export function parseJson(text: string, depthMax: number): unknown {
  try {
    const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
    if (!isBounded(body, depthMax)) return undefined
    return longInteger.test(body) ? JSON.parse(body, keepLongIntegers) : JSON.parse(body)
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

/**
 * Looks at the text, since JSON.parse needs about 80 bytes for each bracket: 64 MiB of them, which an archive holds in
 * 64 KiB, would be gigabytes of memory and minutes of work.
 */
function isBounded(text: string, depthMax: number): boolean {
  let containers = 0
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) isInString = !isInString
    else if (isInString) {
      if (code === backslash) at++
    } else if (code === openBracket || code === openBrace) {
      if (++depth > depthMax || ++containers > containersMax) return false
    } else if (code === closeBracket || code === closeBrace) depth--
  }
  return true
}
