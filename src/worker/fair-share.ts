/**
 * Divides a limited resource among addresses, so that none holds more than what is left for all others
 * together.
 */

/** An address, as a keyed hash. null: unknown; such packages are treated as unrelated. */
export type Address = string | null

/**
 * Of eight slots the first address gets four, a second one two, a third one one; the last is for a fourth.
 * `max` counts slots, bytes or anything else.
 */
export class FairShare {
  readonly #held = new Map<string, number>()
  #total = 0

  constructor(readonly max: number) {}

  get total(): number {
    return this.#total
  }

  /** True if something is left for an address that has nothing yet. */
  get hasRest(): boolean {
    return this.#total < this.max
  }

  /** Whether an address may take this much more. */
  allows(address: Address, amount = 1): boolean {
    return this.heldBy(address) + amount <= this.max - this.#total
  }

  /** Addresses that have used up their share. */
  get satisfied(): string[] {
    return [...this.#held.keys()].filter((address) => !this.allows(address))
  }

  /** Takes a share; the caller must have checked `allows`. The returned function gives it back, once. */
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
