/** Limits connections, because a process without free descriptors would end. */
import { closeSync, openSync } from 'node:fs'

/**
 * The share of the descriptors that connections may use. The rest is for threads, files and the database. Bun
 * ends the process when a new thread finds no free descriptor, and Bun neither counts connections nor refuses
 * any by itself.
 */
const connectionsShare = 3 / 4
/** The interval between checks. A check takes two system calls. */
const lookMs = 50
/** Closings are reported at most once in this interval. */
const tellMs = 1000

export interface ConnectionLimit {
  /** The most descriptors that the process may have. If it is unknown (null), connections are not limited. */
  descriptorsMax: number | null
  /** Closes the connections without a running request. Bun does not close those that never sent a request. */
  closeIdle: () => void
  closeAll: () => void
  /** Called with what was closed, at most once a second. */
  onClosed: (which: 'idle' | 'all') => void
}

/**
 * Checks every 50 ms. When too many descriptors are in use, it closes the idle connections first, then all of
 * them. Clients that poll will reconnect. Without this limit the process would end, with all connections and
 * jobs. The returned function ends the checks.
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

/**
 * The system assigns the lowest free descriptor, so all below it are in use. Infinity means that none is
 * free.
 */
function lowestFreeDescriptor(): number {
  try {
    const descriptor = openSync('/dev/null', 'r')
    closeSync(descriptor)
    return descriptor
  } catch {
    return Infinity
  }
}
