/**
 * Reports events of packages to a Discord channel through a webhook, one message at a time, without delaying
 * anything else.
 */
import { messageTagOf } from '../crypto.ts'
import { readLimits } from './rate-limits.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/** An event of a package. */
export type PackageEvent =
  | { kind: 'new' | 'loaded' | 'deleted'; packageId: string }
  | { kind: 'processed'; packageId: string; seconds: number }
  | { kind: 'errored'; packageId: string; detail: string }

/** Reports an event. Returns at once and never throws. */
export type Notify = (event: PackageEvent) => void

export interface Webhook {
  notify: Notify
  /** Sends waiting messages for at most a second, and then stops. */
  stop(): Promise<void>
}

export interface WebhookOptions {
  /** A secret, because anyone who has it can write to the channel. Null turns notifications off. */
  url: string | null
  /**
   * Shared by all nodes on one database, so that a package has the same tag on all of them. Nobody else can
   * compute the tag.
   */
  secret: Uint8Array
  logger: Logger
  metrics: Metrics
}

interface Message {
  title: string
  description: string
  color: number
}

const waitingMax = 100
/** Discord's limit. */
const embedsPerMessage = 10
const sendSeconds = 10
const stopSeconds = 1
/**
 * The interval in which the same event is reported once. Clients send a link again whenever their user
 * returns.
 */
const repeatSeconds = 60
const rememberedMax = 1000
/** The address is wrong or was deleted. Discord bans senders who continue. */
const refusals = [401, 403, 404]

const blue = 0x1f8bff
const grey = 0x8a94a6
const green = 0x2fb344
const red = 0xd63939

const texts: {
  [Kind in PackageEvent['kind']]: (
    event: Extract<PackageEvent, { kind: Kind }>,
  ) => Omit<Message, 'description'>
} = {
  new: () => ({ title: 'New package in the queue', color: blue }),
  loaded: () => ({ title: 'Known package submitted again', color: grey }),
  processed: ({ seconds }) => ({ title: `Package ready after ${durationOf(seconds)}`, color: green }),
  errored: ({ detail }) => ({ title: `Package failed: ${detail}`, color: red }),
  deleted: () => ({ title: 'Package deleted', color: grey }),
}

/** Creates the webhook. The first event causes the first request. */
export function createWebhook(options: WebhookOptions): Webhook {
  const { url, secret } = options
  if (url === null) return { notify: () => {}, stop: async () => {} }
  const outbox = new Outbox(url, options)
  const told = new Map<string, number>()
  return {
    notify(event) {
      const tag = messageTagOf(secret, event.packageId)
      if (isRepeated(told, `${event.kind} ${tag}`)) return
      const text = (texts[event.kind] as (event: PackageEvent) => Omit<Message, 'description'>)(event)
      outbox.add({ ...text, description: `Package ${tag}` })
    },
    stop: () => outbox.stop(),
  }
}

/** The waiting messages, and the one that is being sent. */
class Outbox {
  readonly #url: string
  readonly #logger: Logger
  readonly #metrics: Metrics
  readonly #stopped = new AbortController()
  #waiting: Message[] = []
  #isOff = false
  #working: Promise<void> | null = null

  constructor(url: string, { logger, metrics }: WebhookOptions) {
    this.#url = url
    this.#logger = logger
    this.#metrics = metrics
  }

  add(message: Message): void {
    if (this.#isOff || this.#waiting.length >= waitingMax) return this.#count('dropped', 1)
    this.#waiting.push(message)
    this.#working ??= this.#work().finally(() => (this.#working = null))
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#stopped.abort(), stopSeconds * 1000)
    await this.#working
    clearTimeout(timer)
    this.#switchOff()
  }

  /** Sends until nothing waits, with as many events per message as Discord allows. */
  async #work(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stopped.signal.aborted) {
      const embeds = this.#waiting.splice(0, embedsPerMessage)
      const outcome = await this.#send(embeds)
      if (outcome === 'again') this.#waiting.unshift(...embeds)
      else this.#count(outcome, embeds.length)
    }
    if (this.#stopped.signal.aborted) this.#switchOff()
  }

  async #send(embeds: Message[]): Promise<'sent' | 'failed' | 'again'> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'dumpus-server' },
        body: JSON.stringify({ embeds, allowed_mentions: { parse: [] } }),
        redirect: 'manual',
        decompress: false,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(sendSeconds * 1000)]),
      })
      await response.body?.cancel()
      const { status } = response
      const limits = readLimits(response)
      if (limits.retrySeconds !== null) {
        await this.#pause(limits.retrySeconds)
        return 'again'
      }
      if (limits.remaining === 0) await this.#pause(limits.resetSeconds)
      if (response.ok) return 'sent'
      this.#logger.warn('webhook_failed', { status })
      if (refusals.includes(status)) this.#switchOff()
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#logger.warn('webhook_failed', safeError(error))
    }
    return 'failed'
  }

  /** Waits for the given time, but ends early when the time for stopping is over. */
  async #pause(seconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, seconds * 1000)
    this.#stopped.signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
  }

  #switchOff(): void {
    this.#isOff = true
    this.#count('dropped', this.#waiting.splice(0).length)
  }

  #count(outcome: 'sent' | 'failed' | 'dropped', amount: number): void {
    if (amount > 0) this.#metrics.notifications.add({ outcome }, amount)
  }
}

function isRepeated(told: Map<string, number>, name: string): boolean {
  const now = performance.now()
  const before = told.get(name)
  if (before !== undefined && now - before < repeatSeconds * 1000) return true
  told.delete(name)
  told.set(name, now)
  if (told.size > rememberedMax) told.delete(told.keys().next().value!)
  return false
}

function durationOf(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
}
