/** The KEYs of unfinished packages, in memory only: the one place where a KEY outlives its request. */
import { inspect } from 'node:util'

/** What a job needs to begin. Never store, log or send it. */
export interface HeldKey {
  key: string
  /**
   * The link as it was posted; null when only a poll brought the KEY (the link is rebuilt from it, or sealed
   * in the row).
   */
  link: string | null
}

interface Entry extends HeldKey {
  touchedAt: number
}

export interface KeyringOptions {
  /** A KEY whose owner did not ask for this long is forgotten. */
  holdSeconds: number
  /** At most this many are held; the one whose owner has been away longest goes first. */
  sizeMax: number
  /** Milliseconds; tests give their own clock. */
  now?: () => number
}

/**
 * Package id → KEY. Printing it in any way shows no KEY: entries live in a private field, and text, JSON and
 * inspection give the number of entries only.
 */
export class Keyring {
  /** In the order of last touch, the longest untouched first. */
  readonly #entries = new Map<string, Entry>()
  readonly #options: KeyringOptions
  #uses = 0
  readonly #now: () => number

  constructor(options: KeyringOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /**
   * Holds a KEY, or touches it when it is held already; a link that is known stays known. true: it was not
   * held before, so a waiting package may have become workable (then wake the pool).
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

  /** The KEY of a package, or null. Does not count as a touch: only its owner can do that. */
  get(packageId: string): HeldKey | null {
    this.#forgetExpired()
    const entry = this.#entries.get(packageId)
    return entry ? { key: entry.key, link: entry.link } : null
  }

  /** Whether `get` would give a KEY. */
  has(packageId: string): boolean {
    this.#forgetExpired()
    return this.#entries.has(packageId)
  }

  /** Call it as soon as a package is finished, errored or deleted. */
  forget(packageId: string): void {
    this.#uses++
    this.#entries.delete(packageId)
  }

  /** Notes that a request brought a KEY, which leaves traces in memory whether it is held or not. */
  noteUse(): void {
    this.#uses++
  }

  /** Grows with whatever may have left a KEY behind in memory. */
  get uses(): number {
    return this.#uses
  }

  /** The packages that this process can work on. */
  ids(): string[] {
    this.#forgetExpired()
    return [...this.#entries.keys()]
  }

  /** The packages whose owners asked in the last `seconds`. */
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
