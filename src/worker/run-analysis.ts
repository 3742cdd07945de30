/**
 * Runs one analysis in its own thread, which ends with it. This keeps the event loop responsive and returns
 * the memory.
 */
import { kernelModule } from '../data-package/kernel/host.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import { type Detail, PackageError } from '../errors.ts'
import type { Fields } from '../telemetry/logger.ts'
import type { AnalysisMessage, AnalysisRequest, AnalysisResult } from './analysis-messages.ts'

export interface AnalyzeOptions extends Omit<AnalysisRequest, 'ticket' | 'kernel'> {
  signal: AbortSignal
  /** Work done and total work, in a unit of the analysis. */
  onProgress?: (done: number, total: number) => void
  /** Called with the loggable facts about a failure. */
  onFailure?: (cause: Fields) => void
}

/**
 * Analyzes the archive behind a ticket. Returns the gzipped SQLite file and the losses. Throws PackageError
 * or the signal's reason.
 */
export type Analyze = (ticket: SourceTicket, options: AnalyzeOptions) => Promise<AnalysisResult>

/**
 * Implements `Analyze` in a thread that `createThread` makes. The caller passes `createThread`, because
 * inside the executable only a file beside main.ts can name the entry of a thread. A thread that ends without
 * a result is a failure `internal`. Returns only when the thread has ended, so the ticket's file may be
 * closed then.
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
    // The text of the event may quote the package, so it is dropped.
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
