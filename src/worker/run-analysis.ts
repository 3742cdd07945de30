/**
 * Runs one analysis in its own thread, which ends with it: the event loop stays responsive, and the memory is
 * returned.
 */
import { kernelModule } from '../data-package/kernel/host.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import { type Detail, PackageError } from '../errors.ts'
import type { Fields } from '../telemetry/logger.ts'
import type { AnalysisMessage, AnalysisRequest, AnalysisResult } from './analysis-messages.ts'

export interface AnalyzeOptions extends Omit<AnalysisRequest, 'ticket' | 'kernel'> {
  signal: AbortSignal
  /** Work done and total work, in the analysis's own unit. */
  onProgress?: (done: number, total: number) => void
  /** Called with what may be logged about a failure. */
  onFailure?: (cause: Fields) => void
}

/**
 * Analyzes the archive behind a ticket. Returns the gzip of the SQLite file, and the losses. Throws
 * PackageError or the signal's reason.
 */
export type Analyze = (ticket: SourceTicket, options: AnalyzeOptions) => Promise<AnalysisResult>

/**
 * `Analyze` in a thread made by `createThread`; the thread's entry is named in a file beside main.ts, since
 * inside the executable only such a file can name it. A thread that ends without an answer is a failure
 * `internal`. Returns when the thread has ended, so that the ticket's file may be closed then.
 */
export async function analyzeInThread(
  createThread: () => Worker,
  ticket: SourceTicket,
  options: AnalyzeOptions,
): Promise<AnalysisResult> {
  const { signal, packageId, limits, onProgress, onFailure } = options
  signal.throwIfAborted()
  const thread = createThread()
  const answer = Promise.withResolvers<AnalysisResult>()
  const ended = new Promise<void>((resolve) => thread.addEventListener('close', () => resolve()))
  const fail = (detail: Detail, cause?: Fields) => {
    if (cause) onFailure?.(cause)
    answer.reject(new PackageError(detail))
  }
  const abort = () => answer.reject(signal.reason)

  signal.addEventListener('abort', abort)
  thread.addEventListener('message', ({ data }: MessageEvent<AnalysisMessage>) => {
    if (data.kind === 'progress') onProgress?.(data.done, data.total)
    else if (data.kind === 'result') answer.resolve({ gzip: data.gzip, losses: data.losses })
    else fail(data.detail, data.cause)
  })
  thread.addEventListener('error', (event) => {
    event.preventDefault()
    // The event's text may quote the package, so it is dropped.
    fail('internal', { error: 'ThreadError' })
  })
  thread.addEventListener('messageerror', () => fail('internal', { error: 'ThreadMessageError' }))
  void ended.then(() => fail('internal'))
  const kernel = kernelModule()
  thread.postMessage({ ticket, packageId, limits, kernel } satisfies AnalysisRequest)
  try {
    return await answer.promise
  } finally {
    signal.removeEventListener('abort', abort)
    thread.terminate()
    await ended
  }
}
