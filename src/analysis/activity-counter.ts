/** Counts what happened per hour: one number per (what and where, hour), however many events there are. */
import { hourMs } from '../instant.ts'
import type { Budget } from './budget.ts'

/** What is counted: an event and all that tells its rows apart, except the hour. */
export interface ActivitySource {
  event: string
  userId: string | null
  channelId: string | null
  guildId: string | null
  extra1: string | null
  extra2: string | null
}

/** Number of an hour since 1970, UTC. */
export type Hour = number

/** Counts of a package or of a part of it: one element of the last three for each row. */
export interface ActivityCounts {
  sources: ActivitySource[]
  /** Indexes into `sources`. */
  sourceNumbers: Uint32Array
  hours: Uint32Array
  counts: Uint32Array
}

/** Until the year 2089 an hour needs 20 bits. */
const hoursMax = 2 ** 20

export class ActivityCounter {
  private readonly sources: ActivitySource[] = []
  private readonly numbers = new Map<string, number>()
  private readonly counts = new Map<number, number>()

  constructor(private readonly budget: Budget) {}

  /** The number of a source, the same for equal ones. */
  sourceOf(source: ActivitySource): number {
    const { event, userId, channelId, guildId, extra1, extra2 } = source
    const key = `${event}\0${userId ?? ''}\0${channelId ?? ''}\0${guildId ?? ''}\0${extra1 ?? '\0'}\0${extra2 ?? ''}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    this.budget.spend(200 + 4 * key.length)
    this.numbers.set(key, this.sources.length)
    return this.sources.push(source) - 1
  }

  /** Counts one event of a source in the hour of a moment. */
  add(source: number, instantMs: number): void {
    const key = source * hoursMax + Math.floor(instantMs / hourMs)
    const count = this.counts.get(key)
    if (count === undefined) this.budget.spend(48)
    this.counts.set(key, (count ?? 0) + 1)
  }

  /** All counts, in no particular order, as plain arrays that can be sent to another thread. */
  result(): ActivityCounts {
    const result: ActivityCounts = {
      sources: this.sources,
      sourceNumbers: new Uint32Array(this.counts.size),
      hours: new Uint32Array(this.counts.size),
      counts: new Uint32Array(this.counts.size),
    }
    let at = 0
    for (const [key, count] of this.counts) {
      result.sourceNumbers[at] = Math.floor(key / hoursMax)
      result.hours[at] = key % hoursMax
      result.counts[at++] = count
    }
    return result
  }
}
