/**
 * Entry of the activity thread. It computes the statistics of the activity. Meanwhile its parent, the
 * analysis thread, reads everything else and then the last activity files.
 */
import { analyzeActivity } from './analysis/analyze.ts'
import { buffersOf } from './analysis/thread-transfer.ts'
import { shareKernel } from './data-package/kernel/host.ts'
import type { TransferredFile } from './data-package/records/transferred-records.ts'
import { openSource } from './data-package/archive/source-ticket.ts'
import { toPackageError } from './errors.ts'
import { dayOf } from './instant.ts'
import { safeError } from './telemetry/logger.ts'
import type { ActivityMessage, ActivityRequest, ActivityStart } from './worker/analysis-messages.ts'
import { createProgressMeter } from './platform/progress-meter.ts'

declare const self: Worker

const { promise: files, resolve: takeFiles } = Promise.withResolvers<TransferredFile[]>()

self.onmessage = ({ data }: MessageEvent<ActivityRequest>) => {
  if (data.kind === 'files') takeFiles(data.files)
  else void analyze(data)
}

async function analyze({ request, task, spent }: ActivityStart): Promise<void> {
  const { ticket, packageId, limits, kernel } = request
  shareKernel(kernel)
  const post = (message: ActivityMessage, transfer: ArrayBuffer[] = []) => self.postMessage(message, transfer)
  const onProgress = createProgressMeter((done, total) => post({ kind: 'progress', done, total }))
  try {
    const options = { packageId, today: dayOf(Date.now()), limits, spent, onProgress }
    const activity = await analyzeActivity(openSource(ticket), task, options, files)
    post({ kind: 'activity', activity }, buffersOf(activity))
  } catch (error) {
    post({ kind: 'failure', detail: toPackageError(error).detail, cause: safeError(error) })
  }
}
