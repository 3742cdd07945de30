/** Settings of requests: how many, how large, how long an answer is good for. */
import { KiB, MiB, option } from './option.ts'
import { bytes, integer, networks } from './setting-types.ts'

export const requestsOptions = {
  allowedNetworks: option<readonly string[] | null>(
    'ALLOWED_NETWORKS',
    null,
    networks,
    'Networks from which packages may be submitted, like 192.168.0.0/16,fd00::/8; unset: from everywhere',
  ),
  postsPerMinute: option(
    'POSTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Links accepted per address and minute',
  ),
  postsBurst: option('POSTS_BURST', 20, integer(1, 1_000_000), 'Links accepted at once from one address'),
  requestsPerMinute: option(
    'REQUESTS_PER_MINUTE',
    3000,
    integer(1, 1_000_000),
    'Requests per package and minute, and links and lookups per address; each waiting app asks 60 times',
  ),
  requestsBurst: option('REQUESTS_BURST', 500, integer(1, 1_000_000), 'Such requests at once'),
  resultsPerMinute: option(
    'RESULTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Fetches of one package’s result per minute; an app needs one',
  ),
  resultsBurst: option('RESULTS_BURST', 20, integer(1, 1_000_000), 'Such fetches at once'),
  resultFetchesMax: option(
    'RESULT_FETCHES_MAX',
    16,
    integer(1, 10_000),
    'Results that are sent at the same time; each takes up to 12 MiB of memory',
  ),
  resultFetchesPerAddress: option(
    'RESULT_FETCHES_PER_ADDRESS',
    4,
    integer(1, 10_000),
    'Of them to one address; others wait for their turn',
  ),
  resultStallSeconds: option(
    'RESULT_STALL_SECONDS',
    30,
    integer(1, 3600),
    'Who takes no byte of a result for so long is cut off',
  ),
  widgetsPerMinute: option(
    'WIDGETS_PER_MINUTE',
    60,
    integer(1, 1_000_000),
    'Servers that one address may ask for per minute, and at once: nobody needs a KEY for them',
  ),
  postBodyBytesMax: option('POST_BODY_BYTES_MAX', 16 * KiB, bytes, 'Request body; a link is under 5 KB'),
  queueMax: option(
    'QUEUE_MAX',
    10_000,
    integer(1, 10_000_000),
    'Packages waiting at the same time, of owners that asked lately',
  ),
  queueSeenSeconds: option(
    'QUEUE_SEEN_SECONDS',
    1800,
    integer(600, 604_800),
    'A waiting package whose owner did not ask for so long takes no room in the queue',
  ),
  uploadsMax: option(
    'UPLOADS_MAX',
    1000,
    integer(0, 10_000_000),
    'Results kept that were made in a browser and opened in the app; 0: none are accepted',
  ),
  uploadBytesMax: option('UPLOAD_BYTES_MAX', 16 * MiB, bytes, 'One such result; real ones are 1–10 MB'),
  blobUrlSeconds: option(
    'BLOB_URL_SECONDS',
    300,
    integer(10, 86_400),
    'How long a signed download address works',
  ),
}
