/**
 * Entry of the analysis thread. It analyzes one package and returns one result. A message about a failure
 * quotes nothing from the package.
 */
import { linkActivityThread } from './analysis/activity-thread-link.ts'
import { analyzePackage } from './analysis/analyze.ts'
import { databaseOf } from './analysis/compressed-result.ts'
import { createSpentBytes } from './analysis/collections/budget.ts'
import { shareKernel } from './data-package/kernel/host.ts'
import { openSource } from './data-package/archive/source-ticket.ts'
import { toPackageError } from './errors.ts'
import { dayOf } from './instant.ts'
import { safeError } from './telemetry/logger.ts'
import type { ActivityRequest, AnalysisMessage, AnalysisRequest } from './worker/analysis-messages.ts'
import { createProgressMeter } from './platform/progress-meter.ts'

declare const self: Worker

/**
 * A package with less work (`workOf`) is read by this thread alone: that takes less CPU time, and no longer.
 */
const sharedWorkMin = 128 * 2 ** 20

self.onmessage = async ({ data: request }: MessageEvent<AnalysisRequest>) => {
  const post = (message: AnalysisMessage, transfer: ArrayBuffer[] = []) => self.postMessage(message, transfer)
  const done = { here: 0, activity: 0 }
  const onProgress = createProgressMeter((bytes, total) => post({ kind: 'progress', done: bytes, total }))
  try {
    const { ticket, packageId, limits, kernel } = request
    shareKernel(kernel)
    const spent = createSpentBytes()
    // A child of this thread. It ends with this thread.
    const startActivityThread = () =>
      linkActivityThread<ActivityRequest>(new Worker(new URL('./activity-thread.ts', import.meta.url)), {
        start: (task) => ({ kind: 'start', request, task, spent }),
        onProgress(bytes, total) {
          done.activity = bytes
          onProgress(done.here + done.activity, total)
        },
      })
    const options = {
      ...{ packageId, limits, spent, today: dayOf(Date.now()) },
      onProgress: (bytes: number, total: number) => {
        done.here = bytes
        onProgress(done.here + done.activity, total)
      },
    }
    const result = await analyzePackage(openSource(ticket), options, (work) =>
      work < sharedWorkMin ? undefined : startActivityThread(),
    )
    const gzip = databaseOf(result, options)
    post({ kind: 'result', gzip, losses: result.losses }, [gzip.buffer])
  } catch (error) {
    post({ kind: 'failure', detail: toPackageError(error).detail, cause: safeError(error) })
  }
}
