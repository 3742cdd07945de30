/**
 * Answers status polls from memory. Every waiting user polls once a second, so simultaneous polls share a
 * statement. 1,000 polls per second need at most 100 small reads per second, and none of them counts the
 * queue for a single package.
 */
import type { Database } from '../db/connect.ts'
import { TimeLimitError, withTimeout } from '../platform/time-limit.ts'
import { findMany, type PackageState } from './jobs.ts'
import { type Positions, positionsOf, readLine } from './line.ts'
import { isUnfinishedState } from './states.ts'

/** The position of one package in the queue at one time. */
export interface QueuePosition {
  /** Number of unfinished packages: premium ones, and all. */
  premiumTotal: number
  allTotal: number
  /** Number of packages ahead of this one, including running ones; 0 if it is not waiting. */
  ahead: number
}

export interface Status {
  state: PackageState
  position: QueuePosition
}

export interface StatusCacheOptions {
  /** The maximum age of a returned state in milliseconds, unless the database is slow (`staleMs`). */
  freshMs?: number
  /**
   * How long a poll waits for the database when a state that is not older than `staleMs` is cached. Some
   * polls wait twice as long.
   */
  patienceMs?: number
  staleMs?: number
  /**
   * Polls that arrive within this time share a statement. It is much shorter than freshMs, because a poll may
   * have to wait for it.
   */
  windowMs?: number
  /**
   * The maximum age of positions with regard to changes by other nodes. Changes made here are visible sooner
   * (`positionsPause`).
   */
  positionsMs?: number
  /** A read that takes longer fails, and with it its polls. The next poll reads again. */
  readMs?: number
  /** Limit on cached states, and on packages read in one statement. */
  entriesMax?: number
  /** A monotonic clock in milliseconds, for measuring ages. */
  now?: () => number
}

interface Asked extends PromiseWithResolvers<PackageState | null> {
  at: number
  /** The poll was answered from the cache, and the read continues. */
  isAnswered: boolean
}

interface CachedPositions {
  readAt: number
  /** How long the read took. */
  readingMs: number
  positions: Positions
}

/**
 * After a change, positions are read again, but only after a pause of this many times the duration of the
 * last read. So these reads take at most about a twentieth of the time. The pause is short: 200 ms for a
 * queue of 10,000, which takes 10 ms to read.
 */
const positionsPause = 20

const defaults = {
  ...{ freshMs: 250, windowMs: 10, positionsMs: 1000, readMs: 5000, entriesMax: 10_000 },
  // Clients poll every second, so a recent state is usually cached. PostgreSQL can be starved of CPU for 0.1
  // to 0.5 s while packages are analyzed.
  ...{ patienceMs: 20, staleMs: 1500 },
  now: () => performance.now(),
}

/** There is one per process. It only reads: code that changes a row calls `invalidate`. */
export class StatusCache {
  readonly #database: Database
  readonly #options: Required<StatusCacheOptions>
  /**
   * States of unfinished packages. A state that clients treat as final is never cached, because another node
   * may have changed it.
   */
  readonly #states = new Map<string, { state: PackageState; readAt: number }>()
  /** Packages of the next statement, and of the running one. */
  #asked = new Map<string, Asked>()
  #underWay = new Map<string, Asked>()
  /** Packages that changed since the running statement began. Its result is outdated for them. */
  #changed = new Set<string>()
  #positions: CachedPositions = { readAt: -Infinity, readingMs: 0, positions: positionsOf([]) }
  #arePositionsChanged = false
  #isReading = false
  #isScheduled = false
  #isPatient = false
  #lastReadAt = -Infinity

  constructor(database: Database, options: StatusCacheOptions = {}) {
    this.#database = database
    this.#options = { ...defaults, ...options }
  }

