/** Settings of the analysis: what one package may take. */
import { GiB, MiB, option } from './option.ts'
import { bytes, integer } from './setting-types.ts'

export const analysisOptions = {
  entriesMax: option(
    'ENTRIES_MAX',
    500_000,
    integer(1, 10_000_000),
    'Entries of the archive; the most known are 27,000',
  ),
  directoryBytesMax: option('DIRECTORY_BYTES_MAX', 128 * MiB, bytes, 'Central directory of the archive'),
  activityBytesMax: option('ACTIVITY_BYTES_MAX', 64 * GiB, bytes, 'One activity file, inflated'),
  messagesBytesMax: option(
    'MESSAGES_BYTES_MAX',
    2 * GiB,
    bytes,
    'One messages file, inflated (it is streamed)',
  ),
  jsonBytesMax: option(
    'JSON_BYTES_MAX',
    64 * MiB,
    bytes,
    'Any other JSON file, inflated (it is held in memory)',
  ),
  inflatedBytesMax: option(
    'INFLATED_BYTES_MAX',
    128 * GiB,
    bytes,
    'All that is read of one archive, inflated',
  ),
  ratioMax: option(
    'RATIO_MAX',
    100,
    integer(2, 1100),
    'Inflated to compressed size of an entry, once past 64 MiB; real ones are about 10',
  ),
  lineBytesMax: option(
    'LINE_BYTES_MAX',
    8 * MiB,
    bytes,
    'One line of an activity file; longer ones are skipped',
  ),
  jsonDepthMax: option(
    'JSON_DEPTH_MAX',
    64,
    integer(4, 10_000),
    'Nesting of JSON; deeper records are skipped',
  ),
  analysisSecondsMax: option('ANALYSIS_SECONDS_MAX', 3600, integer(1, 86_400), 'Analysis of one package'),
  jobMemoryBytesMax: option(
    'JOB_MEMORY_BYTES_MAX',
    2 * GiB,
    bytes,
    'Budget of what one analysis holds in memory',
  ),
  resultBytesMax: option('RESULT_BYTES_MAX', 512 * MiB, bytes, 'Resulting database'),
}
