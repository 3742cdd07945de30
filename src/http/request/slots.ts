/**
 * A bounded number of things at the same time, and of them a bounded number for one name: who has to wait
 * takes turns.
 */
import { createKeyedHash } from '../../crypto.ts'

export interface SlotOptions {
  max: number
  /** Of them for one name. */
  perNameMax: number
  /** Longest wait for one. */
  waitSeconds: number
  /** So many may wait; more are refused at once. */
  waitingMax?: number
}

export interface Slots {
  /**
   * A slot, as the function that gives it back (once; again does nothing); null when none became free in
   * time.
   */
  take(name: string): Promise<(() => void) | null>
  readonly taken: number
}

interface Waiting {
  name: string
  resolve: (release: (() => void) | null) => void
}

/** Free slots. Whoever waited longest goes first, unless its name has its share. */
export function createSlots({ max, perNameMax, waitSeconds, waitingMax = 1000 }: SlotOptions): Slots {
  const hash = createKeyedHash()
  const takenBy = new Map<string, number>()
  const waiting = new Set<Waiting>()
  let taken = 0

  const isFree = (name: string) => taken < max && (takenBy.get(name) ?? 0) < perNameMax
  const occupy = (name: string): (() => void) => {
    taken++
    takenBy.set(name, (takenBy.get(name) ?? 0) + 1)
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      taken--
      const left = takenBy.get(name)! - 1
      if (left === 0) takenBy.delete(name)
      else takenBy.set(name, left)
      for (const next of waiting) if (isFree(next.name)) return next.resolve(occupy(next.name))
    }
  }

  return {
    async take(given) {
      const name = hash(given)
      if (isFree(name)) return occupy(name)
      if (waiting.size >= waitingMax) return null
      const { promise, resolve } = Promise.withResolvers<(() => void) | null>()
      const entry: Waiting = {
        name,
        resolve(release) {
          waiting.delete(entry)
          clearTimeout(timer)
          resolve(release)
        },
      }
      const timer = setTimeout(() => entry.resolve(null), waitSeconds * 1000)
      waiting.add(entry)
      return promise
    },
    get taken() {
      return taken
    },
  }
}
