/**
 * The limits that the analysis needs. They are settings on a server, and constants in a browser. They are
 * plain numbers, so that they can be sent to threads.
 */

export const analysisLimitNames = [
  'archiveBytesMax',
  'entriesMax',
  'directoryBytesMax',
  'activityBytesMax',
  'messagesBytesMax',
  'jsonBytesMax',
  'inflatedBytesMax',
  'ratioMax',
  'lineBytesMax',
  'jsonDepthMax',
  'jobMemoryBytesMax',
  'resultBytesMax',
] as const

export type AnalysisLimits = Record<(typeof analysisLimitNames)[number], number>
