/**
 * Finds the languages of messages by their stop words, which are the most common words of a language, and
 * lists these words, so that they can be left out.
 */
import * as stopword from 'stopword'
import { commonEnglishWords } from './english-words.ts'

/** A word and the number of messages that contain it. */
export interface CountedWord {
  text: string
  messages: number
}

const english = 'eng'
const numbersList = '_123'
/** The stop words of the first language must be at least this share of all words. */
const firstShareMin = 0.1
/** The same for each further language; stop words of the languages already found do not count. */
const furtherShareMin = 0.03
const languagesMax = 4
/** At least this many different stop words must occur: a single word may belong to any language. */
const differentWordsMin = 3

type StopWordList = readonly [language: string, words: ReadonlySet<string>]

let lists: readonly StopWordList[] | undefined
let languages: Map<string, string[]> | undefined

/**
 * Language → its stop words. The lists are made on first use, because that takes about 15 ms and only one
 * thread needs them.
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

/** A word in the spelling under which it is counted. */
export function spelt(word: string): string {
  return word.toLowerCase().replaceAll('’', "'")
}

/** The languages of some words, the most used first. Empty if their stop words match no known language. */
export function languagesOf(words: readonly CountedWord[]): string[] {
  const total = sumOf(words)
  const wordsOf = new Map(stopWordLists().map(([language]) => [language, new Set<CountedWord>()]))
  for (const word of words) {
    for (const language of languagesByWord().get(word.text) ?? []) wordsOf.get(language)!.add(word)
  }
  const found: string[] = []
  while (found.length < languagesMax) {
    let best: { language: string; covered: number } | null = null
    for (const [language, known] of wordsOf) {
      const covered = sumOf(known)
      if (known.size >= differentWordsMin && covered > (best?.covered ?? 0)) best = { language, covered }
    }
    const shareMin = found.length === 0 ? firstShareMin : furtherShareMin
    if (best === null || best.covered < total * shareMin) break
    found.push(best.language)
    const taken = [...wordsOf.get(best.language)!]
    for (const known of wordsOf.values()) for (const word of taken) known.delete(word)
  }
  return found
}

/** The stop words of the given languages; without languages, those of English. */
export function stopWordsOf(languages: readonly string[]): ReadonlySet<string> {
  const codes = languages.length === 0 ? [english] : languages
  return new Set(
    stopWordLists()
      .filter(([language]) => codes.includes(language))
      .flatMap(([, list]) => [...list]),
  )
}

/** Stop word → the languages whose lists contain it, sorted by code. */
function languagesByWord(): ReadonlyMap<string, readonly string[]> {
  if (languages) return languages
  languages = new Map()
  for (const [language, words] of stopWordLists()) {
    for (const word of words) {
      const known = languages.get(word)
      if (known) known.push(language)
      else languages.set(word, [language])
    }
  }
  return languages
}

function sumOf(words: Iterable<CountedWord>): number {
  let sum = 0
  for (const { messages } of words) sum += messages
  return sum
}
