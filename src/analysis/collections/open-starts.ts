/** Pairs ends with starts that have no id: first in, first out per operating system. */
import { TextMap } from '../../data-package/records/text-map.ts'

interface Start {
  /** Of its endpoint. */
  number: number
  /** Among the starts, by time. */
  order: number
  isTaken: boolean
}

/** Stands for starts that name none. */
const noSystem = ''

/** Starts without an end so far. */
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
   * The oldest start with the same system or without one; for an end without a system, the oldest of all.
   * Undefined if none is open.
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
  /** Those before it are taken. */
  first: number
}

function headOf(queue: StartQueue): Start | undefined {
  while (queue.starts[queue.first]?.isTaken) queue.first++
  return queue.starts[queue.first]
}
