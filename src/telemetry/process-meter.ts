/**
 * Measures this process for its metrics: memory, CPU, open files, free disk space, and the delay of its main
 * thread.
 */
import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import type { Metrics } from './metrics.ts'

/** The interval of the timer that shows how late the main thread runs timers. */
const tickMs = 1000

export interface MeteredPlaces {
  version: string
  dataDir: string
  spoolDir: string
}

/**
 * Starts measuring the delay. What else changes is measured when the metrics are read. The returned function
 * stops the delay's timer.
 */
export function startProcessMeter(
  metrics: Metrics,
  { version, dataDir, spoolDir }: MeteredPlaces,
): () => void {
  metrics.build.set({ version, bun: Bun.version }, 1)
  metrics.startedAt.set({}, Math.round(Date.now() / 1000 - process.uptime()))
  let cpuSecondsTold = 0
  metrics.registry.beforeReading(() => {
    const { user, system } = process.cpuUsage()
    const cpuSeconds = (user + system) / 1_000_000
    metrics.cpu.add({}, Math.max(0, cpuSeconds - cpuSecondsTold))
    cpuSecondsTold = cpuSeconds
    metrics.memory.set({}, process.memoryUsage.rss())
    const { open, max } = openFiles()
    if (open !== null) metrics.filesOpen.set({}, open)
    if (max !== null) metrics.filesMax.set({}, max)
    metrics.diskFree.clear()
    for (const [folder, path] of Object.entries({ data: dataDir, spool: spoolDir })) {
      const bytes = freeBytesOf(path)
      if (bytes !== null) metrics.diskFree.set({ folder }, bytes)
    }
  })
  return startLagMeter(metrics)
}

function startLagMeter({ lag }: Metrics): () => void {
  let expectedAt = performance.now() + tickMs
  const timer = setInterval(() => {
    const now = performance.now()
    lag.observe({}, Math.max(0, now - expectedAt) / 1000)
    expectedAt = now + tickMs
  }, tickMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** Open file descriptors and their limit. They are known only on Linux. */
export function openFiles(): { open: number | null; max: number | null } {
  try {
    const limit = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    const max = limit === undefined ? null : limit === 'unlimited' ? Infinity : Number(limit)
    return { open: readdirSync('/proc/self/fd').length, max }
  } catch {
    return { open: null, max: null }
  }
}

/** Bytes that this user can still write there; null if the folder does not exist. */
function freeBytesOf(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return null
  }
}