  /**
   * The state of a package, or null if there is none. An unfinished state may be `freshMs` old, or `staleMs`
   * if the database is slow. A state that is processed, failed or unknown is always read from the database.
   * Rejects if the database does not answer.
   */
  async read(packageId: string): Promise<Status | null> {
    const known = this.#states.get(packageId)
    const isFresh =
      known && this.#options.now() - known.readAt < this.#options.freshMs && !this.#arePositionsDue()
    const state = isFresh ? known.state : await this.#ask(packageId)
    return state && { state, position: this.#positionOf(state) }
  }

  /** Removes the cached state of a package after its row was changed here. */
  invalidate(packageId: string): void {
    this.#states.delete(packageId)
    this.#arePositionsChanged = true
    if (this.#isReading) this.#changed.add(packageId)
  }

  #ask(packageId: string): Promise<PackageState | null> {
    const before = this.#asked.get(packageId)
    if (before && !before.isAnswered) return before.promise
    if (this.#asked.size >= this.#options.entriesMax) return Promise.reject(new TimeLimitError())
    const asked = {
      ...Promise.withResolvers<PackageState | null>(),
      ...{ at: this.#options.now(), isAnswered: false },
    }
    this.#asked.set(packageId, asked)
    this.#schedule()
    this.#bePatient()
    return asked.promise
  }

  /** One timer for all waiting polls. */
  #bePatient(): void {
    if (this.#isPatient || this.#asked.size + this.#underWay.size === 0) return
    this.#isPatient = true
    setTimeout(() => {
      this.#isPatient = false
      this.#answerFromCache(this.#underWay)
      this.#answerFromCache(this.#asked)
      this.#bePatient()
    }, this.#options.patienceMs)
  }

  /** Answers polls that have waited long enough from the cache, if the cached state is recent enough. */
  #answerFromCache(waiting: Map<string, Asked>): void {
    const now = this.#options.now()
    for (const [packageId, asked] of waiting) {
      const known = this.#states.get(packageId)
      const hasWaited = now - asked.at >= this.#options.patienceMs
      if (!known || !hasWaited || now - known.readAt >= this.#options.staleMs) continue
      asked.isAnswered = true
      asked.resolve(known.state)
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isReading || this.#asked.size === 0) return
    this.#isScheduled = true
    const delay = this.#lastReadAt + this.#options.windowMs - this.#options.now()
    setTimeout(() => this.#readAsked(), Math.max(0, delay))
  }

  async #readAsked(): Promise<void> {
    const batch = this.#asked
    this.#underWay = batch
    this.#asked = new Map()
    this.#changed = new Set()
    this.#isScheduled = false
    this.#isReading = true
    this.#lastReadAt = this.#options.now()
    try {
      const [states] = await withTimeout(
        this.#options.readMs / 1000,
        Promise.all([findMany(this.#database, [...batch.keys()]), this.#refreshPositions()]),
      )
      this.#answer(batch, new Map(states.map((state) => [state.id, state])))
    } catch (error) {
      for (const asked of batch.values()) asked.reject(error)
    } finally {
      this.#isReading = false
      this.#underWay = new Map()
      this.#schedule()
    }
  }

  #answer(batch: Map<string, Asked>, states: Map<string, PackageState>): void {
    for (const [packageId, asked] of batch) {
      if (this.#changed.has(packageId)) {
        // A poll that was already answered needs no second read, and nothing would handle its failure.
        if (!asked.isAnswered) asked.resolve(this.#ask(packageId))
        continue
      }
      const state = states.get(packageId) ?? null
      this.#states.delete(packageId)
      if (state && isUnfinishedState(state)) this.#states.set(packageId, { state, readAt: this.#lastReadAt })
      asked.resolve(state)
    }
    for (const [packageId, { readAt }] of this.#states) {
      const isFreshEnough = this.#lastReadAt - readAt < this.#options.staleMs
      if (isFreshEnough && this.#states.size <= this.#options.entriesMax) break
      this.#states.delete(packageId)
    }
  }

  async #refreshPositions(): Promise<void> {
    if (!this.#arePositionsDue()) return
    const readAt = this.#options.now()
    this.#arePositionsChanged = false
    const line = await readLine(this.#database)
    this.#positions = {
      readAt,
      readingMs: this.#options.now() - readAt,
      positions: positionsOf(line),
    }
  }

  #arePositionsDue(): boolean {
    const { readAt, readingMs } = this.#positions
    const { positionsMs } = this.#options
    const pauseMs = this.#arePositionsChanged
      ? Math.min(positionsMs, positionsPause * readingMs)
      : positionsMs
    return this.#options.now() - readAt >= pauseMs
  }

  #positionOf(state: PackageState): QueuePosition {
    const { aheadOf, beforeEnd, premiumTotal, total } = this.#positions.positions
    // Until the next read, a package that joined or was upgraded counts as the last of its queue.
    const end = state.isPremium ? beforeEnd.premium : beforeEnd.standard
    const ahead = isWaitingState(state) ? Math.min(aheadOf.get(state.id) ?? end, end) : 0
    return { premiumTotal, allTotal: total, ahead }
  }
}

/** True for a package that waits for its download or for a worker. */
export function isWaitingState({ step, isDownloaded, isPaused }: PackageState): boolean {
  return step === 'LOCKED' ? !isPaused : step === 'DOWNLOADING' && isDownloaded
}
