/** The messages between the main thread and the heartbeat thread, and their shared memory. */
import type { Connection } from '../db/connect.ts'
import type { Claim, JobProgress } from '../queue/claims.ts'
import type { Fields } from '../telemetry/logger.ts'

/** Messages to the thread. */
export type HeartbeatOrder =
  | { kind: 'start'; connection: Connection; heartbeatSeconds: number; loop: SharedArrayBuffer }
  | { kind: 'keep'; number: number; claim: LeasedClaim; progress: SharedArrayBuffer }
  | { kind: 'drop'; number: number }
  /** Asks the thread to close its connections. */
  | { kind: 'stop' }

/** Messages from the thread. */
export type HeartbeatReport =
  | { kind: 'lost'; number: number }
  /** One renewal failed. The next one takes place anyway. */
  | { kind: 'failed'; cause: Fields }
  /** The connections are closed, and the thread may be terminated. */
  | { kind: 'stopped' }

export type LeasedClaim = Pick<Claim, 'packageId' | 'fence' | 'leaseSeconds'>

/**
 * The progress of a job in shared memory, so that the heartbeat thread can read it even while the main thread
 * is busy.
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

  /** Null if unknown. */
  get bytesTotal(): number | null {
    return this.#values[2]! || null
  }
  set bytesTotal(bytes: number | null) {
    this.#values[2] = bytes ?? 0
  }
}

/** Counts signals of the main thread's event loop, and records how long they were missing. */
export class SharedLoop {
  readonly #turns: Int32Array
  readonly #delay: Float64Array

  constructor(readonly memory = new SharedArrayBuffer(16)) {
    this.#turns = new Int32Array(memory, 0, 1)
    this.#delay = new Float64Array(memory, 8, 1)
  }

  /** Gives the signal. A timer of the main thread calls this. */
  beat(): void {
    Atomics.add(this.#turns, 0, 1)
  }
  get beats(): number {
    return Atomics.load(this.#turns, 0)
  }

  /** The longest time without a signal during about the last minute. */
  get delaySeconds(): number {
    return this.#delay[0]!
  }
  set delaySeconds(seconds: number) {
    this.#delay[0] = seconds
  }
}
