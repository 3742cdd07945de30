/** Settings for the analysis: limits on the size, the time and the memory of one package. */
import { GiB, MiB, option } from './option.ts'
import { bytes, integer } from './setting-types.ts'

export const analysisOptions = {
  entriesMax: option(
    'ENTRIES_MAX',
    500_000,
    integer(1, 10_000_000),
    'Entries in the archive; real ones have up to 27,000',
  ),
  directoryBytesMax: option(
    'DIRECTORY_BYTES_MAX',
    128 * MiB,
    bytes,
    'Size of the archive’s central directory',
  ),
  activityBytesMax: option('ACTIVITY_BYTES_MAX', 64 * GiB, bytes, 'Size of one activity file, inflated'),
  messagesBytesMax: option(
    'MESSAGES_BYTES_MAX',
    2 * GiB,
    bytes,
    'Size of one messages file, inflated (it is streamed)',
  ),
  jsonBytesMax: option(
    'JSON_BYTES_MAX',
    64 * MiB,
    bytes,
    'Size of any other JSON file, inflated (it is held in memory)',
  ),
  inflatedBytesMax: option(
    'INFLATED_BYTES_MAX',
    128 * GiB,
    bytes,
    'Total of everything read from one archive, inflated',
  ),
  ratioMax: option(
    'RATIO_MAX',
    100,
    integer(2, 1100),
    'Ratio of inflated to compressed size, for an entry that inflates to more than 64 MiB; real ones are about 10',
  ),
  lineBytesMax: option(
    'LINE_BYTES_MAX',
    8 * MiB,
    bytes,
    'Size of one line of an activity file; longer lines are skipped',
  ),
  jsonDepthMax: option(
    'JSON_DEPTH_MAX',
    64,
    integer(4, 10_000),
    'Nesting depth of JSON; deeper records are skipped',
  ),
  analysisSecondsMax: option(
    'ANALYSIS_SECONDS_MAX',
    3600,
    integer(1, 86_400),
    'Longest duration of one analysis',
  ),
  jobMemoryBytesMax: option('JOB_MEMORY_BYTES_MAX', 2 * GiB, bytes, 'Memory budget of one analysis'),
  resultBytesMax: option('RESULT_BYTES_MAX', 512 * MiB, bytes, 'Size of the resulting database'),
}
