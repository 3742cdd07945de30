/** Keeps connections from using up the descriptors of the process, which would end it. */
import { closeSync, openSync } from 'node:fs'

/**
 * Bun ends the process when a thread of it begins and there is no descriptor left, and neither refuses
 * connections by itself nor counts them. So the rest of the descriptors is kept for threads, files and the
 * database.
 */
const connectionsShare = 3 / 4
/** So often is looked, at two system calls each. */
const lookMs = 50
/** What is closed again and again is told so often. */
const tellMs = 1000

export interface ConnectionLimit {
  /** Descriptors that the process may have, or null when that is unknown: then nothing is done. */
  descriptorsMax: number | null
  /** Closes the connections on which no request is under way. Bun leaves those that never sent one. */
  closeIdle: () => void
  closeAll: () => void
  /** Told what was closed, once a second at most. */
  onClosed: (which: 'idle' | 'all') => void
}

/**
 * Looks all the time, and closes idle connections, then all of them, when too many are open. Whoever polls
 * comes back; a process that ended would have cut them off as well, and its jobs with them. The returned
 * function stops it.
 */
export function limitConnections(limit: ConnectionLimit): () => void {
  const { descriptorsMax } = limit
  if (descriptorsMax === null || !Number.isFinite(descriptorsMax)) return () => {}
  let toldAtMs = -Infinity
  const tell = (which: 'idle' | 'all') => {
    if (performance.now() - toldAtMs < tellMs) return
    toldAtMs = performance.now()
    limit.onClosed(which)
  }
  const isCrowded = () => lowestFreeDescriptor() >= descriptorsMax * connectionsShare
  const timer = setInterval(() => {
    if (!isCrowded()) return
    limit.closeIdle()
    if (!isCrowded()) return tell('idle')
    limit.closeAll()
    tell('all')
  }, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** The system gives the lowest one that is free: all below it are in use. Infinity: none is free. */
function lowestFreeDescriptor(): number {
  try {
    const descriptor = openSync('/dev/null', 'r')
    closeSync(descriptor)
    return descriptor
  } catch {
    return Infinity
  }
}
