/** Ends a job that has no result: updates its row and counts the outcome. */
import type { Database } from '../db/connect.ts'
import { toPackageError } from '../errors.ts'
import { fail, release, retryLater } from '../queue/claims.ts'
import { findUnfinished } from '../queue/jobs.ts'
import { handBackAttempt } from '../queue/leases.ts'
import { retryDelayOf } from '../queue/retry-policy.ts'
import { safeError } from '../telemetry/logger.ts'
import { type Job, callDatabase } from './job.ts'
import { countJob, JobStoppedError, secondsSince } from './job-steps.ts'

/**
 * How long recording the end of a job is retried while the database does not respond. After that, the lease
 * is left to expire.
 */
const settleSeconds = 60

/**
 * Hands the package back, delays it, or marks it errored, depending on why its job ended. If the claim was
 * lost, takes the start back.
 */
export async function settleJob(job: Job, reason: unknown): Promise<void> {
  const signal = AbortSignal.timeout(settleSeconds * 1000)
  if (reason instanceof JobStoppedError) await settleStopped(job, reason.why, signal)
  else await settleFailed(job, reason, signal)
}

async function settleStopped(job: Job, why: JobStoppedError['why'], signal: AbortSignal): Promise<void> {
  const { claim, database, keyring, logger, tag } = job
  logger.info('job_stopped', { package: tag, why, seconds: secondsSince(job.startedAt) })
  countJob(job, 'stopped', why)
  if (why === 'stopping' || why === 'keyless') {
    await callDatabase(job, () => release(database, claim), signal)
    return
  }
  if (why === 'lost') await callDatabase(job, () => handBackAttempt(database, claim), signal)
  if (await callDatabase(job, () => isOver(database, claim.packageId), signal)) {
    keyring.forget(claim.packageId)
  }
}

async function settleFailed(job: Job, reason: unknown, signal: AbortSignal): Promise<void> {
  const { claim, database, keyring, logger, tag } = job
  const seconds = secondsSince(job.startedAt)
  const { detail } = toPackageError(reason)
  const delaySeconds = retryDelayOf(detail, claim.secondsSinceFirstStart + seconds)
  const report = { package: tag, detail, seconds, retryInSeconds: delaySeconds, ...safeError(reason) }
  countJob(job, delaySeconds === null ? 'failed' : 'retried', detail)
  if (detail === 'internal') logger.error('job_failed', report)
  else logger.warn('job_failed', report)
  if (delaySeconds !== null) {
    await callDatabase(job, () => retryLater(database, claim, delaySeconds), signal)
  } else if (await callDatabase(job, () => fail(database, claim, detail), signal)) {
    keyring.forget(claim.packageId)
    job.notify?.({ kind: 'errored', packageId: claim.packageId, detail })
  }
}

/** True if no worker has anything left to do for a package. */
async function isOver(database: Database, packageId: string): Promise<boolean> {
  return (await findUnfinished(database, [packageId])).length === 0
}
