/**
 * Sends requests to one service, a few at a time and within its rate limits. While the service fails, it
 * sends none. Senders take turns.
 */
import { LookupError, type Reply } from './request.ts'
import { type Waiting, WaitingLine } from './waiting-line.ts'

export interface RateLimitedQueueOptions {
  /** Limit on waiting requests; see WaitingLine. */
  waitingMax: number
  /**
   * Routes that anybody may use without a package. Requests for them are guests, and requests of owners
   * mostly go first.
   */
  guestRoutes: readonly string[]
  /** Total time limit of a lookup, including its wait. */
  waitSeconds: number
  /** Minimum time between the starts of two requests. */
  paceMs: number
  /** Called with the status of each response; 0 means no complete response. */
  onReply(status: number): void
  /** Called when requests pause because the service fails. */
  onPause(why: LookupError['why'], pauseSeconds: number): void
}

/** The state of one kind of request. All times are from performance.now(). */
interface Route {
  openAt: number
  /** Requests that may still be sent until `resetAt`. Null if unknown; then one at a time is sent. */
  remaining: number | null
  resetAt: number
  atWork: number
}

interface Entry extends Waiting {
  route: Route
  send(signal: AbortSignal): Promise<Reply>
  settle(reply: Reply): void
  fail(error: LookupError): void
  until: number
  wasTriedBefore: boolean
}

const atWorkMax = 4
/** At most this many running requests may be guests, however long they take. */
const guestsAtWorkMax = 1
const requestSeconds = 10
/** A request that failed because of the service or the network is retried once after this pause. */
const retryMs = 500
/** After this many consecutive failures, requests pause. Each further failure doubles the pause. */
const failuresMax = 3
const pauseSecondsMin = 2
const pauseSecondsMax = 60
/** The pause after a refused token. Discord bans addresses that continue to use one. */
const refusedSeconds = 600

