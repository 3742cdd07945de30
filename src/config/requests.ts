/** Settings for requests: how many, how large, how long an issued address works. */
import { KiB, MiB, option } from './option.ts'
import { bytes, integer, networks } from './setting-types.ts'

export const requestsOptions = {
  allowedNetworks: option<readonly string[] | null>(
    'ALLOWED_NETWORKS',
    null,
    networks,
    'Networks that may submit packages, like 192.168.0.0/16,fd00::/8; unset: all',
  ),
  postsPerMinute: option(
    'POSTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Links accepted from one address per minute; those of packages that wait, run or are ready do not count',
  ),
  postsBurst: option('POSTS_BURST', 20, integer(1, 1_000_000), 'Links accepted at once from one address'),
  requestsPerMinute: option(
    'REQUESTS_PER_MINUTE',
    3000,
    integer(1, 1_000_000),
    'Requests accepted per minute for one package; a waiting app sends 60. Requests without a KEY, and the first for each package, have the same limit per address',
  ),
  requestsBurst: option(
    'REQUESTS_BURST',
    500,
    integer(1, 1_000_000),
    'Requests accepted at once for one package, and from one address without a KEY. One address may send the first requests for QUEUE_MAX packages at once',
  ),
  resultsPerMinute: option(
    'RESULTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Downloads of one package’s result per minute; an app needs one',
  ),
  resultsBurst: option(
    'RESULTS_BURST',
    20,
    integer(1, 1_000_000),
    'Downloads of one package’s result at once',
  ),
  resultFetchesMax: option(
    'RESULT_FETCHES_MAX',
    16,
    integer(1, 10_000),
    'Results sent at the same time; each takes up to 12 MiB of memory',
  ),
  resultFetchesPerAddress: option(
    'RESULT_FETCHES_PER_ADDRESS',
    4,
    integer(1, 10_000),
    'Results sent to one address at the same time; further ones wait',
  ),
  resultStallSeconds: option(
    'RESULT_STALL_SECONDS',
    30,
    integer(1, 3600),
    'A client that takes longer than this for the next piece of a result (up to 4 MiB) is disconnected',
  ),
  widgetsPerMinute: option(
    'WIDGETS_PER_MINUTE',
    60,
    integer(1, 1_000_000),
    'Server lookups accepted from one address per minute (and as many at once); they need no KEY',
  ),
  postBodyBytesMax: option(
    'POST_BODY_BYTES_MAX',
    16 * KiB,
    bytes,
    'Size of the body of POST /process; a link is under 5 KB',
  ),
  queueMax: option(
    'QUEUE_MAX',
    10_000,
    integer(1, 10_000_000),
    'Packages waiting at the same time whose owners polled recently',
  ),
  queueSeenSeconds: option(
    'QUEUE_SEEN_SECONDS',
    1800,
    integer(600, 604_800),
    'A waiting package whose owner has not polled for this long does not count towards QUEUE_MAX',
  ),
  uploadsMax: option(
    'UPLOADS_MAX',
    1000,
    integer(0, 10_000_000),
    'Stored results that browsers uploaded to open them in the app; 0: uploads are refused',
  ),
  uploadBytesMax: option(
    'UPLOAD_BYTES_MAX',
    16 * MiB,
    bytes,
    'Size of one uploaded result; real ones are 1–10 MB',
  ),
  blobUrlSeconds: option(
    'BLOB_URL_SECONDS',
    300,
    integer(10, 86_400),
    'How long a signed download address works',
  ),
}
