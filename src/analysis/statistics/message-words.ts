/**
 * Collects the words and emoji of messages. The result contains only single words and emoji that occur in
 * several messages, never a sentence.
 */
import type { Budget } from '../collections/budget.ts'
import { languagesOf, spelt, stopWordsOf } from './stop-words.ts'
import { OccurrenceCounter, mostFrequent } from '../collections/occurrence-counter.ts'
import type { Message } from '../../data-package/records/messages.ts'
import type { MessageTexts } from '../analyzed-package.ts'
import { findPlainWords } from './plain-words.ts'
import { SpacelessWords, isSpaceless } from './spaceless-words.ts'
import type { Statistic } from './statistic.ts'

export const messageWords: Statistic = {
  name: 'words',
  source: 'text of all messages',
  means:
    'The 200 words and 100 emoji that occur in the most messages; `texts_read` says which messages were read.',
  limits:
    'Exact up to 80 MiB of messages files, about 500,000 messages. In larger packages one message in `one_in` is read, and only messages that were read are counted. Links, mentions, ' +
    'code, words with digits, stop words of the languages used, and words or emoji in fewer than three messages are left out.',
  tables: [
    {
      name: 'words',
      rowPer: 'word',
      sql: `CREATE TABLE words (
  word TEXT NOT NULL PRIMARY KEY,
  message_count INTEGER NOT NULL,
  one_in INTEGER NOT NULL
) WITHOUT ROWID`,
      rows: ({ contents: { texts } }) =>
        texts.words.map(({ word, messages }) => [word, messages, texts.step]),
    },
    {
      name: 'emoji',
      rowPer: 'emoji',
      sql: `CREATE TABLE emoji (
  emoji TEXT NOT NULL,
  emoji_id TEXT,
  message_count INTEGER NOT NULL,
  one_in INTEGER NOT NULL
)`,
      rows: ({ contents: { texts } }) =>
        texts.emoji.map(({ emoji, emojiId, messages }) => [emoji, emojiId, messages, texts.step]),
    },
    {
      name: 'texts_read',
      rowPer: 'package (always one)',
      sql: `CREATE TABLE texts_read (
  message_count INTEGER NOT NULL, -- all that were counted
  read_count INTEGER NOT NULL,    -- whose texts were read for words and emoji
  one_in INTEGER NOT NULL,
  languages TEXT NOT NULL         -- whose stop words are left out, as codes of ISO 639-3; '' for none
)`,
      rows: ({ contents: { texts, coverage } }) => [
        [coverage.messages, texts.read, texts.step, texts.languages.join(' ')],
      ],
    },
  ],
}

const wordsMax = 200
const emojiMax = 100
/** A word in fewer messages than this may be a secret. */
const messagesMin = 3
/** Twice the number of different words that one person uses in years, in several languages. */
export const differentWordsMax = 200_000
const differentEmojiMax = 20_000
/** The length limit of a message in Discord. */
const lengthMax = 4_000
const encoder = new TextEncoder()
const ascii = new Uint8Array(lengthMax)

const isAscii = /^[\0-\x7f]*$/
const apostrophe = /['’]/
const lettersOf = { spaced: { min: 3, max: 24 }, spaceless: { min: 2, max: 24 } }

const customEmoji = String.raw`<a?:(\w{2,32}):(\d{15,21})>`
const emojiModifiers = String.raw`(?:\ufe0f|\p{Emoji_Modifier})?`
const emoji = String.raw`(?![©®™])\p{Extended_Pictographic}${emojiModifiers}(?:\u200d\p{Extended_Pictographic}${emojiModifiers}){0,6}|\p{Regional_Indicator}{2}`
/** A run of letters that is not part of an address, a path, a name with digits, a mention or code. */
const word = String.raw`(?<![\p{L}\p{M}\p{N}_@#./\\:=<&'’-])\p{L}[\p{L}\p{M}'’]*(?![\p{L}\p{M}\p{N}_@/\\:=(]|[.'’-][\p{L}\p{N}])`
const token = new RegExp(`${customEmoji}|(${emoji})|(${word})`, 'gu')

const codeFence = '```'
const code = /```[^`]*(?:```|$)/g

export class WordMeter {
  private readonly words: OccurrenceCounter
  private readonly emoji: OccurrenceCounter
  private readonly spaceless = new SpacelessWords((word, message) =>
    this.addOne(word, message, lettersOf.spaceless),
  )
  private messages = 0

  constructor(budget: Budget) {
    this.words = new OccurrenceCounter(budget, differentWordsMax)
    this.emoji = new OccurrenceCounter(budget, differentEmojiMax)
  }

  /** Adds the text of one message. */
  add(message: Pick<Message, 'contents' | 'written'>): void {
    this.messages++
    const written = message.written()
    if (written !== null && this.addPlain(written.bytes, written.start, written.end)) return
    const text = message.contents().slice(0, lengthMax)
    // A text with escapes in JSON may still be plain after decoding.
    if (isAscii.test(text) && this.addPlain(ascii, 0, encoder.encodeInto(text, ascii).written)) return
    this.addText(text)
  }

  /**
   * Adds the words of a plain text. Returns false if the text is not plain; some words may then already be
   * counted. That is harmless, because a word counts once per message.
   */
  private addPlain(bytes: Uint8Array, start: number, end: number): boolean {
    const { min, max } = lettersOf.spaced
    return findPlainWords(bytes, start, Math.min(end, start + lengthMax), (start, end) => {
      if (end - start >= min && end - start <= max) this.words.addLetters(bytes, start, end, this.messages)
    })
  }

  private addText(text: string): void {
    const shown = text.includes(codeFence) ? text.replace(code, ' ') : text
    token.lastIndex = 0
    for (let match = token.exec(shown); match !== null; match = token.exec(shown)) {
      const [, name, id, emoji, word] = match
      if (word !== undefined) this.addWord(word)
      else if (emoji !== undefined) this.emoji.add(emoji, this.messages)
      else this.emoji.add(`${name!}:${id!}`, this.messages)
    }
  }

  /** The words and emoji that occur in the most messages, without the stop words of the languages in use. */
  result(): Omit<MessageTexts, 'step'> {
    this.spaceless.finish()
    const all = this.words.all()
    const languages = languagesOf(all)
    const stopWords = stopWordsOf(languages)
    const told = all.filter(({ text }) => !stopWords.has(text))
    const words = mostFrequent(told, wordsMax, messagesMin).map(({ text, messages }) => ({
      word: text,
      messages,
    }))
    const emoji = mostFrequent(this.emoji.all(), emojiMax, messagesMin).map(({ text, messages }) => {
      const [emoji, emojiId = null] = text.split(':') as [string, string?]
      return { emoji, emojiId, messages }
    })
    const forgotten = this.words.forgotten + this.emoji.forgotten
    return { words, emoji, read: this.messages, forgotten, languages }
  }

  private addWord(written: string): void {
    if (!isAscii.test(written) && isSpaceless(written)) this.spaceless.add(written, this.messages)
    else this.addOne(written, this.messages, lettersOf.spaced)
  }

  private addOne(written: string, message: number, { min, max }: { min: number; max: number }): void {
    const lower = written.toLowerCase()
    const word = apostrophe.test(lower) ? spelt(lower).replace(/'+$/, '') : lower
    if (word.length >= min && word.length <= max) this.words.add(word, message)
  }
}
