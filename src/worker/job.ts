/** The parts of a job, and its calls to the database. */
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import { retryTransient } from '../db/transient-errors.ts'
import type { Notify } from '../discord/webhook.ts'
import type { Claim } from '../queue/claims.ts'
import type { Keyring } from '../queue/keyring.ts'
import type { StatusCache } from '../queue/status-cache.ts'
import type { Storage } from '../results/store.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { AnalysisLine } from './analysis-line.ts'
import type { SharedProgress } from './heartbeat-messages.ts'
import type { Heartbeats } from './heartbeats.ts'
import type { Analyze } from './run-analysis.ts'
import type { SpoolSpace } from './spool-space.ts'
import type { WorkTime } from './work-time.ts'

/** The parts shared by every job of a process. */
export interface JobParts {
  config: Config
  logger: Logger
  metrics: Metrics
  database: Database
  storage: Pick<Storage, 'prepare' | 'write'>
  keyring: Keyring
  heartbeats: Pick<Heartbeats, 'keep'>
  analyze: Analyze
  /** Called after every change of a package's state, so that polls see it at once. */
  statusCache?: Pick<StatusCache, 'invalidate'>
  /** Reports to the webhook how the package ended. */
  notify?: Notify
}

/** Limited resources that the jobs of a process share. */
export interface SharedRoom {
  line: AnalysisLine
  space: SpoolSpace
}

/** A running job. */
export interface Job extends JobParts, SharedRoom {
  claim: Claim
  signal: AbortSignal
  progress: SharedProgress
  /** A short tag of the package id, for the log. */
  tag: string
  startedAt: number
  workTime: WorkTime
  /** Frees the download slot, so that another download can begin. */
  leaveDownload: () => void
  /** Frees the worker, once the job has one. */
  leaveWorker: () => void
}

/** Time limit for a job's statements. Storing the result has longer limits (process-package.ts). */
export const callSeconds = 20
/** The share of the download in the progress, which runs once from 0 to 100 over both steps. */
export const downloadPercent = 50

/** Repeats a call after transient errors, until `signal` is aborted. Other errors are thrown. */
export function callDatabase<T>(job: Job, call: () => Promise<T>, signal = job.signal): Promise<T> {
  return retryTransient(call, {
    signal,
    callSeconds,
    onError: (error) => {
      job.metrics.databaseErrors.add({ place: 'job' })
      job.logger.warn('database_silent', { package: job.tag, ...safeError(error) })
    },
  })
}
