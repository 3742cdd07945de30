/** Parts that run until they are stopped: those that were started last stop first. */
import { type Logger, safeError } from '../telemetry/logger.ts'

/**
 * `await using` stops everything at the end of a block, whatever ends it. A part that fails to stop is logged
 * and does not keep the others from it. What is added while all is being stopped is stopped at once.
 */
export class Lifetime implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Runs `stop` when its turn comes, and waits for it. */
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
