/** A set of 64-bit values in two flat arrays: at most 32 bytes for each, where a Set keeps the whole text. */
import type { Fingerprint } from '../data-package/fingerprint.ts'
import type { Budget } from './budget.ts'

const firstLength = 64
/** Eight, and as much again: while it grows, the smaller arrays are there too. */
const bytesPerPlace = 16

export class SeenSet {
  private high = new Uint32Array(firstLength)
  private low = new Uint32Array(firstLength)
  private size = 0

  constructor(private readonly budget: Budget) {}

  /** Adds a fingerprint. False when it was there. */
  add({ high, low }: Fingerprint): boolean {
    return this.insert(high, low)
  }

  /** Adds a snowflake of up to 64 bits, exactly. False when it was there. */
  addId(id: string): boolean {
    // By digits into two halves, without making a BigInt of each.
    let high = 0
    let low = 0
    for (let at = 0; at < id.length; at++) {
      low = low * 10 + id.charCodeAt(at) - 48
      const carry = Math.floor(low / 2 ** 32)
      high = (high * 10 + carry) % 2 ** 32
      low -= carry * 2 ** 32
    }
    return this.insert(high, low)
  }

  /** Gives the memory back to the budget. */
  free(): void {
    this.budget.spend(-bytesPerPlace * (this.high.length - firstLength))
    this.high = new Uint32Array(firstLength)
    this.low = new Uint32Array(firstLength)
    this.size = 0
  }

  private insert(high: number, low: number): boolean {
    // 0,0 marks a free place.
    if (high === 0 && low === 0) low = 1
    if (this.size * 2 >= this.high.length) this.grow()
    if (!insert(this.high, this.low, high, low)) return false
    this.size++
    return true
  }

  private grow(): void {
    const { high, low } = this
    this.budget.spend(high.length * bytesPerPlace)
    this.high = new Uint32Array(high.length * 2)
    this.low = new Uint32Array(low.length * 2)
    for (let at = 0; at < high.length; at++) {
      if (high[at] !== 0 || low[at] !== 0) insert(this.high, this.low, high[at]!, low[at]!)
    }
  }
}

function insert(highs: Uint32Array, lows: Uint32Array, high: number, low: number): boolean {
  const mask = highs.length - 1
  let at = (Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)) & mask
  while (highs[at] !== 0 || lows[at] !== 0) {
    if (highs[at] === high && lows[at] === low) return false
    at = (at + 1) & mask
  }
  highs[at] = high
  lows[at] = low
  return true
}
