/**
 * Answers status polls from memory. Every waiting user asks once a second, so the polls of a moment share one
 * statement: 1,000 polls per second cost the database at most 100 small statements, and none of them counts
 * the queue for one package.
 */
import type { Database } from '../db/connect.ts'
import { TimeLimitError, withTimeout } from '../platform/time-limit.ts'
import { findMany, type PackageState } from './jobs.ts'
import { type Positions, positionsOf, readLine } from './line.ts'
import { isUnfinishedState } from './states.ts'

/** Places in the queue at one moment, for one package. */
export interface QueuePosition {
  /** Unfinished packages: premium ones, and all. */
  premiumTotal: number
  allTotal: number
  /** Packages that go before this one, those at work included; 0 when it does not wait (any more). */
  ahead: number
}

export interface Status {
  state: PackageState
  position: QueuePosition
}

export interface StatusCacheOptions {
  /** How old a state may be when it is told, in milliseconds. */
  freshMs?: number
  /**
   * How long a poll waits for the database, when what was known last is no older than `tellableMs`. Some
   * polls wait twice as long.
   */
  patienceMs?: number
  tellableMs?: number
  /**
   * Polls that arrive within this time share a statement. Short against freshMs: it is every poll's waiting
   * time.
   */
  windowMs?: number
  /**
   * How old places in the queue may be as far as other nodes changed them; changes made here are seen at
   * once, unless the database is slow.
   */
  positionsMs?: number
  /**
   * A read that takes longer fails: the poll is answered, and the next one asks a database that may have come
   * back.
   */
  readMs?: number
  /** States kept in memory at the same time, and packages asked for in one statement. */
  entriesMax?: number
  /** Milliseconds, from any beginning, that never go back: how old something is, is told by it. */
  now?: () => number
}

interface Asked extends PromiseWithResolvers<PackageState | null> {
  at: number
  /** Answered from memory; the read goes on. */
  isTold: boolean
}

interface Places {
  readAt: number
  /** How long it took. */
  readingMs: number
  positions: Positions
}

/**
 * After a change the places are read again, but not before so many times their last reading has passed: of a
 * short queue that is at once, and a queue of 10,000 (10 ms) takes a twentieth of the time however much
 * happens in it.
 */
const placesPause = 20

const defaults = {
  ...{ freshMs: 250, windowMs: 10, positionsMs: 1000, readMs: 5000, entriesMax: 10_000 },
  // Who asks once a second is known. PostgreSQL may be without a processor for 0.1 to 0.5 s while packages
  // are analysed.
  ...{ patienceMs: 20, tellableMs: 1500 },
  now: () => performance.now(),
}

/** One per process. Reads only: whoever changes a row calls `invalidate`. */
export class StatusCache {
  readonly #database: Database
  readonly #options: Required<StatusCacheOptions>
  /**
   * Unfinished packages only: what a client takes as final may be changed by another node, and must not be
   * told late.
   */
  readonly #states = new Map<string, { state: PackageState; readAt: number }>()
  /** Those of the next statement, and of the one under way. */
  #asked = new Map<string, Asked>()
  #underWay = new Map<string, Asked>()
  /** Packages of the statement under way that were changed since it began: its answer is old for them. */
  #changed = new Set<string>()
  #places: Places = { readAt: -Infinity, readingMs: 0, positions: positionsOf([]) }
  #arePlacesChanged = false
  #isReading = false
  #isScheduled = false
  #isPatient = false
  #lastReadAt = -Infinity

  constructor(database: Database, options: StatusCacheOptions = {}) {
    this.#database = database
    this.#options = { ...defaults, ...options }
  }

