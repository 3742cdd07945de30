/**
 * The limits that the analysis needs: settings on a server, fixed in a browser's tab. Plain numbers, to be
 * sent to threads.
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
