/** The analysis thread's entry: one package in, one result out, nothing quoted in between. */
import { type ActivityThread, analyzePackage } from './analysis/analyze.ts'
import { databaseOf } from './analysis/compressed-result.ts'
import { createSpentBytes, type SpentBytes } from './analysis/collections/budget.ts'
import { shareKernel } from './data-package/kernel/host.ts'
import { openSource } from './data-package/archive/source-ticket.ts'
import { PackageError, toPackageError } from './errors.ts'
import { dayOf } from './instant.ts'
import { safeError } from './telemetry/logger.ts'
import type {
  ActivityMessage,
  ActivityRequest,
  AnalysisMessage,
  AnalysisRequest,
} from './worker/analysis-messages.ts'
import { createProgressMeter } from './worker/progress-meter.ts'

declare const self: Worker

self.onmessage = async ({ data: request }: MessageEvent<AnalysisRequest>) => {
  const post = (message: AnalysisMessage, transfer: ArrayBuffer[] = []) => self.postMessage(message, transfer)
  const done = { here: 0, activity: 0 }
  const onProgress = createProgressMeter((bytes, total) => post({ kind: 'progress', done: bytes, total }))
  try {
    const { ticket, packageId, limits, kernel } = request
    shareKernel(kernel)
    const spent = createSpentBytes()
    const activity = createActivityThread(request, spent, (bytes, total) => {
      done.activity = bytes
      onProgress(done.here + done.activity, total)
    })
    const options = {
      ...{ packageId, limits, spent, today: dayOf(Date.now()) },
      onProgress: (bytes: number, total: number) => {
        done.here = bytes
        onProgress(done.here + done.activity, total)
      },
    }
    const gzip = databaseOf(await analyzePackage(openSource(ticket), options, activity), options)
    post({ kind: 'result', gzip }, [gzip.buffer])
  } catch (error) {
    post({ kind: 'failure', detail: toPackageError(error).detail, cause: safeError(error) })
  }
}

/** A thread of this thread: it ends with it, whatever it is doing. */
function createActivityThread(
  request: AnalysisRequest,
  spent: SpentBytes,
  onProgress: (done: number, total: number) => void,
): ActivityThread {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  // It may fail before anybody waits for it.
  promise.catch(() => {})
  const thread = new Worker(new URL('./activity-thread.ts', import.meta.url))
  thread.onmessage = ({ data }: MessageEvent<ActivityMessage>) => {
    if (data.kind === 'progress') return onProgress(data.done, data.total)
    if (data.kind === 'activity') resolve(data.activity)
    else reject(new PackageError(data.detail, { cause: data.cause }))
    thread.terminate()
  }
  thread.onerror = (event) => {
    event.preventDefault()
    reject(new PackageError('internal'))
  }
  const post = (message: ActivityRequest, transfer: ArrayBuffer[] = []) =>
    thread.postMessage(message, transfer)
  return {
    activity: promise,
    start: (task) => post({ kind: 'start', request, task, spent }),
    take: (files) =>
      post(
        { kind: 'files', files },
        files.flatMap(({ blocks }) => blocks.map(({ buffer }) => buffer)),
      ),
  }
}
