/**
 * Holds the KEYs of unfinished packages, in memory only. Only here and in a running job does a KEY outlive
 * its request.
 */
import { inspect } from 'node:util'

/** The secrets that a job needs. Never store, log or send them. */
export interface HeldKey {
  key: string
  /**
   * The submitted link. Null if only polls contained the KEY; the link is then rebuilt from the KEY, or
   * decrypted from the row.
   */
  link: string | null
}

interface Entry extends HeldKey {
  touchedAt: number
}

export interface KeyringOptions {
  /** A KEY is forgotten this long after its owner's last request. */
  holdSeconds: number
  /** The most KEYs that are held. The KEY whose owner has been away longest is dropped first. */
  sizeMax: number
  /** The time in milliseconds. Tests pass their own clock. */
  now?: () => number
}

/**
 * Package id → KEY. No way of printing it shows a KEY: entries are in a private field, and string, JSON and
 * inspection show only their number.
 */
export class Keyring {
  /** Entries in the order of their last use, the oldest first. */
  readonly #entries = new Map<string, Entry>()
  readonly #options: KeyringOptions
  #uses = 0
  readonly #now: () => number

  constructor(options: KeyringOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /**
   * Holds a KEY, or marks it as used if it is already held. A known link is kept. Returns true if the KEY was
   * not held before: a waiting package may now be claimable, so wake the pool.
   */
  hold(packageId: string, key: string, link: string | null = null): boolean {
    this.#uses++
    this.#forgetExpired()
    const known = this.#entries.get(packageId)
    this.#entries.delete(packageId)
    this.#entries.set(packageId, { key, link: link ?? known?.link ?? null, touchedAt: this.#now() })
    if (this.#entries.size > this.#options.sizeMax) this.#entries.delete(this.#oldest()!)
    return known === undefined
  }

  /** The KEY of a package, or null. This does not count as use; only requests of the owner do. */
  get(packageId: string): HeldKey | null {
    this.#forgetExpired()
    const entry = this.#entries.get(packageId)
    return entry ? { key: entry.key, link: entry.link } : null
  }

  /** Whether `get` would return a KEY. */
  has(packageId: string): boolean {
    this.#forgetExpired()
    return this.#entries.has(packageId)
  }

  /** Forgets a KEY. Call it as soon as its package is finished, errored or deleted. */
  forget(packageId: string): void {
    this.#uses++
    this.#entries.delete(packageId)
  }

  /**
   * Notes a request with a KEY. Such a request may leave copies of the KEY in memory, even if it is not held.
   */
  noteUse(): void {
    this.#uses++
  }

  /** The number of events that may have left copies of a KEY in memory. */
  get uses(): number {
    return this.#uses
  }

  /** The packages that this process can process. */
  ids(): string[] {
    this.#forgetExpired()
    return [...this.#entries.keys()]
  }

  /** The packages whose owners sent a request in the last `seconds`. */
  idsTouchedIn(seconds: number): string[] {
    const limit = this.#now() - seconds * 1000
    return [...this.#entries].filter(([, { touchedAt }]) => touchedAt > limit).map(([packageId]) => packageId)
  }

  get size(): number {
    this.#forgetExpired()
    return this.#entries.size
  }

  toString(): string {
    return `Keyring(${this.#entries.size})`
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }

  #oldest(): string | undefined {
    return this.#entries.keys().next().value
  }

  #forgetExpired(): void {
    const limit = this.#now() - this.#options.holdSeconds * 1000
    for (const [packageId, { touchedAt }] of this.#entries) {
      if (touchedAt > limit) return
      this.#entries.delete(packageId)
    }
  }
}
