/** A list of 64-bit ids in a flat array. It can be searched once it is complete. */
import type { Budget } from './budget.ts'
import { resized } from './flat-arrays.ts'

interface Id {
  high: number
  low: number
}

const firstLength = 1024
/**
 * An id takes eight bytes. They are charged twice, because the old array still exists while the list grows.
 */
const bytesPerId = 16

/** Low and high halves alternate, as in little-endian 64-bit numbers. */
export class IdList {
  private halves = new Uint32Array(2 * firstLength)
  length = 0

  constructor(private readonly budget: Budget) {}

  push({ high, low }: Id): void {
    if (this.length * 2 === this.halves.length) {
      this.budget.spend(this.length * bytesPerId)
      this.halves = resized(this.halves, 2 * this.halves.length)
    }
    this.halves[2 * this.length] = low
    this.halves[2 * this.length + 1] = high
    this.length++
  }

  /** All ids in numeric order. The list gives its memory to them and cannot be used afterwards. */
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
