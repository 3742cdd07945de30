/** A list of ids of 64 bits in a flat array, which can be searched when it is complete. */
import type { Budget } from './budget.ts'

interface Id {
  high: number
  low: number
}

const firstLength = 1024
/** Eight, and as much again: while it grows, the smaller array is there too. */
const bytesPerId = 16

/** High and low halves alternate as the machine's 64-bit numbers have them: the low one first. */
export class IdList {
  private halves = new Uint32Array(2 * firstLength)
  length = 0

  constructor(private readonly budget: Budget) {}

  push({ high, low }: Id): void {
    if (this.length * 2 === this.halves.length) {
      this.budget.spend(this.length * bytesPerId)
      const larger = new Uint32Array(2 * this.halves.length)
      larger.set(this.halves)
      this.halves = larger
    }
    this.halves[2 * this.length] = low
    this.halves[2 * this.length + 1] = high
    this.length++
  }

  /** All ids in the order of their numbers; the list gives its memory away. */
  sorted(): SortedIds {
    const halves = this.halves.subarray(0, 2 * this.length)
    new BigUint64Array(halves.buffer, 0, this.length).sort()
    this.halves = new Uint32Array(0)
    return new SortedIds(halves)
  }
}

export class SortedIds {
  constructor(private readonly halves: Uint32Array<ArrayBuffer>) {}

  has({ high, low }: Id): boolean {
    const [wantedHigh, wantedLow] = [high >>> 0, low >>> 0]
    const { halves } = this
    let first = 0
    let end = halves.length / 2
    while (first < end) {
      const middle = (first + end) >> 1
      const middleHigh = halves[2 * middle + 1]!
      const middleLow = halves[2 * middle]!
      if (middleHigh === wantedHigh && middleLow === wantedLow) return true
      if (middleHigh < wantedHigh || (middleHigh === wantedHigh && middleLow < wantedLow)) first = middle + 1
      else end = middle
    }
    return false
  }
}
