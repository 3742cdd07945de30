/**
 * A set of 64-bit values in a flat array. A value of a large set takes at most 22 bytes; a Set would store
 * its whole text.
 */
import { hashOfPair } from '../../data-package/records/pair-hash.ts'
import type { Fingerprint } from '../../data-package/records/fingerprint.ts'
import type { Budget } from './budget.ts'
import { free } from './flat-arrays.ts'

const firstLength = 64
/** Arrays with at most this many slots are cleared and reused. */
const keptLengthMax = 1024
/**
 * The set grows when this many eighths of its slots are used. Neighbouring slots share a cache line, so a few
 * more steps cost less than more memory.
 */
const fullEighths = 6
/**
 * A slot takes eight bytes. They are charged twice, because the old array still exists while the set grows.
 */
const bytesPerPlace = 16

export class SeenSet {
  /** Two numbers per slot. */
  private places = new Int32Array(2 * firstLength)
  private size = 0

  constructor(private readonly budget: Budget) {}

  /** Adds a fingerprint or an id. Returns false if the set already contained it. */
  add({ high, low }: Fingerprint): boolean {
    // The pair 0, 0 marks a free slot, so this value is stored as 0, 1.
    const second = high === 0 && low === 0 ? 1 : low
    if (this.size * 8 >= (this.places.length / 2) * fullEighths) this.grow()
    if (!insert(this.places, high, second)) return false
    this.size++
    return true
  }

  /** Empties the set. A large set also returns its memory to the budget. */
  clear(): void {
    this.size = 0
    const length = this.places.length / 2
    if (length <= keptLengthMax) {
      this.places.fill(0)
      return
    }
    this.budget.spend(-bytesPerPlace * (length - firstLength))
    free(this.places)
    this.places = new Int32Array(2 * firstLength)
  }

  private grow(): void {
    const { places } = this
    this.budget.spend((places.length / 2) * bytesPerPlace)
    this.places = new Int32Array(places.length * 2)
    for (let at = 0; at < places.length; at += 2) {
      if (places[at] !== 0 || places[at + 1] !== 0) insert(this.places, places[at]!, places[at + 1]!)
    }
    free(places)
  }
}

function insert(places: Int32Array, high: number, low: number): boolean {
  const mask = places.length - 2
  let at = (hashOfPair(high, low) << 1) & mask
  while (places[at] !== 0 || places[at + 1] !== 0) {
    if (places[at] === high && places[at + 1] === low) return false
    at = (at + 2) & mask
  }
  places[at] = high
  places[at + 1] = low
  return true
}
