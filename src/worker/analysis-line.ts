/** The line of downloaded packages that wait for the workers of this process. */
import type { Claim } from '../queue/claims.ts'

/** The properties that determine the order. */
export type Entrant = Pick<Claim, 'isPremium' | 'turn' | 'address'>

interface Waiting {
  entrant: Entrant
  begin: () => void
}

/**
 * When analyses of other addresses have held all workers for this long, the first package in line gets one
 * extra worker, if its own address is known. An analysis cannot be paused and resumed, so a heavy package, or
 * several of one address, could otherwise block everybody.
 */
const patienceMs = 30_000
const lookMs = 5000

/**
 * The order is: premium first, then addresses with the fewest running analyses, then the fair order of the
 * queue.
 */
export class AnalysisLine {
  readonly #waiting: Waiting[] = []
  readonly #running = new Map<symbol, { address: string | null; since: number }>()
  #timer: Timer | null = null

  constructor(
    readonly workersMax: number,
    private readonly options = { patienceMs },
  ) {}

  /** Number of packages that are being analyzed. */
  get running(): number {
    return this.#running.size
  }

  /** True if a package that enters now does not have to wait. */
  get isOpen(): boolean {
    return this.#waiting.length === 0 && this.#running.size < this.workersMax
  }

  /**
   * Waits for a worker. Resolves to the function that frees it. If aborted first, rejects with the reason.
   */
  enter(entrant: Entrant, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const index = this.#waiting.indexOf(waiting)
        if (index < 0) return
        this.#waiting.splice(index, 1)
        reject(signal.reason)
        this.#fill()
      }
      const waiting: Waiting = {
        entrant,
        begin: () => {
          signal.removeEventListener('abort', leave)
          resolve(this.#start(entrant))
        },
      }
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', leave)
      this.#waiting.push(waiting)
      this.#fill()
    })
  }

  #start({ address }: Entrant): () => void {
    const worker = Symbol()
    this.#running.set(worker, { address, since: performance.now() })
    return () => {
      if (this.#running.delete(worker)) this.#fill()
    }
  }

  #fill(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      next.begin()
    }
    const mayGetOneMore = this.#waiting.length > 0 && this.#running.size <= this.workersMax
    if (mayGetOneMore)
      this.#timer ??= setInterval(() => this.#fill(), Math.min(lookMs, this.options.patienceMs))
    else if (this.#timer) {
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  #next(): Waiting | undefined {
    const [next] = this.#waiting.toSorted((a, b) => this.#compare(a.entrant, b.entrant))
    if (!next || this.#running.size < this.workersMax) return next
    return this.#running.size === this.workersMax && this.#isHeldUp(next.entrant) ? next : undefined
  }

  /** Whether packages of other addresses have held every worker for long. False if the address is unknown. */
  #isHeldUp({ address }: Entrant): boolean {
    const latest = performance.now() - this.options.patienceMs
    const others = [...this.#running.values()].every(
      (other) => other.address !== address && other.since < latest,
    )
    return address !== null && others
  }

  #compare(a: Entrant, b: Entrant): number {
    return (
      Number(b.isPremium) - Number(a.isPremium) || this.#runningOf(a) - this.#runningOf(b) || a.turn - b.turn
    )
  }

  #runningOf({ address }: Entrant): number {
    if (address === null) return 0
    return [...this.#running.values()].filter((other) => other.address === address).length
  }
}
