/**
 * Finds the languages of messages by their stop words, the small words that every text of a language is full
 * of, and leaves those out.
 */
import * as stopword from 'stopword'
import { commonEnglishWords } from './english-words.ts'

/** A word and in how many messages it is. */
export interface CountedWord {
  text: string
  messages: number
}

const english = 'eng'
const numbersList = '_123'
/**
 * The first language makes at least this part of all words by its stop words, each further one this part with
 * what the others leave.
 */
const firstShareMin = 0.1
const furtherShareMin = 0.03
const languagesMax = 4
/** One word may be of any language. */
const differentWordsMin = 3

type StopWordList = readonly [language: string, words: ReadonlySet<string>]

let lists: readonly StopWordList[] | undefined

/**
 * Language → its stop words. Made when they are first needed, in the one thread that needs them: that takes
 * 40 ms.
 */
function stopWordLists(): readonly StopWordList[] {
  lists ??= Object.entries(stopword as { [name: string]: unknown })
    .filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[0] !== numbersList)
    .map(([language, words]): StopWordList => [
      language,
      new Set([...words.map(spelt), ...(language === english ? commonEnglishWords : [])]),
    ])
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return lists
}

/** A word as messages are counted by. */
export function spelt(word: string): string {
  return word.toLowerCase().replaceAll('’', "'")
}

/**
 * The languages that some words are of, the most spoken first; none when their small words are of no known
 * language.
 */
export function languagesOf(words: readonly CountedWord[]): string[] {
  const total = sumOf(words)
  const found: string[] = []
  let left = words
  while (found.length < languagesMax) {
    let best: { language: string; list: ReadonlySet<string>; covered: number } | null = null
    for (const [language, list] of stopWordLists()) {
      const known = left.filter(({ text }) => list.has(text))
      const covered = sumOf(known)
      if (known.length >= differentWordsMin && covered > (best?.covered ?? 0))
        best = { language, list, covered }
    }
    const shareMin = found.length === 0 ? firstShareMin : furtherShareMin
    if (best === null || best.covered < total * shareMin) break
    const { list } = best
    found.push(best.language)
    left = left.filter(({ text }) => !list.has(text))
  }
  return found
}

/** The stop words of some languages; of English when there are none. */
export function stopWordsOf(languages: readonly string[]): ReadonlySet<string> {
  const codes = languages.length === 0 ? [english] : languages
  return new Set(
    stopWordLists()
      .filter(([language]) => codes.includes(language))
      .flatMap(([, list]) => [...list]),
  )
}

function sumOf(words: readonly CountedWord[]): number {
  return words.reduce((sum, { messages }) => sum + messages, 0)
}
