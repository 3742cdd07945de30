/** Parses JSON that other people wrote: exact 64-bit ids, bounded nesting, no exceptions. */

export type JsonObject = { [key: string]: unknown }

/** A bare whole number that may lie beyond 2^53. Texts may match it too, which only costs time. */
const longInteger = /[:,[]\s*-?\d{16}/

/**
 * The object in `text`, or null when it is not one, or nested deeper than `depthMax`. Whole numbers beyond 2^53 come
 * as strings of their digits: discord writes message ids as bare 64-bit numbers.
 */
export function parseObject(text: string, depthMax: number): JsonObject | null {
  const value = parseJson(text, depthMax)
  return isObject(value) ? value : null
}

/** Any JSON value, or undefined when the text is none or nested too deep. A byte order mark is passed over. */
export function parseJson(text: string, depthMax: number): unknown {
  try {
    const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
    const value: unknown = longInteger.test(body) ? JSON.parse(body, keepLongIntegers) : JSON.parse(body)
    return isWithinDepth(value, depthMax) ? value : undefined
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

function isWithinDepth(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depthMax === 0) return false
  for (const key in value) {
    const inner = (value as JsonObject)[key]
    if (typeof inner === 'object' && inner !== null && !isWithinDepth(inner, depthMax - 1)) return false
  }
  return true
}
