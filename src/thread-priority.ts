/** Lets the threads of analyses stand back, so that people who ask meanwhile are answered at once. */
import { constants, setPriority } from 'node:os'

/**
 * Gives the calling thread a lower priority, for good. On Linux alone: there it is a thread's own, elsewhere it is the whole
 * process's. With both cores busy with a package, the slowest of a hundred status polls took 4 × as long without it: see docs/performance.md.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A system that forbids it: then as before.
  }
}
