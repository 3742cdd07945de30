/** Pairs the starts and ends of sessions without an id: first in, first out per operating system. */
import { TextMap } from '../../data-package/records/text-map.ts'

interface Start {
  /** The number of its endpoint. */
  number: number
  /** Its position among all starts, in chronological order. */
  order: number
  isTaken: boolean
}

/** The key for starts without an operating system. */
const noSystem = ''

/** The starts that have no end so far. */
export class OpenStarts {
  private readonly all: StartQueue = { starts: [], first: 0 }
  private readonly bySystem = new TextMap<StartQueue>()

  add(number: number, os: string | null): void {
    const start = { number, order: this.all.starts.length, isTaken: false }
    this.all.starts.push(start)
    const queue = this.bySystem.get(os ?? noSystem)
    if (queue) queue.starts.push(start)
    else this.bySystem.set(os ?? noSystem, { starts: [start], first: 0 })
  }

  /**
   * Takes the oldest start with the same system or without a system. For an end without a system this is the
   * oldest start of all. Undefined if there is none.
   */
  take(os: string | null): number | undefined {
    const queues = os === null ? [this.all] : [this.bySystem.get(os), this.bySystem.get(noSystem)]
    const oldest = queues
      .map((queue) => queue && headOf(queue))
      .filter((start) => start !== undefined)
      .reduce<Start | null>((first, start) => (first && first.order < start.order ? first : start), null)
    if (oldest === null) return undefined
    oldest.isTaken = true
    return oldest.number
  }
}

interface StartQueue {
  starts: Start[]
  /** All starts before this index are taken. */
  first: number
}

function headOf(queue: StartQueue): Start | undefined {
  while (queue.starts[queue.first]?.isTaken) queue.first++
  return queue.starts[queue.first]
}
