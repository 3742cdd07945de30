/** Converts bytes to text, and text to JSON values or CSV rows, in a slow and lenient way. */

export type JsonObject = Record<string, unknown>

/** Bytes that are not UTF-8 become U+FFFD; a leading byte order mark is removed. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes)
}

/**
 * JSON.parse, except that whole numbers of 16 or more digits become strings, because not every one fits
 * exactly into a number. Of duplicate keys the last wins. Undefined if the text is not JSON.
 */
export function parseJson(text: string): unknown {
  const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d[\d.eE+-]*/g
  const quoted = text.replace(tokens, (token) => (/^\d{16,}$/.test(token) ? `"${token}"` : token))
  try {
    return JSON.parse(quoted)
  } catch {
    return undefined
  }
}

/** The text as a JSON object; undefined if it is anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text)
  return isObject(value) ? value : undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface ParsedObjects {
  objects: JsonObject[]
  /** Objects that are not valid JSON, or truncated. */
  broken: number
}

/** The messages of a JSON text: the objects of an array, of a list of lines, or of `{"messages": […]}`. */
export function parseMessageObjects(text: string): ParsedObjects {
  const whole = parseJsonObject(text)
  const [, list] = Object.entries(whole ?? {}).find(([key]) => key.toLowerCase() === 'messages') ?? []
  if (Array.isArray(list)) return { objects: list.filter(isObject), broken: 0 }
  return parseObjectsOf(text.replace(/^\s*\{\s*"messages"\s*:\s*\[/i, ''))
}

/**
 * The complete outermost objects of a JSON text, one after another. A truncated array gives the objects
 * before the truncation, and only an object that is not JSON is left out.
 */
export function parseObjectsOf(text: string): ParsedObjects {
  let broken = 0
  const objects: JsonObject[] = []
  let depth = 0
  let start = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') {
      inString = true
    } else if (character === '{') {
      if (depth === 0) start = at
      depth++
    } else if (character === '}' && depth > 0) {
      depth--
      if (depth > 0) continue
      const object = parseJsonObject(text.slice(start, at + 1))
      if (object) objects.push(object)
      else broken++
    }
  }
  return { objects, broken: broken + Number(depth > 0) }
}

/**
 * The complete rows of a text by RFC 4180. The separator is the first `,`, `;` or tab outside quotes unless
 * it is given. Blank lines and a row that ends inside quotes are left out.
 */
export function parseCsv(text: string, given: string | null = null): { rows: string[][]; isCut: boolean } {
  let separator = given
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let inQuotes = false
  const endField = () => {
    row.push(field)
    field = ''
  }
  const endRow = () => {
    endField()
    if (row.length > 1 || row[0]!.trim() !== '') rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inQuotes) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at++
      } else inQuotes = false
    } else if (character === '"' && field === '') inQuotes = true
    else if (separator === null && [',', ';', '\t'].includes(character!)) {
      separator = character!
      endField()
    } else if (character === separator) endField()
    else if (character === '\n') endRow()
    else if (character !== '\r' || text[at + 1] !== '\n') field += character
  }
  if (!inQuotes) endRow()
  return { rows, isCut: inQuotes }
}