  /**
   * The state of a package, or null when there is none. While it is unfinished it may be `freshMs` old, and
   * `tellableMs` when the database is slow; that it is processed, failed or unknown is always read anew.
   * Rejects when the database does not answer.
   */
  async read(packageId: string): Promise<Status | null> {
    const known = this.#states.get(packageId)
    const isFresh =
      known && this.#options.now() - known.readAt < this.#options.freshMs && !this.#arePlacesDue()
    const state = isFresh ? known.state : await this.#ask(packageId)
    return state && { state, position: this.#positionOf(state) }
  }

  /** Forgets what is known of a package, after its row was changed here. */
  invalidate(packageId: string): void {
    this.#states.delete(packageId)
    this.#arePlacesChanged = true
    if (this.#isReading) this.#changed.add(packageId)
  }

  #ask(packageId: string): Promise<PackageState | null> {
    const before = this.#asked.get(packageId)
    if (before && !before.isTold) return before.promise
    if (this.#asked.size >= this.#options.entriesMax) return Promise.reject(new TimeLimitError())
    const asked = {
      ...Promise.withResolvers<PackageState | null>(),
      ...{ at: this.#options.now(), isTold: false },
    }
    this.#asked.set(packageId, asked)
    this.#schedule()
    this.#bePatient()
    return asked.promise
  }

  /** One timer for all who wait. */
  #bePatient(): void {
    if (this.#isPatient || this.#asked.size + this.#underWay.size === 0) return
    this.#isPatient = true
    setTimeout(() => {
      this.#isPatient = false
      this.#tellKnown(this.#underWay)
      this.#tellKnown(this.#asked)
      this.#bePatient()
    }, this.#options.patienceMs)
  }

  /** Those who have waited long enough are told what was known last, if that is good enough. */
  #tellKnown(waiting: Map<string, Asked>): void {
    const now = this.#options.now()
    for (const [packageId, asked] of waiting) {
      const known = this.#states.get(packageId)
      const hasWaited = now - asked.at >= this.#options.patienceMs
      if (!known || !hasWaited || now - known.readAt >= this.#options.tellableMs) continue
      asked.isTold = true
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
        Promise.all([findMany(this.#database, [...batch.keys()]), this.#refreshPlaces()]),
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
        // Whoever was told already asks again by himself, and nobody would hear of a failure.
        if (!asked.isTold) asked.resolve(this.#ask(packageId))
        continue
      }
      const state = states.get(packageId) ?? null
      this.#states.delete(packageId)
      if (state && isUnfinishedState(state)) this.#states.set(packageId, { state, readAt: this.#lastReadAt })
      asked.resolve(state)
    }
    for (const [packageId, { readAt }] of this.#states) {
      const isTellable = this.#lastReadAt - readAt < this.#options.tellableMs
      if (isTellable && this.#states.size <= this.#options.entriesMax) break
      this.#states.delete(packageId)
    }
  }

  async #refreshPlaces(): Promise<void> {
    if (!this.#arePlacesDue()) return
    const readAt = this.#options.now()
    this.#arePlacesChanged = false
    const line = await readLine(this.#database)
    this.#places = {
      readAt,
      readingMs: this.#options.now() - readAt,
      positions: positionsOf(line),
    }
  }

  #arePlacesDue(): boolean {
    const { readAt, readingMs } = this.#places
    const { positionsMs } = this.#options
    const pauseMs = this.#arePlacesChanged ? Math.min(positionsMs, placesPause * readingMs) : positionsMs
    return this.#options.now() - readAt >= pauseMs
  }

  #positionOf(state: PackageState): QueuePosition {
    const { aheadOf, beforeEnd, premiumTotal, total } = this.#places.positions
    // A package that joined, or was upgraded, after the last look stands at the end of its queue.
    const end = state.isPremium ? beforeEnd.premium : beforeEnd.standard
    const ahead = isWaitingState(state) ? Math.min(aheadOf.get(state.id) ?? end, end) : 0
    return { premiumTotal, allTotal: total, ahead }
  }
}

/** For its download, or for a worker. */
export function isWaitingState({ step, isDownloaded, isPaused }: PackageState): boolean {
  return step === 'LOCKED' ? !isPaused : step === 'DOWNLOADING' && isDownloaded
}
