/** What the pool and an analysis thread say to each other. */
import type { ActivitySide } from '../analysis/activity-side.ts'
import type { SpentBytes } from '../analysis/budget.ts'
import type { AnalysisLimits } from '../config/config.ts'
import type { PackedFile } from '../data-package/packed-records.ts'
import type { SourceTicket } from '../data-package/source-ticket.ts'
import type { Detail } from '../errors.ts'
import type { Fields } from '../logger.ts'

/** To the thread, once: the only message it gets. It works on one package and is ended then. */
export interface AnalysisRequest {
  /** Opens the package; of a download, it holds the key of the temporary file. */
  ticket: SourceTicket
  packageId: string
  limits: AnalysisLimits
  /** Stands back behind the other threads of this process. */
  isBackground: boolean
  kernel: WebAssembly.Module
}

/** From the thread: progress as often as it likes, then a result or a failure, then nothing. */
export type AnalysisMessage =
  | { kind: 'progress'; done: number; total: number }
  /** The gzip of the SQLite file; its buffer is transferred, not copied. */
  | { kind: 'result'; gzip: Uint8Array<ArrayBuffer> }
  /** `cause` is what logger.ts (safeError) says of the error: errors themselves quote packages and stay in the thread. */
  | { kind: 'failure'; detail: Detail; cause?: Fields }

/** To the activity thread: the request that its parent got, then the files that its parent has read for it. */
export type ActivityRequest =
  { kind: 'start'; request: AnalysisRequest; spent: SpentBytes } | { kind: 'files'; files: PackedFile[] }

/** From the activity thread to the analysis thread. */
export type ActivityMessage =
  Exclude<AnalysisMessage, { kind: 'result' }> | { kind: 'activity'; side: ActivitySide }
