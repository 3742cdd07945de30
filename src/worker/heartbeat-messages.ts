/** The messages between the main thread and the heartbeat thread, and their shared memory. */
import type { Connection } from '../db/connect.ts'
import type { Claim, JobProgress } from '../queue/claims.ts'
import type { Fields } from '../telemetry/logger.ts'

/** To the thread. */
export type HeartbeatOrder =
  | { kind: 'start'; connection: Connection; heartbeatSeconds: number; loop: SharedArrayBuffer }
  | { kind: 'keep'; number: number; claim: LeasedClaim; progress: SharedArrayBuffer }
  | { kind: 'drop'; number: number }
  /** Closes its connection. */
  | { kind: 'stop' }

/** From the thread. */
export type HeartbeatReport =
  | { kind: 'lost'; number: number }
  /** One renewal failed; the next one takes place anyway. */
  | { kind: 'failed'; cause: Fields }
  /** Its connection is closed, and the thread may be terminated. */
  | { kind: 'stopped' }

export type LeasedClaim = Pick<Claim, 'packageId' | 'fence' | 'leaseSeconds'>

/**
 * The progress of a job in shared memory, which the heartbeat thread can read even while the main thread is
 * busy.
 */
export class SharedProgress implements JobProgress {
  readonly #values: Float64Array

  constructor(readonly memory = new SharedArrayBuffer(3 * Float64Array.BYTES_PER_ELEMENT)) {
    this.#values = new Float64Array(memory)
  }

  get progress(): number {
    return this.#values[0]!
  }
  set progress(percent: number) {
    this.#values[0] = percent
  }

  get bytesDownloaded(): number {
    return this.#values[1]!
  }
  set bytesDownloaded(bytes: number) {
    this.#values[1] = bytes
  }

  /** null: unknown. */
  get bytesTotal(): number | null {
    return this.#values[2]! || null
  }
  set bytesTotal(bytes: number | null) {
    this.#values[2] = bytes ?? 0
  }
}

/** Signs of life from the main thread's event loop, and how long they were missing. */
export class SharedLoop {
  readonly #turns: Int32Array
  readonly #delay: Float64Array

  constructor(readonly memory = new SharedArrayBuffer(16)) {
    this.#turns = new Int32Array(memory, 0, 1)
    this.#delay = new Float64Array(memory, 8, 1)
  }

  /** Called by the main thread's timer: a sign of life. */
  beat(): void {
    Atomics.add(this.#turns, 0, 1)
  }
  get beats(): number {
    return Atomics.load(this.#turns, 0)
  }

  /** The longest time without a sign of life in about the last minute. */
  get delaySeconds(): number {
    return this.#delay[0]!
  }
  set delaySeconds(seconds: number) {
    this.#delay[0] = seconds
  }
}
