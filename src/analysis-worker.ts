/** The analysis thread's entry: one package in, one result out, nothing quoted in between. */
import { analyzeToGzip } from './analysis/analyze.ts'
import { openSpool } from './data-package/spool.ts'
import { toPackageError } from './errors.ts'
import { dayOf } from './instant.ts'
import { safeError } from './logger.ts'
import type { AnalysisMessage, AnalysisRequest } from './worker/analysis-messages.ts'

declare const self: Worker

/** Often enough for people, rarely enough for the event loop of the server. */
const progressMilliseconds = 200

self.onmessage = async ({ data }: MessageEvent<AnalysisRequest>) => {
  const post = (message: AnalysisMessage, transfer: ArrayBuffer[] = []) => self.postMessage(message, transfer)
  let toldAt = 0
  const onProgress = (done: number, total: number) => {
    if (performance.now() - toldAt < progressMilliseconds) return
    toldAt = performance.now()
    post({ kind: 'progress', done, total })
  }
  try {
    const { ticket, packageId, limits } = data
    const today = dayOf(Date.now())
    const gzip = await analyzeToGzip(openSpool(ticket), { packageId, today, limits, onProgress })
    post({ kind: 'result', gzip }, [gzip.buffer])
  } catch (error) {
    post({ kind: 'failure', detail: toPackageError(error).detail, cause: safeError(error) })
  }
}
