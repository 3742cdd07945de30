/**
 * Where http/ and worker/ meet inside one process. Only hints: the row decides, and whoever misses a hint
 * sees it there.
 */

export interface Signals {
  /** There may be work: a package was put in, or a KEY came back. */
  wake(): void
  onWake(listener: () => void): Unsubscribe
  /** A package was deleted here; a worker of this process that is busy with it should stop at once. */
  cancelled(packageId: string): void
  onCancelled(listener: (packageId: string) => void): Unsubscribe
}

export type Unsubscribe = () => void

/** A hub without any listener. Listeners run at once, in the caller's turn, and must not throw. */
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
