/** Measures the steps of a job: one log line and one count per step, however it ends. */
import { details, toPackageError } from '../errors.ts'
import type { Logger } from '../telemetry/logger.ts'
import { type JobStep, jobSteps, type Metrics, type StopReason, stopReasons } from '../telemetry/metrics.ts'

/** The reason for stopping a job from outside although nothing is wrong with its package. */
export class JobStoppedError extends Error {
  override readonly name = 'JobStoppedError'

  /**
   * lost: another worker has the package, or it was deleted elsewhere. cancelled: it was deleted here.
   * stopping: shutdown. keyless: its KEY is no longer held.
   */
  constructor(readonly why: StopReason) {
    super(why)
  }
}

interface MeasuredJob {
  logger: Logger
  metrics: Metrics
  /** A short tag of the package id, for the log. */
  tag: string
  signal: AbortSignal
}

/**
 * Runs a step, then logs its outcome and duration and counts the outcome. Only successful steps add their
 * duration to the metrics. Throws what the work throws.
 */
export async function inStep<T>(job: MeasuredJob, step: JobStep, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const tell = (outcome: 'ok' | 'failed' | 'stopped', detail = '') => {
    job.metrics.jobSteps.add({ step, outcome, detail })
    if (outcome === 'ok') job.metrics.jobStepSeconds.observe({ step }, (performance.now() - startedAt) / 1000)
    job.logger.info('job_step', {
      package: job.tag,
      step,
      outcome,
      ...(detail && { detail }),
      seconds: secondsSince(startedAt),
    })
  }
  try {
    const result = await work()
    tell('ok')
    return result
  } catch (error) {
    const reason: unknown = job.signal.aborted ? job.signal.reason : error
    if (reason instanceof JobStoppedError) tell('stopped', reason.why)
    else tell('failed', toPackageError(reason).detail)
    throw error
  }
}

/** Counts an ended job. */
export function countJob(
  { metrics, startedAt }: Pick<MeasuredJob, 'metrics'> & { startedAt: number },
  outcome: 'finished' | 'failed' | 'retried' | 'stopped',
  detail = '',
): void {
  metrics.jobs.add({ outcome, detail })
  metrics.jobSeconds.observe({ outcome }, (performance.now() - startedAt) / 1000)
}

/**
 * Exports every outcome of jobs and steps as 0 at the start, so that an alert also notices the first failure.
 */
export function countJobsFromZero({ jobs, jobSteps: steps }: Metrics): void {
  const tell = (outcome: string, detail: string) => jobs.add({ outcome, detail }, 0)
  tell('finished', '')
  for (const detail of Object.keys(details))
    for (const outcome of ['failed', 'retried']) tell(outcome, detail)
  for (const why of stopReasons) tell('stopped', why)
  for (const step of jobSteps) {
    steps.add({ step, outcome: 'ok', detail: '' }, 0)
    for (const detail of Object.keys(details)) steps.add({ step, outcome: 'failed', detail }, 0)
    for (const why of stopReasons) steps.add({ step, outcome: 'stopped', detail: why }, 0)
  }
}

/** Rounded to tenths of a second. */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10
}
