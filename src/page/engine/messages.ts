/** The messages between the page, the analysis worker and the activity worker. */
import type { ActivityTask } from '../../analysis/analyze.ts'
import type { SpentBytes } from '../../analysis/collections/budget.ts'
import type { TransferredFile } from '../../data-package/records/transferred-records.ts'
import type { Detail } from '../../errors.ts'

/** Sent to the analysis worker once: it analyzes one package and is then terminated. */
export interface AnalysisOrder {
  dropped: DroppedPackage
  packageId: string
  /** True if a second worker, the activity worker, shares the work. */
  isShared: boolean
}

/** What a person dropped or chose. `name` is the name of the zip or of the folder. */
export type DroppedPackage =
  { kind: 'zip'; name: string; file: File } | { kind: 'folder'; name: string; files: readonly PackageFile[] }

export interface PackageFile {
  /** Begins with the name of the dropped item; `/` separates folders: `package/Messages/index.json`. */
  path: string
  file: File
}

export type AnalysisNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'result'; sqlite: Uint8Array<ArrayBuffer> }
  /** A detail code of errors.ts; the message contains no data of the package. */
  | { kind: 'failure'; detail: Detail }

/**
 * To the activity worker: first its part of the task, then the files that the analysis worker read for it.
 */
export type ActivityOrder =
  | {
      kind: 'start'
      order: AnalysisOrder
      task: ActivityTask
      spent: SpentBytes
      today: string
      kernel: WebAssembly.Module
    }
  | { kind: 'files'; files: TransferredFile[] }

export type ActivityNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'activity'; activity: unknown }
  | { kind: 'failure'; detail: Detail }
