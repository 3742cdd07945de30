/** The order of waiting requests: senders take turns, and guests seldom go before owners. */

export interface Waiting {
  /** Requests that need no package are guests; the others are those of owners. */
  isGuest: boolean
  sender: string
  /** Entries are taken in the order of their turns. */
  turn: number
}

/** While both wait, one guest is served after this many owners. */
const ownersBeforeGuest = 9

export class WaitingLine<Entry extends Waiting> {
  readonly #max: number
  #entries: Entry[] = []
  /** The turns of the entries that were taken last. */
  readonly #turns = { owner: 0, guest: 0 }
  #ownersInRow = 0

  /** Guests may use a tenth of `max`. No sender may use more than what is left for all others together. */
  constructor(max: number) {
    this.#max = max
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  isFull({ isGuest, sender }: Pick<Entry, 'isGuest' | 'sender'>): boolean {
    const max = isGuest ? Math.ceil(this.#max / 10) : this.#max
    const kind = this.#entries.filter((entry) => entry.isGuest === isGuest)
    return kind.filter((entry) => entry.sender === sender).length >= max - kind.length
  }

  /**
   * Adds an entry for the turn after the last one of its sender. A sender without entries joins at the
   * current turn, so a sender gains nothing from having been idle.
   */
  add(entry: Omit<Entry, 'turn'>): void {
    const { isGuest, sender } = entry
    const own = this.#entries.filter((other) => other.isGuest === isGuest && other.sender === sender)
    const turn = 1 + Math.max(this.#turns[kindOf(entry)], ...own.map((other) => other.turn))
    this.#entries.push({ ...entry, turn } as Entry)
  }

  /** Puts an entry back, as the first one of its turn. */
  putBack(entry: Entry): void {
    this.#entries.unshift(entry)
  }

  /** Takes out the next entry that is ready; null if none is. */
  take(isReady: (entry: Entry) => boolean): Entry | null {
    const ready = this.#entries.filter(isReady)
    const first = (isGuest: boolean) =>
      ready
        .filter((entry) => entry.isGuest === isGuest)
        .reduce<Entry | null>((one, other) => (one && one.turn <= other.turn ? one : other), null)
    const [owner, guest] = [first(false), first(true)]
    const next = owner && guest ? (this.#ownersInRow < ownersBeforeGuest ? owner : guest) : (owner ?? guest)
    if (!next) return null
    this.#entries.splice(this.#entries.indexOf(next), 1)
    this.#ownersInRow = next.isGuest ? 0 : this.#ownersInRow + 1
    this.#turns[kindOf(next)] = Math.max(this.#turns[kindOf(next)], next.turn)
    return next
  }

  /** Takes out all entries for which `isKept` is false. */
  retain(isKept: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter(isKept)
  }
}

function kindOf({ isGuest }: Pick<Waiting, 'isGuest'>): 'owner' | 'guest' {
  return isGuest ? 'guest' : 'owner'
}
