/** Counts in how many messages a text occurs, for as many different texts as memory allows. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { PackageError } from '../../errors.ts'
import { detached } from '../../data-package/records/fields.ts'
import { type Fingerprint, type HashKey, fingerprintText } from '../../data-package/records/fingerprint.ts'
import type { Budget } from './budget.ts'

interface Occurrence {
  messages: number
  lastMessage: number
}

export interface TextCount {
  text: string
  messages: number
}

/** A Map entry with its text and counts. */
const entryBytes = 160
/** Not secret: which texts are kept must be the same in every run. */
const samplingKey: HashKey = [0x3a17, 0]
const hashBits = 32

export class OccurrenceCounter {
  private readonly occurrences = new TextMap<Occurrence>()
  /** Only texts whose hash ends in so many zero bits are kept. */
  private bits = 0
  private readonly print: Fingerprint = { high: 0, low: 0 }

  constructor(
    private readonly budget: Budget,
    private readonly textsMax: number,
  ) {}

  /** Counts a text of a message; a message counts once, however often it has the text. */
  add(text: string, message: number): void {
    const known = this.occurrences.get(text)
    if (known) {
      if (known.lastMessage === message) return
      known.messages++
      known.lastMessage = message
      return
    }
    if (!this.isKept(text)) return
    this.budget.spend(entryBytes)
    this.occurrences.set(detached(text), { messages: 1, lastMessage: message })
    while (this.occurrences.size > this.textsMax) this.halve()
  }

  /** All texts with their counts, in no particular order. */
  all(): TextCount[] {
    return [...this.occurrences].map(([text, { messages }]) => ({ text, messages }))
  }

  /**
   * Forgets half of the texts: by their hash, since what is left must not depend on the order in which they
   * came. A package of one person's words never gets here. Throws PackageError package_too_complex when texts
   * were chosen so that all of them stay.
   */
  private halve(): void {
    if (++this.bits > hashBits) throw new PackageError('package_too_complex')
    for (const text of this.occurrences.keys()) {
      if (this.isKept(text)) continue
      this.occurrences.delete(text)
      this.budget.spend(-entryBytes)
    }
  }

  private isKept(text: string): boolean {
    if (this.bits === 0) return true
    fingerprintText(this.print, text, samplingKey)
    return (this.print.low >>> 0) % 2 ** this.bits === 0
  }
}

/** The texts of the most messages, the lowest of equals; none of fewer than `messagesMin`. */
export function mostFrequent(texts: readonly TextCount[], count: number, messagesMin: number): TextCount[] {
  return texts
    .filter(({ messages }) => messages >= messagesMin)
    .sort((one, other) => other.messages - one.messages || (one.text < other.text ? -1 : 1))
    .slice(0, count)
}
