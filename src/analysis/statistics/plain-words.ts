/**
 * Finds the words of plain texts in their bytes, by the rules of message-words.ts. This takes a fifth of the
 * time of decoding the texts and running the regular expression.
 */

const letter = 1
/** A word cannot begin after these characters. */
const barsBefore = 2
/** A word cannot end before these characters. */
const barsAfter = 4
/** A word cannot end before these characters if a letter or a digit follows them. */
const joins = 8
const digit = 16

const kinds = new Uint8Array(128)
mark(letter | barsBefore | barsAfter, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
mark(digit | barsBefore | barsAfter, '0123456789')
mark(barsBefore, "_@#./\\:=<&'-")
mark(barsAfter, '_@/\\:=(')
mark(joins, ".'-")

const apostrophe = 39
const backslash = 92
const backtick = 96
const less = 60
const colon = 58
const letterA = 97

/**
 * Calls `visit` with the position of each word in `[start, end)`, without apostrophes at its end. Returns
 * false when only the regular expression can read the text: it contains characters beyond ASCII, JSON
 * escapes, code, custom emoji, or two apostrophes in a row. Some words may already have been visited then.
 */
export function findPlainWords(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): boolean {
  let before = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 128) return false
    const kind = kinds[byte]!
    if ((kind & letter) === 0) {
      if (byte === backslash || byte === backtick) return false
      if (byte === less && at + 1 < end && (bytes[at + 1] === colon || bytes[at + 1] === letterA))
        return false
      before = kind
      continue
    }
    const wordStart = at
    let wordEnd = at + 1
    for (at = wordEnd; at < end; at++) {
      const next = bytes[at]!
      if (next >= 128) return false
      if ((kinds[next]! & letter) !== 0) wordEnd = at + 1
      else if (next !== apostrophe) break
      else if (at > wordEnd) return false
    }
    if (bytes[at] === backslash && at < end) return false
    // Between the word and `at` is nothing, or one apostrophe that may or may not belong to the word.
    const isFree =
      isEndAt(bytes, at, end) || (at > wordEnd && (at === end || (kinds[bytes[at]!]! & digit) === 0))
    if ((before & barsBefore) === 0 && isFree) visit(wordStart, wordEnd)
    before = barsBefore
    at--
  }
  return true
}

function isEndAt(bytes: Uint8Array, at: number, end: number): boolean {
  if (at === end) return true
  const kind = kinds[bytes[at]!]!
  if ((kind & barsAfter) !== 0) return false
  if ((kind & joins) === 0 || at + 1 === end) return true
  const next = bytes[at + 1]!
  return next < 128 && next !== backslash && (kinds[next]! & (letter | digit)) === 0
}

function mark(kind: number, characters: string): void {
  for (const character of characters) kinds[character.charCodeAt(0)]! |= kind
}
