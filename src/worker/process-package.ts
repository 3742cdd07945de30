/** One job from top to bottom: link → encrypted spool → analysis → encrypted result → PROCESSED. */
import { analysisLimitsOf, type Config } from '../config/config.ts'
import { openLink, type SealedResult, sealResult } from '../crypto.ts'
import { download } from '../data-package/fetch/download.ts'
import { linkOf } from '../data-package/fetch/link.ts'
import { createSpool } from '../data-package/fetch/spool.ts'
import type { Database } from '../db/connect.ts'
import { PackageError, toPackageError } from '../errors.ts'
import { type Logger, safeError, tagOf } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { advance, type Claim, complete, fail, release, retryLater } from '../queue/claims.ts'
import { findUnfinished } from '../queue/jobs.ts'
import { handBackAttempt } from '../queue/leases.ts'
import type { HeldKey, Keyring } from '../queue/keyring.ts'
import { retryDelayOf } from '../queue/retry-policy.ts'
import type { StatusCache } from '../queue/status-cache.ts'
import type { Storage } from '../results/store.ts'
import type { Analyse } from './run-analysis.ts'
import { countJob, inStep, JobStopped, secondsSince } from './job-steps.ts'
import { retryTransient } from '../db/transient-errors.ts'
import type { Notify } from '../discord/webhook.ts'
import { SharedProgress } from './heartbeat-messages.ts'
import type { Heartbeats } from './heartbeats.ts'

/** What a job works with. */
export interface JobParts {
  config: Config
  logger: Logger
  metrics: Metrics
  database: Database
  storage: Pick<Storage, 'prepare' | 'write'>
  keyring: Keyring
  heartbeats: Pick<Heartbeats, 'keep'>
  analyse: Analyse
  /** Told of every change of a row, so that polls see it at once. */
  statusCache?: Pick<StatusCache, 'invalidate'>
  /** Told how the package ended. */
  notify?: Notify
}

/** A job at work. */
interface Job extends JobParts {
  claim: Claim
  signal: AbortSignal
  progress: SharedProgress
  /** A short tag of the package id, for the log. */
  tag: string
  startedAt: number
}

/** How long a statement of a job may take; storing the result takes longer by its size. */
const callSeconds = 20
/** Progress runs from 0 to 100 once, over both steps: this much of it is the download. */
const downloadPercent = 50
const storedBytesPerSecond = 1024 * 1024
/** How long the end of a job is told to a database that does not answer; then the lease runs out by itself. */
const settleSeconds = 60

/** Works on a claimed package to its end, whatever that is. Abort `controller` with JobStopped to stop. Never throws. */
export async function processPackage(
  claim: Claim,
  parts: JobParts,
  controller: AbortController,
): Promise<void> {
  const { config, logger } = parts
  const tag = tagOf(claim.packageId)
  const progress = new SharedProgress()
  const job = { ...parts, claim, signal: controller.signal, progress, tag, startedAt: performance.now() }
  const endLease = parts.heartbeats.keep(claim, progress, () => controller.abort(new JobStopped('lost')))
  const timer = setTimeout(
    () => controller.abort(new PackageError('analysis_too_long')),
    config.jobSecondsMax * 1000,
  )
  logger.info('job_started', { package: tag, attempt: claim.attempts })
  try {
    await work(job)
  } catch (error) {
    const reason: unknown = job.signal.aborted ? job.signal.reason : error
    await settle(job, reason).catch((trouble: unknown) =>
      logger.error('job_not_settled', { package: tag, ...safeError(trouble) }),
    )
  } finally {
    clearTimeout(timer)
    endLease()
    parts.statusCache?.invalidate(claim.packageId)
  }
}

async function work(job: Job): Promise<void> {
  const { claim, keyring, logger, metrics, signal, statusCache } = job
  signal.throwIfAborted()
  const held = keyring.get(claim.packageId)
  if (!held) throw new JobStopped('keyless')
  statusCache?.invalidate(claim.packageId)
  const gzip = await fetchAndAnalyse(job, linkFor(claim, held))
  signal.throwIfAborted()
  const sealed = sealResult(gzip, held.key, claim.packageId)
  await inStep(job, 'storing', () => store(job, sealed))
  keyring.forget(claim.packageId)
  countJob(job, 'finished')
  metrics.resultsStored.add({})
  metrics.resultBytes.add({}, sealed.ciphertext.length)
  const seconds = secondsSince(job.startedAt)
  job.notify?.({ kind: 'processed', packageId: claim.packageId, seconds })
  logger.info('job_finished', {
    package: job.tag,
    seconds,
    bytes: job.progress.bytesDownloaded,
    resultBytes: gzip.length,
  })
}

