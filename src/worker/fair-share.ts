/**
 * Divides a limited resource among addresses. An address may take an amount only if its share would then be
 * at most what is free now.
 */

/** A keyed hash of an address. Null if unknown; such packages are treated as unrelated. */
export type Address = string | null

/**
 * For example, of eight slots the first address gets four, the second gets two, and the third gets one; the
 * last slot is left for a fourth. `max` counts slots, bytes or anything else.
 */
export class FairShare {
  readonly #held = new Map<string, number>()
  #total = 0

  constructor(readonly max: number) {}

  get total(): number {
    return this.#total
  }

  /** True if an address without a share can still get something. */
  get hasRest(): boolean {
    return this.#total < this.max
  }

  /** Whether an address may take this amount in addition to its share. */
  allows(address: Address, amount = 1): boolean {
    return this.heldBy(address) + amount <= this.max - this.#total
  }

  /** Addresses that have used up their share. */
  get satisfied(): string[] {
    return [...this.#held.keys()].filter((address) => !this.allows(address))
  }

  /**
   * Takes a share. The caller must have checked `allows`. The returned function returns the share; repeated
   * calls do nothing.
   */
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
