/** Counts how often each id occurs. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { Budget } from './budget.ts'

export class Tally {
  private readonly counts = new TextMap<number>()

  constructor(private readonly budget: Budget) {}

  /** Counts an id. Null is ignored. */
  add(id: string | null): void {
    if (id === null) return
    const count = this.counts.get(id)
    if (count === undefined) this.budget.spend(220)
    this.counts.set(id, (count ?? 0) + 1)
  }

  /**
   * The most frequent id with at least `countMin` occurrences. Null if there is none, or if several are
   * equally frequent.
   */
  singleMostFrequent(countMin: number): string | null {
    const id = this.mostFrequent(countMin)
    if (id === null) return null
    const count = this.counts.get(id)
    const isAlone = [...this.counts.values()].filter((other) => other === count).length === 1
    return isAlone ? id : null
  }

  /**
   * The most frequent id with at least `countMin` occurrences; of equal ones the lowest. Null if there is
   * none.
   */
  mostFrequent(countMin = 1): string | null {
    let best: [id: string, count: number] | null = null
    for (const [id, count] of this.counts) {
      if (count < countMin) continue
      if (!best || count > best[1] || (count === best[1] && isLower(id, best[0]))) best = [id, count]
    }
    return best?.[0] ?? null
  }
}

function isLower(id: string, other: string): boolean {
  return id.length === other.length ? id < other : id.length < other.length
}
