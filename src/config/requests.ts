/** Settings of requests: how many, how large, how long an answer is good for. */
import { KiB, option } from './option.ts'
import { bytes, integer } from './setting-types.ts'

export const requestsOptions = {
  postsPerMinute: option(
    'POSTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Links accepted per address and minute',
  ),
  postsBurst: option('POSTS_BURST', 20, integer(1, 1_000_000), 'Links accepted at once from one address'),
  postBodyBytesMax: option('POST_BODY_BYTES_MAX', 16 * KiB, bytes, 'Request body; a link is under 5 KB'),
  queueMax: option('QUEUE_MAX', 10_000, integer(1, 10_000_000), 'Packages waiting at the same time'),
  blobUrlSeconds: option(
    'BLOB_URL_SECONDS',
    300,
    integer(10, 86_400),
    'How long a signed download address works',
  ),
}
