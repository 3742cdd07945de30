/** One job from start to end: link → encrypted spool → worker → analysis → encrypted result → PROCESSED. */
import { analysisLimitsOf } from '../config/config.ts'
import { openLink, type SealedResult, sealResult } from '../crypto.ts'
import { linkOf } from '../data-package/fetch/link.ts'
import { createSpool, type SpoolTicket } from '../data-package/fetch/spool.ts'
import { retryTransient } from '../db/transient-errors.ts'
import { PackageError } from '../errors.ts'
import { retry } from '../platform/time-limit.ts'
import { advance, awaitWorker, type Claim, complete } from '../queue/claims.ts'
import type { HeldKey } from '../queue/keyring.ts'
import { isSwept } from '../results/store.ts'
import { safeError, tagOf } from '../telemetry/logger.ts'
import type { AnalysisResult } from './analysis-messages.ts'
import { fetchArchive } from './fetch-archive.ts'
import { SharedProgress } from './heartbeat-messages.ts'
import {
  callSeconds,
  downloadPercent,
  type Job,
  type JobParts,
  type SharedRoom,
  callDatabase,
} from './job.ts'
import { countJob, inStep, JobStoppedError, secondsSince } from './job-steps.ts'
import { settleJob } from './settle-job.ts'
import { limitWorkTime } from './work-time.ts'

const storedBytesPerSecond = 1024 * 1024

/**
 * Processes a claimed package until it is done, fails or is stopped. To stop it, abort `controller` with a
 * JobStoppedError. `leaveDownload` is called when the analysis begins. Never throws.
 */
export async function processPackage(
  claim: Claim,
  parts: JobParts & SharedRoom,
  controller: AbortController,
  leaveDownload: () => void,
): Promise<void> {
  const { config, logger } = parts
  const tag = tagOf(claim.packageId)
  const progress = new SharedProgress()
  const endLease = parts.heartbeats.keep(claim, progress, () => controller.abort(new JobStoppedError('lost')))
  const workTime = limitWorkTime(config.jobSecondsMax, () =>
    controller.abort(new PackageError('analysis_too_long')),
  )
  const job: Job = {
    ...{ ...parts, claim, signal: controller.signal, progress, tag, workTime, leaveDownload },
    startedAt: performance.now(),
    leaveWorker: () => {},
  }
  logger.info('job_started', { package: tag, attempt: claim.attempts })
  try {
    await work(job)
  } catch (error) {
    const reason: unknown = job.signal.aborted ? job.signal.reason : error
    await settleJob(job, reason).catch((error: unknown) =>
      logger.error('job_not_settled', { package: tag, ...safeError(error) }),
    )
  } finally {
    job.leaveWorker()
    workTime.end()
    endLease()
    parts.statusCache?.invalidate(claim.packageId)
  }
}

async function work(job: Job): Promise<void> {
  const { claim, keyring, logger, metrics, signal, statusCache } = job
  signal.throwIfAborted()
  const held = keyring.get(claim.packageId)
  if (!held) throw new JobStoppedError('keyless')
  statusCache?.invalidate(claim.packageId)
  const { gzip, losses } = await fetchAndAnalyze(job, linkFor(claim, held))
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
    ...losses,
  })
}

/** Stores the result, and uploads it again if its object was swept before the commit. */
async function store(job: Job, sealed: SealedResult): Promise<void> {
  const onError = (error: unknown) =>
    job.logger.warn('result_not_stored_yet', { package: job.tag, ...safeError(error) })
  const isStored = await retry(() => prepareAndComplete(job, sealed, onError), {
    signal: job.signal,
    callSeconds: job.config.jobSecondsMax,
    isTransient: isSwept,
    onError,
  })
  if (!isStored) throw new JobStoppedError('lost')
}

async function prepareAndComplete(
  { claim, config, database, signal, storage }: Job,
  sealed: SealedResult,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const prepared = await retryTransient(() => storage.prepare(sealed, signal), {
    signal,
    callSeconds: config.jobSecondsMax,
    onError,
  })
  return retryTransient(() => complete(database, storage, claim, prepared), {
    signal,
    callSeconds: callSeconds + sealed.ciphertext.length / storedBytesPerSecond,
    onError,
  })
}

/** Downloads and analyzes the archive. The archive exists, encrypted, only during this call. */
async function fetchAndAnalyze(job: Job, link: string): Promise<AnalysisResult> {
  const reservation = job.space.open(job.claim.address)
  const spool = createSpool(job.config.spoolDir!)
  try {
    const ticket = await inStep(job, 'download', () => fetchArchive(job, link, spool, reservation))
    await enterAnalysis(job)
    return await inStep(job, 'analysis', () => analyze(job, ticket))
  } finally {
    await spool.close()
    reservation.release()
  }
}

/** Waits for a worker, which the job keeps until its end. If it has to wait, the row records that. */
async function enterAnalysis(job: Job): Promise<void> {
  const { claim, database, line, signal } = job
  if (!line.isOpen) await proceed(job, () => awaitWorker(database, claim, job.progress))
  job.leaveWorker = await job.workTime.pauseFor(line.enter(claim, signal))
  job.leaveDownload()
  await proceed(job, () => advance(database, claim, 'ANALYZING', job.progress))
}

/** Writes the next state of the row. Throws if the claim is lost. */
async function proceed(job: Job, write: () => Promise<boolean>): Promise<void> {
  if (!(await callDatabase(job, write))) throw new JobStoppedError('lost')
  job.statusCache?.invalidate(job.claim.packageId)
}

async function analyze(job: Job, ticket: SpoolTicket): Promise<AnalysisResult> {
  const { claim, config, logger, progress, signal } = job
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new PackageError('analysis_too_long')),
    config.analysisSecondsMax * 1000,
  )
  try {
    return await job.analyze(ticket, {
      packageId: claim.packageId,
      limits: analysisLimitsOf(config),
      signal: AbortSignal.any([signal, late.signal]),
      onProgress(done, total) {
        progress.progress = downloadPercent + (total > 0 ? ((100 - downloadPercent) * done) / total : 0)
      },
      onFailure: (cause) => logger.warn('analysis_failed', { package: job.tag, ...cause }),
    })
  } finally {
    clearTimeout(timer)
  }
}

/**
 * After a restart, polls contain only the KEY. The link is then rebuilt from the KEY, or the row's link is
 * decrypted.
 */
function linkFor(claim: Claim, { key, link }: HeldKey): string {
  if (link !== null) return link
  return claim.sealedLink === null ? linkOf(key) : openLink(claim.sealedLink, key, claim.packageId)
}
