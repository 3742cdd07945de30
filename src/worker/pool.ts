/**
 * The worker pool claims packages whose KEY this process holds. Several are downloaded at the same time, in
 * slots that addresses share fairly. A downloaded package keeps its slot and waits for one of the workers,
 * which analyzes it.
 */
import { safeError } from '../telemetry/logger.ts'
import { type Claim, claim, type HeldIds } from '../queue/claims.ts'
import type { Signals } from '../queue/signals.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { AnalysisLine } from './analysis-line.ts'
import { FairShare } from './fair-share.ts'
import type { JobParts } from './job.ts'
import { countJobsFromZero, JobStoppedError } from './job-steps.ts'
import { processPackage } from './process-package.ts'
import { SpoolSpace } from './spool-space.ts'

export interface PoolOptions extends JobParts {
  signals: Signals
}

export interface Pool {
  /** The number of running jobs. */
  running(): number
  /** False if the pool is stuck or stopped. It is alive while it looks for work or waits for the database. */
  isAlive(): boolean
  /**
   * Stops claiming, stops the running jobs and hands them back to the queue, for any node. Returns when that
   * is done, or after `graceSeconds`. Jobs that are left then are taken over when their leases expire.
   */
  stop(graceSeconds: number): Promise<void>
}

interface RunningJob {
  controller: AbortController
  isSuspect: boolean
  isAnalyzed: boolean
  done: Promise<void>
}

/** The interval at which the pool looks for work without a signal, since signals are only hints. */
const pollMs = 1000
const callSeconds = 20
/** The pool counts as stuck if no round ends for this long. A claim has a shorter time limit. */
const stuckMs = 60_000
/**
 * A package that was running during at least this many crashes is a suspect. While a suspect is analyzed, no
 * other job starts, and two suspects never run at the same time. A crash then ends only the suspect and jobs
 * that began before its analysis. A suspect's long download delays only other suspects.
 */
const crashesInCompanyMax = 2
/**
 * The longest pause after a database failure. It is short, so that the queue continues soon after the
 * database is back.
 */
const failurePauseMsMax = 2000

/** Starts claiming. While the database is unavailable, the pool waits; it throws nothing after its start. */
export function startPool(options: PoolOptions): Pool {
  const { config, database, keyring, logger, metrics, signals } = options
  const jobs = new Map<string, RunningJob>()
  const downloads = new FairShare(config.downloadsMax)
  const line = new AnalysisLine(config.workers)
  const space = new SpoolSpace(config.spoolDir!, config.spoolBytesMax)
  /**
   * Packages whose KEY is held and that have no running job; `size` also counts those with one. A package
   * that was deleted and posted again waits until its old job has ended.
   */
  const held: HeldIds = {
    get size() {
      return keyring.size
    },
    has: (id) => !jobs.has(id) && keyring.has(id),
    values: () => new Set(keyring.ids()).difference(jobs).values(),
  }
  countJobsFromZero(metrics)
  let isStopped = false
  let isClaiming = false
  let isWoken = false
  let failures = 0
  let notBefore = 0
  let lastRoundAt = performance.now()

  async function fill(): Promise<void> {
    isWoken = true
    if (isClaiming) return
    isClaiming = true
    try {
      while (isWoken && !isStopped && performance.now() >= notBefore) {
        isWoken = false
        while (downloads.hasRest && (await claimOne()));
      }
    } catch (error) {
      failures++
      notBefore = performance.now() + Math.min(failurePauseMsMax, 100 * 2 ** failures)
      metrics.databaseErrors.add({ place: 'claiming' })
      logger[failures === 1 ? 'warn' : 'debug']('claiming_failed', safeError(error))
    } finally {
      isClaiming = false
      lastRoundAt = performance.now()
    }
  }

  /** Claims one package. Returns false if there is nothing to do now. */
  async function claimOne(): Promise<boolean> {
    const suspects = [...jobs.values()].filter(({ isSuspect }) => isSuspect)
    if (suspects.some(({ isAnalyzed }) => isAnalyzed)) return false
    if (isStopped || keyring.size === 0) return false
    const { leaseSeconds, attemptsMax } = config
    const choice = {
      busyAddresses: downloads.satisfied,
      ...(suspects.length > 0 && { startsMax: crashesInCompanyMax }),
    }
    const limits = { held, leaseSeconds, attemptsMax, choice }
    const taken = await withTimeout(callSeconds, claim(database, limits))
    failures = 0
    if (!taken) return false
    run(taken)
    return true
  }

  function run(taken: Claim): void {
    const controller = new AbortController()
    if (isStopped) controller.abort(new JobStoppedError('stopping'))
    const giveBack = downloads.take(taken.address)
    const job: RunningJob = {
      controller,
      isSuspect: taken.attempts > crashesInCompanyMax,
      isAnalyzed: false,
      done: Promise.resolve(),
    }
    const leaveDownload = () => {
      job.isAnalyzed = true
      giveBack()
      void fill()
    }
    const parts = { ...options, line, space }
    jobs.set(taken.packageId, job)
    job.done = processPackage(taken, parts, controller, leaveDownload).then(() => {
      jobs.delete(taken.packageId)
      leaveDownload()
    })
  }

  metrics.downloadsMax.set({}, config.downloadsMax)
  metrics.registry.beforeReading(() => {
    metrics.downloadsRunning.set({}, downloads.total)
    metrics.spoolReserved.set({}, space.reservedBytes)
    metrics.analysesRunning.set({}, line.running)
  })
  const timer = setInterval(() => void fill(), pollMs)
  const unsubscribeWake = signals.onWake(() => void fill())
  const unsubscribeCancelled = signals.onCancelled((packageId) =>
    jobs.get(packageId)?.controller.abort(new JobStoppedError('cancelled')),
  )
  void fill()

  return {
    running: () => jobs.size,
    isAlive: () => !isStopped && performance.now() - lastRoundAt < stuckMs,
    async stop(graceSeconds) {
      isStopped = true
      clearInterval(timer)
      unsubscribeWake()
      unsubscribeCancelled()
      for (const { controller } of jobs.values()) controller.abort(new JobStoppedError('stopping'))
      // A pending claim may still start a job. That job then stops itself.
      const ended = (async () => {
        while (isClaiming || jobs.size > 0) {
          await Promise.race([...[...jobs.values()].map(({ done }) => done), Bun.sleep(20)])
        }
      })()
      await withTimeout(graceSeconds, ended).catch(() => {})
      if (jobs.size > 0) logger.warn('jobs_left_at_shutdown', { jobs: jobs.size })
    },
  }
}
