/** Finds the list of messages in files where another program put it into an object: {"messages": […]}. */

const code = {
  quote: 34,
  comma: 44,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
}
const decoder = new TextDecoder()
/** The most bytes that may precede the list, such as the name of the channel and its recipients. */
const headBytesMax = 64 * 1024

/**
 * The position in the bytes so far at which the messages begin, and whether their list is inside an object,
 * which may continue after the list.
 */
export interface Beginning {
  at: number
  isWrapped: boolean
}

/**
 * Finds the beginning of the messages in the first bytes of a file; null when more bytes are needed. If the
 * file is not an object with a list named `messages` (in upper or lower case), they begin at its first byte.
 */
export function beginningOfMessages(bytes: Uint8Array, isComplete: boolean): Beginning | null {
  const plain = { at: 0, isWrapped: false }
  let at = skipBlanks(bytes, startsWithMark(bytes) ? 3 : 0)
  if (at < bytes.length && bytes[at] !== code.openObject) return plain
  at++
  for (;;) {
    at = skipBlanks(bytes, at)
    const keyEnd = endOfValue(bytes, at)
    const colon = skipBlanks(bytes, keyEnd)
    const value = skipBlanks(bytes, colon + 1)
    if (value >= bytes.length) return isComplete || bytes.length > headBytesMax ? plain : null
    if (bytes[at] !== code.quote || bytes[colon] !== code.colon) return plain
    const key = decoder.decode(bytes.subarray(at + 1, keyEnd - 1))
    if (key.toLowerCase() === 'messages' && bytes[value] === code.openList)
      return { at: value + 1, isWrapped: true }
    const next = skipBlanks(bytes, endOfValue(bytes, value))
    if (next >= bytes.length) return isComplete || bytes.length > headBytesMax ? plain : null
    if (bytes[next] !== code.comma) return plain
    at = next + 1
  }
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at]! <= 32) at++
  return at
}

/**
 * The end of the JSON value that begins at `start`. Strings, objects and lists end with their delimiter;
 * other values end before the first byte that cannot be part of them.
 */
function endOfValue(bytes: Uint8Array, start: number): number {
  let depth = 0
  let isInText = false
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (isInText) {
      if (byte === code.backslash) at++
      else if (byte === code.quote) {
        isInText = false
        if (depth === 0) return at + 1
      }
    } else if (byte === code.quote) isInText = true
    else if (byte === code.openObject || byte === code.openList) depth++
    else if (byte === code.closeObject || byte === code.closeList) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (byte === code.comma || byte === code.colon || byte <= 32)) return at
  }
  return bytes.length
}
