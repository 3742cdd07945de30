/** The activity thread's entry: reads the activity files while its parent, the analysis thread, reads everything else. */
import { analyzeActivity } from './analysis/analyze.ts'
import { openSource } from './data-package/source-ticket.ts'
import { toPackageError } from './errors.ts'
import { dayOf } from './instant.ts'
import { safeError } from './logger.ts'
import type { ActivityMessage, AnalysisRequest } from './worker/analysis-messages.ts'
import { createProgressMeter } from './worker/progress-meter.ts'

declare const self: Worker

self.onmessage = async ({ data: { ticket, packageId, limits } }: MessageEvent<AnalysisRequest>) => {
  const post = (message: ActivityMessage) => self.postMessage(message)
  const onProgress = createProgressMeter((done, total) => post({ kind: 'progress', done, total }))
  try {
    const today = dayOf(Date.now())
    const side = await analyzeActivity(openSource(ticket), { packageId, today, limits, onProgress })
    post({ kind: 'activity', side })
  } catch (error) {
    post({ kind: 'failure', detail: toPackageError(error).detail, cause: safeError(error) })
  }
}
