/** Counts events per hour: one number per source (event and location) and hour, for any number of events. */
import {
  type Fingerprint,
  fingerprintText,
  numberOfFingerprint,
} from '../../data-package/records/fingerprint.ts'
import { hashOfPair } from '../../data-package/records/pair-hash.ts'
import { hourMs } from '../../instant.ts'
import type { Budget } from '../collections/budget.ts'
import { free } from '../collections/flat-arrays.ts'

/** A counted source: an event with all the values that distinguish its rows, except the hour. */
export interface ActivitySource {
  event: string
  userId: string | null
  channelId: string | null
  guildId: string | null
  extra1: string | null
  extra2: string | null
}

/** The counts of a package, or of a part of it. The last three arrays have one element per row. */
export interface ActivityCounts {
  sources: ActivitySource[]
  /** Indexes into `sources`. */
  sourceNumbers: Uint32Array<ArrayBuffer>
  hours: Uint32Array<ArrayBuffer>
  counts: Uint32Array<ArrayBuffer>
}

/** A source that consists only of its event. */
export function bareSource(event: string): ActivitySource {
  return { event, userId: null, channelId: null, guildId: null, extra1: null, extra2: null }
}

const firstLength = 1024
/**
 * The memory of a slot, as measured, with everything that is made of the counts up to the result. On average,
 * about half of the slots are used.
 */
const bytesPerSlot = 40

/**
 * Counts in an open-addressing hash table of flat arrays. A Map would take more time and four times the
 * memory.
 */
export class ActivityCounter {
  private readonly sources: ActivitySource[] = []
  /**
   * The number of a source by the fingerprint of its fields. Texts as keys would take as much memory as the
   * sources.
   */
  private readonly numbers = new Map<number, number>()
  private readonly fingerprint: Fingerprint = { high: 0, low: 0 }
  private table = createCounts(firstLength)
  private size = 0

  constructor(private readonly budget: Budget) {}

  /** The number of a source. Equal sources have the same number. */
  sourceOf(source: ActivitySource): number {
    const { event, userId, channelId, guildId, extra1, extra2 } = source
    const text = `${event}\0${userId ?? ''}\0${channelId ?? ''}\0${guildId ?? ''}\0${extra1 ?? '\0'}\0${extra2 ?? ''}`
    fingerprintText(this.fingerprint, text)
    const key = numberOfFingerprint(this.fingerprint)
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    // About the memory of a source up to the result, in both threads, without its garbage.
    this.budget.spend(1_100 + 10 * text.length)
    this.numbers.set(key, this.sources.length)
    return this.sources.push(source) - 1
  }

  /** Counts an event of a source in the hour of `instantMs`. */
  add(source: number, instantMs: number): void {
    const hour = Math.floor(instantMs / hourMs)
    const { sourceNumbers, hours, counts } = this.table
    const at = slotOf(this.table, source, hour)
    if (counts[at]!++ > 0) return
    sourceNumbers[at] = source
    hours[at] = hour
    if (++this.size * 4 > counts.length * 3) this.grow()
  }

  /**
   * All counts in no particular order, as flat arrays that can be transferred to another thread. Call it
   * once.
   */
  result(): ActivityCounts {
    const { sourceNumbers, hours, counts } = this.table
    const packed = createCounts(this.size)
    let to = 0
    for (let at = 0; at < counts.length; at++) {
      if (counts[at] === 0) continue
      packed.sourceNumbers[to] = sourceNumbers[at]!
      packed.hours[to] = hours[at]!
      packed.counts[to++] = counts[at]!
    }
    free(sourceNumbers, hours, counts)
    this.table = createCounts(firstLength)
    this.size = 0
    return { sources: this.sources, ...packed }
  }

  private grow(): void {
    const old = this.table
    this.budget.spend(old.counts.length * bytesPerSlot)
    this.table = createCounts(old.counts.length * 2)
    for (let from = 0; from < old.counts.length; from++) {
      if (old.counts[from] === 0) continue
      const at = slotOf(this.table, old.sourceNumbers[from]!, old.hours[from]!)
      this.table.sourceNumbers[at] = old.sourceNumbers[from]!
      this.table.hours[at] = old.hours[from]!
      this.table.counts[at] = old.counts[from]!
    }
    free(old.sourceNumbers, old.hours, old.counts)
  }
}

type Table = Omit<ActivityCounts, 'sources'>

/** A table with this many zeroed rows. */
export function createCounts(length: number): Table {
  return {
    sourceNumbers: new Uint32Array(length),
    hours: new Uint32Array(length),
    counts: new Uint32Array(length),
  }
}

/** The slot of a source and hour, or the free slot that they would get. A slot without a count is free. */
function slotOf({ sourceNumbers, hours, counts }: Table, source: number, hour: number): number {
  const mask = counts.length - 1
  let at = hashOfPair(source, hour) & mask
  while (counts[at] !== 0 && (sourceNumbers[at] !== source || hours[at] !== hour)) at = (at + 1) & mask
  return at
}
