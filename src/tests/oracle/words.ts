/** Words and emoji of the messages, and the languages whose stop words are left out. */
import * as stopwords from 'stopword'
import { commonEnglishWords } from '../../analysis/statistics/english-words.ts'
import type { Message } from './messages.ts'
import type { EmojiRow, WordRow } from './extra-rows.ts'

export interface Texts {
  /**
   * All that occur in at least three messages, without stop words. A result contains only the 200 words and
   * 100 emoji that occur in the most messages.
   */
  words: WordRow[]
  emoji: EmojiRow[]
  /** In the order in which they were found. */
  languages: string[]
}

const messagesMin = 3

export function readTexts(messages: Map<string, Message[]>): Texts {
  const words = new Map<string, number>()
  const emoji = new Map<string, number>()
  for (const { contents } of [...messages.values()].flat()) {
    const text = withoutCodeAndLinks(contents)
    for (const word of new Set(wordsOf(text))) words.set(word, (words.get(word) ?? 0) + 1)
    for (const one of new Set(emojiOf(text))) emoji.set(one, (emoji.get(one) ?? 0) + 1)
  }
  const languages = languagesOf(words)
  const stops = new Set(
    (languages.length > 0 ? languages : ['eng']).flatMap((language) => [...lists.get(language)!]),
  )
  return {
    words: [...words]
      .filter(([word, count]) => count >= messagesMin && !stops.has(word))
      .map(([word, message_count]) => ({ word, message_count, one_in: 1 })),
    emoji: [...emoji]
      .filter(([, count]) => count >= messagesMin)
      .map(([key, message_count]) => {
        const [name, emoji_id] = JSON.parse(key) as [string, string | null]
        return { emoji: name, emoji_id, message_count, one_in: 1 }
      }),
    languages,
  }
}

function withoutCodeAndLinks(text: string): string {
  return text
    .replace(/```[^]*?(```|$)/g, ' ')
    .replace(/`[^`]*`/g, ' ')
    .replace(/https?:\/\/\S+/gi, ' ')
}

const customEmoji = /<a?:(\w+):(\d+)>/g
const markup = /<[@#:/at][^<>\s]*>/g
/** Patterns that words of sentences never contain: parts of paths, names, addresses, assignments. */
const noSentence = /\d|[@#_=/\\]|[.:]\p{L}/u
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

function wordsOf(text: string): string[] {
  const tokens = text.replace(markup, ' ').split(/\s+/)
  return tokens
    .filter((token) => !noSentence.test(token))
    .flatMap((token) => token.match(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu) ?? [])
    .flatMap((run) => (unspaced.test(run) ? partsOf(run) : isOfLength(run, 3) ? [run] : []))
    .map((word) => word.toLowerCase().replaceAll('’', "'"))
}

function partsOf(run: string): string[] {
  return [...segmenter.segment(run)]
    .filter(({ isWordLike, segment }) => isWordLike && isOfLength(segment, 2))
    .map(({ segment }) => segment)
}

function isOfLength(word: string, least: number): boolean {
  return word.length >= least && word.length <= 24
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const isEmoji = /^(\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2})/u

/** The emoji of a text, each as the JSON of its name and its id. */
function emojiOf(text: string): string[] {
  const custom = [...text.matchAll(customEmoji)].map(([, name, id]) => JSON.stringify([name, id]))
  const plain = [...graphemes.segment(text.replace(markup, ' '))]
    .filter(({ segment }) => isEmoji.test(segment))
    .map(({ segment }) => JSON.stringify([segment, null]))
  return [...custom, ...plain]
}

/** The stop words of each language, in the order of the languages' codes. */
const lists = new Map(
  Object.entries(stopwords as unknown as Record<string, unknown>)
    .filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[0] !== '_123')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([language, words]): [string, Set<string>] => {
      const all = [...words, ...(language === 'eng' ? commonEnglishWords : [])]
      return [language, new Set(all.map((word) => word.toLowerCase().replaceAll('’', "'")))]
    }),
)

/**
 * Rule: the first list is the one that covers the most words, if these are at least a tenth of all. Each
 * further list is the one that covers most of the rest, if these words are at least 3 % of all. There are at
 * most 4 lists. A list must match at least three different words, because a single word may belong to any
 * language.
 */
function languagesOf(words: Map<string, number>): string[] {
  const total = sum(words.values())
  const left = new Map(words)
  const found: string[] = []
  while (found.length < 4) {
    const [best] = [...lists]
      .map(([language, list]) => {
        const known = [...left.keys()].filter((word) => list.has(word))
        return { language, words: known.length, cover: sum(known, (word) => left.get(word)!) }
      })
      .filter(({ words }) => words >= 3)
      .sort((one, other) => other.cover - one.cover)
    if (!best || best.cover < total * (found.length === 0 ? 0.1 : 0.03)) break
    found.push(best.language)
    for (const word of lists.get(best.language)!) left.delete(word)
  }
  return found
}

function sum<Value>(values: Iterable<Value>, numberOf: (value: Value) => number = Number): number {
  return [...values].reduce((total, value) => total + numberOf(value), 0)
}
