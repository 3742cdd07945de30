/**
 * Measures the text of a message: characters, words, links, attachments. Most texts are measured in their
 * bytes, without decoding.
 */

/** Sums over messages. */
export interface TextTotals {
  /** Unicode code points. */
  characters: number
  /** Sequences of characters other than ASCII white space. */
  words: number
  /** Occurrences of http:// and https://. */
  links: number
  attachments: number
}

const quote = 34
const backslash = 92
const letterH = 104
const letterN = 110
const space = 32
const newline = 10

/**
 * Adds the measurements of the JSON string in `[start, end)`, quotes included. Returns false and adds nothing
 * for other values, and when the text must be decoded first because of malformed UTF-8 or a rare escape.
 */
export function measureJsonText(totals: TextTotals, bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== quote) return false
  let characters = 0
  let words = 0
  let links = 0
  let isInWord = false
  for (let at = start + 1; at < end - 1; at++) {
    let byte = bytes[at]!
    if (byte >= 128) {
      const length = characterLength(bytes, at)
      if (length === 0) return false
      at += length - 1
    } else if (byte === backslash) {
      const escaped = bytes[++at]!
      if (escaped !== letterN && escaped !== quote && escaped !== backslash) return false
      byte = escaped === letterN ? newline : escaped
    } else if (byte === letterH && isLinkAt(bytes, at)) links++
    characters++
    if (isBlank(byte)) isInWord = false
    else if (!isInWord) {
      words++
      isInWord = true
    }
  }
  totals.characters += characters
  totals.words += words
  totals.links += links
  return true
}

/**
 * The length in bytes of a character beyond ASCII (RFC 3629). 0 when the bytes are malformed: a decoder
 * replaces them by one or several characters.
 */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  const second = bytes[at + 1]!
  if (first < 0xc2 || first > 0xf4) return 0
  // Overlong forms, surrogates and numbers above U+10FFFF.
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  for (let index = 1; index < length; index++) if ((bytes[at + index]! & 0xc0) !== 0x80) return 0
  return length
}

/** Adds the measurements of a decoded text. */
export function measureText(totals: TextTotals, text: string): void {
  let isInWord = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const isPair = unit >= 0xd800 && unit < 0xdc00 && isSecondHalf(text.charCodeAt(at + 1))
    if (isPair) at++
    else if (unit === letterH && /^https?:\/\//.test(text.slice(at, at + 8))) totals.links++
    totals.characters++
    if (isBlank(unit)) isInWord = false
    else if (!isInWord) {
      totals.words++
      isInWord = true
    }
  }
}

/**
 * Counts the attachments in the JSON string in `[start, end)`, quotes included. Returns false and adds
 * nothing for other values, and when the text must be decoded first because of an escape.
 */
export function countJsonAttachments(
  totals: TextTotals,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (bytes[start] !== quote) return false
  let attachments = 0
  let isInAddress = false
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at]!
    if (byte === backslash) return false
    const isBlankHere = isBlank(byte)
    if (!isBlankHere && !isInAddress) attachments++
    isInAddress = !isBlankHere
  }
  totals.attachments += attachments
  return true
}

/** Counts the attachments in a text: addresses separated by white space. */
export function countAttachments(totals: TextTotals, text: string): void {
  let isInAddress = false
  for (let at = 0; at < text.length; at++) {
    const isBlankHere = isBlank(text.charCodeAt(at))
    if (!isBlankHere && !isInAddress) totals.attachments++
    isInAddress = !isBlankHere
  }
}

function isBlank(code: number): boolean {
  return code === space || (code >= 9 && code <= 13)
}

function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** Whether http:// or https:// begins at this h. */
function isLinkAt(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] !== 116 || bytes[at + 2] !== 116 || bytes[at + 3] !== 112) return false
  const colon = bytes[at + 4] === 115 ? at + 5 : at + 4
  return bytes[colon] === 58 && bytes[colon + 1] === 47 && bytes[colon + 2] === 47
}
