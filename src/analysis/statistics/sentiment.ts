/** Scores the mood of a channel by a lexicon of English words and of emoji. */
import { emojiEmotion } from 'emoji-emotion'
import { type KnownWord, findWord, findWordAt } from './lexicon.ts'

/** Emoji without variation selectors → −5 … 5. */
const emojiPolarity = new Map(
  emojiEmotion.map(({ emoji, polarity }) => [emoji.replaceAll('\ufe0f', ''), polarity]),
)
const polarityMax = 5

/**
 * A negation reaches the next two words ("not very good"), but never past the end of a phrase ("no, I love
 * it").
 */
const negationReach = 2
/**
 * If less than this share of a channel's words are common English ones, it uses another language. Matches
 * with the lexicon are then noise: "die" is common in German.
 */
const englishShareMin = 0.08
/** A meaningful mean needs at least this many messages with a mood. */
const evidenceMin = 3

const isAscii = /^[\0-\x7f]*$/
const token = /(\p{Extended_Pictographic})|\p{L}[\p{L}'’]*|[.,;:!?\n]/gu
const phraseEnds = new Set('.,;:!?\n')
/** The same set by character code: 1 for a character that ends a phrase. */
const phraseEndCodes = new Uint8Array(128)
for (const end of phraseEnds) phraseEndCodes[end.charCodeAt(0)] = 1
const noise = /https?:\/\/\S+|<[^<>\s]{1,100}>/g
/** The length limit of a message in Discord. */
const lengthMax = 4_000
const apostrophe = 39
const lowerN = 110
const lowerT = 116
const caseBit = 32

/** Collects the moods of the messages of one channel. The order of the messages does not matter. */
export class MoodMeter {
  /** Sums in whole thousandths. Unlike sums of fractions, they do not depend on the order. */
  private readonly all = { sum: 0, count: 0 }
  private readonly emojiOnly = { sum: 0, count: 0 }
  private wordCount = 0
  private englishCount = 0
  /** Sums of the polarities in the current message. */
  private words = { sum: 0, count: 0 }
  private emoji = { sum: 0, count: 0 }
  /** How many more words the last negation reaches. */
  private negated = 0

  add(text: string): void {
    this.words = { sum: 0, count: 0 }
    this.emoji = { sum: 0, count: 0 }
    this.negated = 0
    const spoken = text.slice(0, lengthMax).replace(noise, ' ')
    if (isAscii.test(spoken)) this.readAscii(spoken)
    else this.read(spoken)
    const { words, emoji } = this
    addMood(this.emojiOnly, emoji.sum, emoji.count)
    addMood(this.all, words.sum + emoji.sum, words.count + emoji.count)
  }

  /** Like `read`, for ASCII texts, but without a string for each word. Most messages are ASCII. */
  private readAscii(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (!isLetter(code)) {
        if (phraseEndCodes[code] === 1) this.negated = 0
        continue
      }
      const start = at
      while (isLetter(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === apostrophe) at++
      const end = at + 1
      this.addWord(findWordAt(text, start, end), isShortNot(text, end))
    }
  }

  private read(text: string): void {
    token.lastIndex = 0
    for (let match = token.exec(text); match !== null; match = token.exec(text)) {
      const [written, picture] = match
      if (phraseEnds.has(written)) this.negated = 0
      else if (picture === undefined) {
        const word = written.toLowerCase().replaceAll('’', "'")
        this.addWord(findWord(word), word.endsWith("n't"))
      } else {
        const polarity = emojiPolarity.get(picture)
        if (polarity !== undefined) addTo(this.emoji, polarity)
      }
    }
  }

  private addWord(known: KnownWord | undefined, isShortNot: boolean): void {
    this.wordCount++
    if (known?.isEnglish) this.englishCount++
    if (known?.polarity !== undefined) addTo(this.words, this.negated > 0 ? -known.polarity : known.polarity)
    this.negated = isShortNot || known?.isNegation ? negationReach : this.negated - 1
  }

  /**
   * The mean of the moods in [−1, 1], rounded to three decimals; null if that is 0, or if too few messages
   * have a mood. In channels that are not in English only emoji count.
   */
  result(): number | null {
    const moods = this.englishCount >= this.wordCount * englishShareMin ? this.all : this.emojiOnly
    if (moods.count < evidenceMin) return null
    const mean = Math.round(moods.sum / moods.count) / 1000
    return mean === 0 ? null : mean
  }
}

/**
 * The mood of a message is the mean of its words and emoji with a mood, so long messages weigh as much as
 * short ones. A message with the mean 0 has no mood.
 */
function addMood(moods: { sum: number; count: number }, polarity: number, words: number): void {
  if (polarity !== 0) addTo(moods, Math.round((polarity / words / polarityMax) * 1000))
}

function addTo(total: { sum: number; count: number }, value: number): void {
  total.sum += value
  total.count++
}

function isLetter(code: number): boolean {
  const lower = code | caseBit
  return lower >= 97 && lower <= 122
}

/** Whether the ASCII word that ends here ends in n't, in either case. */
function isShortNot(text: string, end: number): boolean {
  return (
    (text.charCodeAt(end - 1) | caseBit) === lowerT &&
    text.charCodeAt(end - 2) === apostrophe &&
    (text.charCodeAt(end - 3) | caseBit) === lowerN
  )
}
