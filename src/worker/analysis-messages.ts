/** What the pool and an analysis thread say to each other. */
import type { ActivityTask } from '../analysis/analyze.ts'
import type { SpentBytes } from '../analysis/collections/budget.ts'
import type { Losses } from '../analysis/statistics/coverage.ts'
import type { AnalysisLimits } from '../config/analysis-limits.ts'
import type { PackedFile } from '../data-package/records/transferred-records.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import type { Detail } from '../errors.ts'
import type { Fields } from '../telemetry/logger.ts'

/** To the thread, once: the only message it gets. It works on one package and is ended then. */
export interface AnalysisRequest {
  /** Opens the package; of a download, it holds the key of the temporary file. */
  ticket: SourceTicket
  packageId: string
  limits: AnalysisLimits
  kernel: WebAssembly.Module
}

export interface AnalysisResult {
  /** Of the SQLite file. */
  gzip: Uint8Array<ArrayBuffer>
  losses: Losses
}

/** From the thread: progress as often as it likes, then a result or a failure, then nothing. */
export type AnalysisMessage =
  | { kind: 'progress'; done: number; total: number }
  /** The buffer is transferred, not copied. */
  | ({ kind: 'result' } & AnalysisResult)
  /**
   * `cause` is what logger.ts (safeError) says of the error: errors themselves quote packages and stay in the
   * thread.
   */
  | { kind: 'failure'; detail: Detail; cause?: Fields }

/** To the activity thread, first: the request that its parent got, and its part of it. */
export interface ActivityStart {
  kind: 'start'
  request: AnalysisRequest
  task: ActivityTask
  spent: SpentBytes
}

/** To the activity thread: its start, then the files that its parent has read for it. */
export type ActivityRequest = ActivityStart | { kind: 'files'; files: PackedFile[] }

/** From the activity thread to the analysis thread. */
export type ActivityMessage =
  Exclude<AnalysisMessage, { kind: 'result' }> | { kind: 'activity'; activity: unknown }