export class RateLimitedQueue {
  readonly #options: RateLimitedQueueOptions
  readonly #routes = new Map<string, Route>()
  readonly #stopped = new AbortController()
  readonly #waiting: WaitingLine<Entry>
  #atWork = 0
  #guestsAtWork = 0
  #nextStartAt = 0
  /** End of a global rate limit. */
  #openAt = 0
  #failures = 0
  #pausedUntil = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: RateLimitedQueueOptions) {
    this.#options = options
    this.#waiting = new WaitingLine(options.waitingMax)
  }

  /** When a lookup that begins now must have ended, in the time of performance.now(). */
  deadline(): number {
    return performance.now() + this.#options.waitSeconds * 1000
  }

  /**
   * Calls `send` in turn, and returns what `read` makes of the response. Requests with the same `route` share
   * a rate limit, and those with the same `sender` share its turns. Requests of one lookup get the same
   * `until`. Throws LookupError; one from `read` counts as a failure of the service.
   */
  ask<T>(
    sender: string,
    route: string,
    send: (signal: AbortSignal) => Promise<Reply>,
    read: (reply: Reply) => T,
    until = this.deadline(),
  ): Promise<T> {
    const isGuest = this.#options.guestRoutes.includes(route)
    if (this.#stopped.signal.aborted) return Promise.reject(new LookupError('stopping'))
    if (this.#waiting.isFull({ isGuest, sender })) return Promise.reject(new LookupError('queue_full'))
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.add({
      route: this.#routeOf(route),
      isGuest,
      sender,
      send,
      settle: (reply) => resolve(read(reply)),
      fail: reject,
      until,
      wasTriedBefore: false,
    })
    this.#proceed()
    return promise
  }

  /** Fails all waiting, running and later requests. */
  stop(): void {
    this.#stopped.abort()
    clearTimeout(this.#timer)
    this.#waiting.retain((entry) => {
      entry.fail(new LookupError('stopping'))
      return false
    })
  }

  #routeOf(name: string): Route {
    const route = this.#routes.get(name) ?? { openAt: 0, remaining: null, resetAt: 0, atWork: 0 }
    this.#routes.set(name, route)
    return route
  }

  /** Starts the requests that may start now, and sets a timer for the next one. */
  #proceed(): void {
    clearTimeout(this.#timer)
    if (this.#stopped.signal.aborted) return
    const now = performance.now()
    this.#failHopeless(now)
    const mayStart = this.#atWork < atWorkMax && now >= this.#nextStartAt
    const next = mayStart ? this.#waiting.take((entry) => this.#startsAt(entry, now) <= now) : null
    if (next) {
      void this.#start(next, now)
      return this.#proceed()
    }
    const { entries } = this.#waiting
    if (entries.length === 0) return
    const opening = Math.min(...entries.map((entry) => this.#startsAt(entry, now)))
    const deadline = Math.min(...entries.map(({ until }) => until))
    // If all slots are taken, the end of a request triggers the next.
    const start = this.#atWork < atWorkMax ? Math.max(opening, this.#nextStartAt) : Infinity
    this.#timer = setTimeout(() => this.#proceed(), Math.max(1, Math.min(start, deadline) - now))
  }

  /** Fails the requests that cannot be answered within their time limit, and all requests during a pause. */
  #failHopeless(now: number): void {
    this.#waiting.retain((entry) => {
      if (now < this.#pausedUntil) entry.fail(new LookupError('unavailable'))
      else if (now >= entry.until) entry.fail(new LookupError('timeout'))
      else if (this.#limitEndsAt(entry.route, now) >= entry.until) entry.fail(new LookupError('rate_limited'))
      else return true
      return false
    })
  }

  #startsAt({ route, isGuest }: Entry, now: number): number {
    return isGuest && this.#guestsAtWork >= guestsAtWorkMax ? Infinity : this.#opensAt(route, now)
  }

  #opensAt(route: Route, now: number): number {
    const isLearning = route.atWork > 0 && (route.remaining === null || now >= route.resetAt)
    return isLearning ? Infinity : this.#limitEndsAt(route, now)
  }

  #limitEndsAt(route: Route, now: number): number {
    const isUsedUp = route.remaining !== null && route.remaining <= 0 && now < route.resetAt
    return Math.max(this.#openAt, route.openAt, isUsedUp ? route.resetAt : 0)
  }

  async #start(entry: Entry, now: number): Promise<void> {
    const { route } = entry
    this.#nextStartAt = now + this.#options.paceMs
    this.#atWork++
    route.atWork++
    if (entry.isGuest) this.#guestsAtWork++
    if (now >= route.resetAt) route.remaining = null
    if (route.remaining !== null) route.remaining--
    const milliseconds = Math.min(requestSeconds * 1000, Math.max(1, entry.until - now))
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(milliseconds)])
    let status = 0
    try {
      const reply = await entry.send(signal)
      status = reply.status
      this.#learn(route, reply)
      if (isRefusal(reply)) this.#handleRefusal(entry, reply)
      else {
        entry.settle(reply)
        this.#failures = 0
      }
    } catch (error) {
      this.#handleFailure(entry, error instanceof LookupError ? error : new LookupError('no_answer'))
    } finally {
      this.#options.onReply(status)
      this.#atWork--
      route.atWork--
      if (entry.isGuest) this.#guestsAtWork--
      this.#proceed()
    }
  }

  #learn(route: Route, { limits }: Reply): void {
    const now = performance.now()
    if (limits.retrySeconds !== null) {
      const openAt = now + limits.retrySeconds * 1000
      if (limits.isGlobal) this.#openAt = Math.max(this.#openAt, openAt)
      else route.openAt = Math.max(route.openAt, openAt)
    }
    if (limits.remaining === null) return
    // Discord may not have counted running requests yet.
    route.remaining = limits.remaining - (route.atWork - 1)
    route.resetAt = now + limits.resetSeconds * 1000
  }

  #handleRefusal(entry: Entry, reply: Reply): void {
    if (reply.limits.retrySeconds !== null) this.#waiting.putBack(entry)
    else if (reply.status === 401) {
      this.#pause('token_refused', refusedSeconds)
      entry.fail(new LookupError('token_refused'))
    } else this.#handleFailure(entry, new LookupError('server_error'))
  }

  #handleFailure(entry: Entry, error: LookupError): void {
    this.#failures++
    const { why } = error
    if (this.#stopped.signal.aborted) entry.fail(new LookupError('stopping'))
    else if (this.#failures >= failuresMax) {
      this.#pause(why, Math.min(pauseSecondsMin * 2 ** (this.#failures - failuresMax), pauseSecondsMax))
      entry.fail(error)
    } else if (!entry.wasTriedBefore && (why === 'no_answer' || why === 'server_error')) {
      entry.wasTriedBefore = true
      entry.route.openAt = Math.max(entry.route.openAt, performance.now() + retryMs)
      this.#waiting.putBack(entry)
    } else entry.fail(error)
  }

  #pause(why: LookupError['why'], seconds: number): void {
    this.#pausedUntil = performance.now() + seconds * 1000
    this.#options.onPause(why, seconds)
  }
}

/** True if the response is about this client or the service, and not about the requested object. */
function isRefusal({ status, limits }: Reply): boolean {
  return limits.retrySeconds !== null || status === 401 || status >= 500
}
