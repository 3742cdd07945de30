/** Keeps the running parts and stops them in reverse order of their start. */
import { type Logger, safeError } from '../telemetry/logger.ts'

/**
 * `await using` stops all parts at the end of a block, however the block ends. A part that fails to stop is
 * logged, and the others are still stopped. A part that is added once the stopping has begun is stopped at
 * once.
 */
export class Lifetime implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Registers a part. Parts are stopped one after another, the last registered one first. */
  add(stop: () => unknown): void {
    if (this.#stack.disposed) void this.#attempt(stop)
    else this.#stack.defer(() => this.#attempt(stop))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync()
  }

  async #attempt(stop: () => unknown): Promise<void> {
    try {
      await stop()
    } catch (error) {
      this.#logger.error('stop_failed', safeError(error))
    }
  }
}
