/**
 * The analysis worker: takes one package and returns the bytes of its result. It runs the server's analysis
 * code on this device.
 */
import { startPlatform } from '../../platform/in-browser.ts'
import { createProgressMeter } from '../../platform/progress-meter.ts'
import { analyzePackage, sqliteOf } from '../../analysis/analyze.ts'
import { createSpentBytes } from '../../analysis/collections/budget.ts'
import { linkActivityThread } from '../../analysis/activity-thread-link.ts'
import { toPackageError } from '../../errors.ts'
import { dayOf } from '../../instant.ts'
import { tabLimits } from './limits.ts'
import type { ActivityOrder, AnalysisNews, AnalysisOrder } from './messages.ts'
import { loadKernel, sourceOf } from './start-worker.ts'

addEventListener('message', ({ data }: MessageEvent<AnalysisOrder>) => void analyze(data))

async function analyze(order: AnalysisOrder): Promise<void> {
  const tell = (news: AnalysisNews, transfer: Transferable[] = []) => postMessage(news, { transfer })
  const done = { here: 0, there: 0 }
  const meter = createProgressMeter((done, total) => tell({ kind: 'progress', done, total }))
  const show = (total: number) => meter(done.here + done.there, total)
  try {
    const [kernel] = await Promise.all([
      loadKernel(),
      startPlatform(() => new URL(SQLITE_WASM_FILE, import.meta.url).href),
    ])
    const spent = createSpentBytes()
    const today = dayOf(Date.now())
    const worker = order.isShared
      ? new Worker(new URL(ACTIVITY_WORKER_FILE, import.meta.url), { type: 'module' })
      : null
    const thread =
      worker &&
      linkActivityThread<ActivityOrder>(worker, {
        start: (task) => ({ kind: 'start', order, task, spent, today, kernel }),
        onProgress(bytes, total) {
          done.there = bytes
          show(total)
        },
      })
    const options = {
      ...{ packageId: order.packageId, limits: tabLimits, spent, today },
      onProgress(bytes: number, total: number) {
        done.here = bytes
        show(total)
      },
    }
    const result = await analyzePackage(sourceOf(order.dropped), options, () => thread ?? undefined)
    const sqlite = sqliteOf(result, options)
    tell({ kind: 'result', sqlite }, [sqlite.buffer])
  } catch (error) {
    // Error messages can quote the package, so only the error's name goes to the console.
    console.warn('the analysis failed:', error instanceof Error ? error.name : typeof error)
    tell({ kind: 'failure', detail: toPackageError(error).detail })
  }
}
