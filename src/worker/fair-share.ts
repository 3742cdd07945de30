/**
 * Divides something limited among addresses, so that what one of them holds never leaves less for all others
 * together.
 */

/** An address, as a keyed hash; null when it is unknown: such packages have nothing to do with each other. */
export type Address = string | null

/**
 * Of eight slots one address gets four, a second one two, a third one one, and the eighth is for a fourth
 * one. Slots, bytes, or whatever else `max` counts.
 */
export class FairShare {
  readonly #held = new Map<string, number>()
  #total = 0

  constructor(readonly max: number) {}

  get total(): number {
    return this.#total
  }

  /** True while something is left for an address that has nothing yet. */
  get hasRest(): boolean {
    return this.#total < this.max
  }

  /** Whether an address may take so much more. */
  allows(address: Address, amount = 1): boolean {
    return this.heldBy(address) + amount <= this.max - this.#total
  }

  /** Addresses that have their share: one more would be too much. */
  get satisfied(): string[] {
    return [...this.#held.keys()].filter((address) => !this.allows(address))
  }

  /** The caller has asked `allows`. Gives it back when the returned function is called; once. */
  take(address: Address, amount = 1): () => void {
    let taken = amount
    this.#add(address, amount)
    return () => {
      this.#add(address, -taken)
      taken = 0
    }
  }

  heldBy(address: Address): number {
    return address === null ? 0 : (this.#held.get(address) ?? 0)
  }

  #add(address: Address, amount: number): void {
    this.#total += amount
    if (address === null) return
    const held = this.heldBy(address) + amount
    if (held > 0) this.#held.set(address, held)
    else this.#held.delete(address)
  }
}
