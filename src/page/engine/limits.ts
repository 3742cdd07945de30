/**
 * Limits of one package's analysis in a browser tab. The server's limits are settings
 * (src/config/analysis.ts); a tab has less memory.
 */
import type { AnalysisLimits } from '../../config/analysis-limits.ts'

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/**
 * Memory limit of a package's analysis, in all workers together. The largest package of the benchmark takes
 * 311 MiB with one worker, and less with two.
 */
const jobBytesMax = 352 * MiB

export const tabLimits: AnalysisLimits = {
  archiveBytesMax: 8 * GiB,
  entriesMax: 200_000,
  directoryBytesMax: 64 * MiB,
  activityBytesMax: 64 * GiB,
  messagesBytesMax: 2 * GiB,
  jsonBytesMax: 32 * MiB,
  inflatedBytesMax: 128 * GiB,
  ratioMax: 100,
  lineBytesMax: 8 * MiB,
  jsonDepthMax: 64,
  jobMemoryBytesMax: jobBytesMax,
  resultBytesMax: 64 * MiB,
}
