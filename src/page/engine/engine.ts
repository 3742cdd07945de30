/** Starts the analysis on this device and reports its progress to the page. */
import { type Detail, PackageError } from '../../errors.ts'
import type { AnalysisNews, AnalysisOrder } from './messages.ts'

export interface LocalProgress {
  /** Uncompressed bytes of the package that have been read. */
  done: number
  total: number
  /** Seconds since the start. */
  seconds: number
}

export interface LocalAnalysis extends AnalysisOrder {
  /** Aborting it ends the workers at once. */
  signal: AbortSignal
  onProgress(progress: LocalProgress): void
}

/**
 * Resolves with the bytes of the SQLite file. Throws PackageError, or the signal's reason. Nothing leaves
 * this device.
 */
export function analyzeHere({ signal, onProgress, ...order }: LocalAnalysis): Promise<Uint8Array> {
  signal.throwIfAborted()
  const worker = new Worker(new URL(ANALYSIS_WORKER_FILE, import.meta.url), { type: 'module' })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const begun = performance.now()
  const fail = (detail: Detail) => reject(new PackageError(detail))
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  worker.addEventListener('message', ({ data }: MessageEvent<AnalysisNews>) => {
    if (data.kind === 'result') resolve(data.sqlite)
    else if (data.kind === 'failure') fail(data.detail)
    else onProgress({ done: data.done, total: data.total, seconds: (performance.now() - begun) / 1000 })
  })
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    fail('internal')
  })
  worker.postMessage(order satisfies AnalysisOrder)
  return promise.finally(() => {
    signal.removeEventListener('abort', abort)
    worker.terminate()
  })
}

/** A second worker needs a second core; without one it would only slow down the first. */
export function hasSecondCore(): boolean {
  return navigator.hardwareConcurrency > 1
}
