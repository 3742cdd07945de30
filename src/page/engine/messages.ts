/** What the page, the analysis worker and the activity worker say to each other. */
import type { ActivityTask } from '../../analysis/analyze.ts'
import type { SpentBytes } from '../../analysis/collections/budget.ts'
import type { PackedFile } from '../../data-package/records/transferred-records.ts'
import type { Detail } from '../../errors.ts'

/** To the analysis worker, once: it works on one package and is ended then. */
export interface AnalysisOrder {
  dropped: DroppedPackage
  packageId: string
  /** Whether a second worker helps. */
  isShared: boolean
}

/** What a person has dropped or chosen; `name` is that of the zip or of the folder. */
export type DroppedPackage =
  { kind: 'zip'; name: string; file: File } | { kind: 'folder'; name: string; files: readonly PackageFile[] }

export interface PackageFile {
  /** Inside what was dropped, with `/`: `package/Messages/index.json`. */
  path: string
  file: File
}

export type AnalysisNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'result'; sqlite: Uint8Array<ArrayBuffer> }
  /** A row of errors.ts; nothing of the package. */
  | { kind: 'failure'; detail: Detail }

/** To the activity worker: its part, then the files that the analysis worker has read for it. */
export type ActivityOrder =
  | {
      kind: 'start'
      order: AnalysisOrder
      task: ActivityTask
      spent: SpentBytes
      today: string
      kernel: WebAssembly.Module
    }
  | { kind: 'files'; files: PackedFile[] }

export type ActivityNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'activity'; activity: unknown }
  | { kind: 'failure'; detail: Detail }
