/** One job from top to bottom: link → encrypted spool → analysis → encrypted result → PROCESSED. */
import { analysisLimitsOf, type Config } from '../config/config.ts'
import { openLink, sealResult } from '../crypto.ts'
import { download } from '../data-package/download.ts'
import { linkOf } from '../data-package/link.ts'
import { createSpool } from '../data-package/spool.ts'
import type { Database } from '../db/connect.ts'
import { PackageError, toPackageError } from '../errors.ts'
import { type Logger, safeError, tagOf } from '../logger.ts'
import {
  advance,
  type Claim,
  complete,
  fail,
  type JobProgress,
  release,
  retryLater,
} from '../queue/claims.ts'
import { findUnfinished } from '../queue/jobs.ts'
import type { HeldKey, Keyring } from '../queue/keyring.ts'
import { retryDelayOf } from '../queue/retry-policy.ts'
import type { StatusBoard } from '../queue/status-board.ts'
import type { Storage } from '../storage/storage.ts'
import type { Analyse } from './analysis-thread.ts'
import { outlast } from '../db/trouble.ts'
import { keepLease } from './lease.ts'

/** What a job works with. */
export interface JobParts {
  config: Config
  logger: Logger
  database: Database
  storage: Pick<Storage, 'write'>
  keyring: Keyring
  analyse: Analyse
  /** Told of every change of a row, so that polls see it at once. */
  board?: Pick<StatusBoard, 'invalidate'>
}

/** Why a job was stopped from outside; nothing is wrong with its package. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped'

  /** lost: another worker has it. cancelled: it was deleted here. stopping: shutdown. keyless: its KEY is not held any more. */
  constructor(readonly why: 'lost' | 'cancelled' | 'stopping' | 'keyless') {
    super(why)
  }
}

/** A job at work. */
interface Job extends JobParts {
  claim: Claim
  signal: AbortSignal
  progress: JobProgress
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
  const progress: JobProgress = { progress: 0 }
  const job = { ...parts, claim, signal: controller.signal, progress, tag, startedAt: performance.now() }
  const endLease = keepLease(parts.database, claim, {
    heartbeatSeconds: config.heartbeatSeconds,
    progress,
    onLost: () => controller.abort(new JobStopped('lost')),
    onTrouble: (error) => logger.warn('heartbeat_failed', { package: tag, ...safeError(error) }),
  })
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
    parts.board?.invalidate(claim.packageId)
  }
}

async function work(job: Job): Promise<void> {
  const { claim, database, keyring, storage, logger, signal, board } = job
  signal.throwIfAborted()
  const held = keyring.get(claim.packageId)
  if (!held) throw new JobStopped('keyless')
  board?.invalidate(claim.packageId)
  const gzip = await fetchAndAnalyse(job, linkFor(claim, held))
  signal.throwIfAborted()
  const sealed = sealResult(gzip, held.key, claim.packageId)
  const isStored = await outlast(() => complete(database, storage, claim, sealed), {
    signal,
    callSeconds: callSeconds + sealed.ciphertext.length / storedBytesPerSecond,
    onTrouble: (error) => logger.warn('result_not_stored_yet', { package: job.tag, ...safeError(error) }),
  })
  if (!isStored) throw new JobStopped('lost')
  keyring.forget(claim.packageId)
  logger.info('job_finished', {
    package: job.tag,
    seconds: secondsSince(job.startedAt),
    bytes: job.progress.bytesDownloaded,
    resultBytes: gzip.length,
  })
}

/** The archive exists only in here, encrypted, and is gone when this returns. */
async function fetchAndAnalyse(job: Job, link: string): Promise<Uint8Array> {
  const { claim, config, logger, progress, signal } = job
  const spool = createSpool(config.spoolDir!)
  try {
    await download(link, {
      allowedOrigins: config.allowedOrigins,
      limits: config,
      sink: spool,
      signal,
      onProgress(bytes, total) {
        progress.bytesDownloaded = bytes
        progress.bytesTotal = total
        progress.progress = total ? (downloadPercent * bytes) / total : 0
      },
    })
    const ticket = await spool.seal()
    progress.progress = downloadPercent
    if (!(await tell(job, () => advance(job.database, claim, 'ANALYZING', progress), signal))) {
      throw new JobStopped('lost')
    }
    job.board?.invalidate(claim.packageId)
    return await withinAnalysisTime(job, async (analysisSignal) => {
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
    })
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
    if (reason.why === 'stopping' || reason.why === 'keyless') {
      await tell(job, () => release(database, claim), signal)
    } else if (await tell(job, () => isOver(database, claim.packageId), signal)) {
      keyring.forget(claim.packageId)
    }
    return
  }
  const { detail } = toPackageError(reason)
  const delaySeconds = retryDelayOf(detail, claim.secondsSinceFirstStart + seconds)
  const report = { package: tag, detail, seconds, retryInSeconds: delaySeconds, ...safeError(reason) }
  if (detail === 'internal') logger.error('job_failed', report)
  else logger.warn('job_failed', report)
  if (delaySeconds !== null) {
    await tell(job, () => retryLater(database, claim, delaySeconds), signal)
  } else if (await tell(job, () => fail(database, claim, detail), signal)) {
    keyring.forget(claim.packageId)
  }
}

/** True when there is nothing left to do for a package, by anyone. */
async function isOver(database: Database, packageId: string): Promise<boolean> {
  return (await findUnfinished(database, [packageId])).length === 0
}

function tell<T>(job: Job, call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return outlast(call, {
    signal,
    callSeconds,
    onTrouble: (error) => job.logger.warn('database_silent', { package: job.tag, ...safeError(error) }),
  })
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10
}
