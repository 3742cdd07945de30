/** The messages between the pool, an analysis thread and its activity thread. */
import type { ActivityTask } from '../analysis/analyze.ts'
import type { SpentBytes } from '../analysis/collections/budget.ts'
import type { Losses } from '../analysis/statistics/coverage.ts'
import type { AnalysisLimits } from '../config/analysis-limits.ts'
import type { TransferredFile } from '../data-package/records/transferred-records.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import type { Detail } from '../errors.ts'
import type { Fields } from '../telemetry/logger.ts'

/** The only message to the thread. The thread analyzes one package and is then terminated. */
export interface AnalysisRequest {
  /** Identifies the archive. For a download, it contains the key of the temporary file. */
  ticket: SourceTicket
  packageId: string
  limits: AnalysisLimits
  kernel: WebAssembly.Module
}

export interface AnalysisResult {
  /** The compressed SQLite file. */
  gzip: Uint8Array<ArrayBuffer>
  losses: Losses
}

/** Messages from the thread: any number of progress messages, then one result or failure. */
export type AnalysisMessage =
  | { kind: 'progress'; done: number; total: number }
  /** The buffer is transferred, not copied. */
  | ({ kind: 'result' } & AnalysisResult)
  /**
   * `cause` was made by safeError (logger.ts). Errors themselves never leave the thread, because they can
   * quote packages.
   */
  | { kind: 'failure'; detail: Detail; cause?: Fields }

/**
 * The first message to the activity thread: the request that its parent got, and the activity thread's part
 * of the work.
 */
export interface ActivityStart {
  kind: 'start'
  request: AnalysisRequest
  task: ActivityTask
  spent: SpentBytes
}

/** Messages to the activity thread: its start, then the files that its parent has read for it. */
export type ActivityRequest = ActivityStart | { kind: 'files'; files: TransferredFile[] }

/** Messages from the activity thread to the analysis thread. */
export type ActivityMessage =
  Exclude<AnalysisMessage, { kind: 'result' }> | { kind: 'activity'; activity: unknown }
