/** Limits how many operations run at the same time, in total and per name. Others wait in turn. */
import { createKeyedHash } from '../../crypto.ts'

export interface SlotOptions {
  max: number
  /** The limit for one name. */
  perNameMax: number
  /** The longest wait for a slot. */
  waitSeconds: number
  /** The most operations that may wait. More are refused at once. */
  waitingMax?: number
}

export interface Slots {
  /**
   * Takes a slot. Returns the function that releases it (repeated calls do nothing), or null if no slot
   * became free in time or too many operations wait.
   */
  take(name: string): Promise<(() => void) | null>
  readonly taken: number
}

interface Waiting {
  name: string
  resolve: (release: (() => void) | null) => void
}

/**
 * Creates free slots. The operation that has waited longest goes first, unless its name has used up its
 * share.
 */
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
