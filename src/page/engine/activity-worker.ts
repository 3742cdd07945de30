/**
 * The activity worker: computes the statistics of the activity files while the analysis worker reads
 * everything else.
 */
import { analyzeActivity } from '../../analysis/analyze.ts'
import { buffersOf } from '../../analysis/thread-transfer.ts'
import { shareKernel } from '../../data-package/kernel/host.ts'
import type { TransferredFile } from '../../data-package/records/transferred-records.ts'
import { toPackageError } from '../../errors.ts'
import { createProgressMeter } from '../../platform/progress-meter.ts'
import { tabLimits } from './limits.ts'
import type { ActivityNews, ActivityOrder } from './messages.ts'
import { sourceOf } from './start-worker.ts'

const { promise: files, resolve: takeFiles } = Promise.withResolvers<TransferredFile[]>()

addEventListener('message', ({ data }: MessageEvent<ActivityOrder>) => {
  if (data.kind === 'files') takeFiles(data.files)
  else void analyze(data)
})

async function analyze({
  order: { dropped, packageId },
  task,
  spent,
  today,
  kernel,
}: Extract<ActivityOrder, { kind: 'start' }>): Promise<void> {
  const tell = (news: ActivityNews, transfer: Transferable[] = []) => postMessage(news, { transfer })
  try {
    shareKernel(kernel)
    const onProgress = createProgressMeter((done, total) => tell({ kind: 'progress', done, total }))
    const options = { packageId, limits: tabLimits, spent, today, onProgress }
    const activity = await analyzeActivity(sourceOf(dropped), task, options, files)
    tell({ kind: 'activity', activity }, buffersOf(activity))
  } catch (error) {
    tell({ kind: 'failure', detail: toPackageError(error).detail })
  }
}