async function store({ claim, config, database, logger, signal, storage, tag }: Job, sealed: SealedResult) {
  const onError = (error: unknown) =>
    logger.warn('result_not_stored_yet', { package: tag, ...safeError(error) })
  const prepared = await retryTransient(() => storage.prepare(sealed, signal), {
    signal,
    callSeconds: config.jobSecondsMax,
    onError,
  })
  const isStored = await retryTransient(() => complete(database, storage, claim, prepared), {
    signal,
    callSeconds: callSeconds + sealed.ciphertext.length / storedBytesPerSecond,
    onError,
  })
  if (!isStored) throw new JobStopped('lost')
}

/** The archive exists only in here, encrypted, and is gone when this returns. */
async function fetchAndAnalyse(job: Job, link: string): Promise<Uint8Array> {
  const { claim, config, logger, progress, signal } = job
  const spool = createSpool(config.spoolDir!)
  try {
    const ticket = await inStep(job, 'download', async () => {
      await download(link, {
        allowedOrigins: config.allowedOrigins,
        limits: config,
        sink: spool,
        signal,
        onProgress(bytes, total) {
          // A download that begins anew comes back to fewer bytes.
          job.metrics.downloadBytes.add({}, Math.max(0, bytes - progress.bytesDownloaded))
          progress.bytesDownloaded = bytes
          progress.bytesTotal = total
          progress.progress = total ? (downloadPercent * bytes) / total : 0
        },
      })
      return spool.seal()
    })
    progress.progress = downloadPercent
    if (!(await tell(job, () => advance(job.database, claim, 'ANALYZING', progress), signal))) {
      throw new JobStopped('lost')
    }
    job.statusCache?.invalidate(claim.packageId)
    return await inStep(job, 'analysis', () =>
      withinAnalysisTime(job, async (analysisSignal) => {
        const { gzip } = await job.analyse(ticket, {
          packageId: claim.packageId,
          limits: analysisLimitsOf(config),
          signal: analysisSignal,
          onProgress(done, total) {
            progress.progress = downloadPercent + (total > 0 ? ((100 - downloadPercent) * done) / total : 0)
          },
          onFailure: (cause) => logger.warn('analysis_failed', { package: job.tag, ...cause }),
        })
        return gzip
      }),
    )
  } finally {
    await spool.close()
  }
}

async function withinAnalysisTime<T>(
  { config, signal }: Job,
  analyse: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new PackageError('analysis_too_long')),
    config.analysisSecondsMax * 1000,
  )
  try {
    return await analyse(AbortSignal.any([signal, late.signal]))
  } finally {
    clearTimeout(timer)
  }
}

/** A poll that came after a restart brings the KEY only: the link is rebuilt from it, or opened with it. */
function linkFor(claim: Claim, { key, link }: HeldKey): string {
  if (link !== null) return link
  return claim.sealedLink === null ? linkOf(key) : openLink(claim.sealedLink, key, claim.packageId)
}

/** Tells the row how a job ended that did not finish. */
async function settle(job: Job, reason: unknown): Promise<void> {
  const { claim, database, keyring, logger, tag } = job
  const signal = AbortSignal.timeout(settleSeconds * 1000)
  const seconds = secondsSince(job.startedAt)
  if (reason instanceof JobStopped) {
    logger.info('job_stopped', { package: tag, why: reason.why, seconds })
    countJob(job, 'stopped', reason.why)
    if (reason.why === 'stopping' || reason.why === 'keyless') {
      await tell(job, () => release(database, claim), signal)
      return
    }
    if (reason.why === 'lost') await tell(job, () => handBackAttempt(database, claim), signal)
    if (await tell(job, () => isOver(database, claim.packageId), signal)) keyring.forget(claim.packageId)
    return
  }
  const { detail } = toPackageError(reason)
  const delaySeconds = retryDelayOf(detail, claim.secondsSinceFirstStart + seconds)
  const report = { package: tag, detail, seconds, retryInSeconds: delaySeconds, ...safeError(reason) }
  countJob(job, delaySeconds === null ? 'failed' : 'retried', detail)
  if (detail === 'internal') logger.error('job_failed', report)
  else logger.warn('job_failed', report)
  if (delaySeconds !== null) {
    await tell(job, () => retryLater(database, claim, delaySeconds), signal)
  } else if (await tell(job, () => fail(database, claim, detail), signal)) {
    keyring.forget(claim.packageId)
    job.notify?.({ kind: 'errored', packageId: claim.packageId, detail })
  }
}

/** True when there is nothing left to do for a package, by anyone. */
async function isOver(database: Database, packageId: string): Promise<boolean> {
  return (await findUnfinished(database, [packageId])).length === 0
}

function tell<T>(job: Job, call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return retryTransient(call, {
    signal,
    callSeconds,
    onError: (error) => {
      job.metrics.databaseErrors.add({ place: 'job' })
      job.logger.warn('database_silent', { package: job.tag, ...safeError(error) })
    },
  })
}
