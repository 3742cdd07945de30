/** The messages between the pool and an analysis thread. */
import type { ActivityTask } from '../analysis/analyze.ts'
import type { SpentBytes } from '../analysis/collections/budget.ts'
import type { Losses } from '../analysis/statistics/coverage.ts'
import type { AnalysisLimits } from '../config/analysis-limits.ts'
import type { TransferredFile } from '../data-package/records/transferred-records.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import type { Detail } from '../errors.ts'
import type { Fields } from '../telemetry/logger.ts'

/** The only message to the thread. It analyzes one package and is then terminated. */
export interface AnalysisRequest {
  /** Opens the package; for a download, it holds the key of the temporary file. */
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

/** From the thread: any number of progress messages, then one result or failure. */
export type AnalysisMessage =
  | { kind: 'progress'; done: number; total: number }
  /** The buffer is transferred, not copied. */
  | ({ kind: 'result' } & AnalysisResult)
  /**
   * `cause` is made by safeError (logger.ts); errors themselves quote packages and never leave the thread.
   */
  | { kind: 'failure'; detail: Detail; cause?: Fields }

/** The first message to the activity thread: its parent's request, and its own part of the work. */
export interface ActivityStart {
  kind: 'start'
  request: AnalysisRequest
  task: ActivityTask
  spent: SpentBytes
}

/** To the activity thread: its start message, then the files that its parent has read for it. */
export type ActivityRequest = ActivityStart | { kind: 'files'; files: TransferredFile[] }

/** From the activity thread to the analysis thread. */
export type ActivityMessage =
  Exclude<AnalysisMessage, { kind: 'result' }> | { kind: 'activity'; activity: unknown }
