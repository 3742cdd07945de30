/**
 * Connects http/ and worker/ within one process. Signals are only hints: whoever misses one sees the change
 * later, in the row.
 */

export interface Signals {
  /** Called when there may be work: a package was submitted, or a KEY came back. */
  wake(): void
  onWake(listener: () => void): Unsubscribe
  /**
   * Called when a package was deleted here. A worker of this process that processes it should stop at once.
   */
  cancelled(packageId: string): void
  onCancelled(listener: (packageId: string) => void): Unsubscribe
}

export type Unsubscribe = () => void

/** Creates a hub without listeners. Listeners run synchronously and must not throw. */
export function createSignals(): Signals {
  const woken = new Set<() => void>()
  const cancellations = new Set<(packageId: string) => void>()
  return {
    wake: () => woken.forEach((listener) => listener()),
    onWake: (listener) => subscribe(woken, listener),
    cancelled: (packageId) => cancellations.forEach((listener) => listener(packageId)),
    onCancelled: (listener) => subscribe(cancellations, listener),
  }
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): Unsubscribe {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
