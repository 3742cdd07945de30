/** Settings for downloads: where links may lead, and how much a download may take. */
import { GiB, KiB, option } from './option.ts'
import { bytes, integer, origins, text } from './setting-types.ts'

/** A public domain for which no operator vouches, so its addresses are checked like Discord's. */
export const defaultOrigin = 'https://discord.click'

export const downloadsOptions = {
  allowedOrigins: option(
    'DL_ZIP_WHITELISTED_DOMAINS',
    [defaultOrigin],
    origins,
    'Extra origins that links may point to besides click.discord.com, comma-separated, compared exactly',
  ),
  spoolDir: option('DL_ZIP_TMP_PATH', '', text, 'Folder for encrypted downloads; unset: DATA_DIR/spool'),
  downloadsMax: option(
    'DOWNLOADS',
    8,
    // At least 2, so that one address cannot take all of them.
    integer(2, 256),
    'Packages downloaded at the same time, including those that wait for a worker; one address gets at most half, rounded up',
  ),
  spoolBytesMax: option(
    'SPOOL_BYTES_MAX',
    32 * GiB,
    bytes,
    'Disk space for downloads, at least ARCHIVE_BYTES_MAX; a download waits if its address would then hold more than is free now',
  ),
  redirectsMax: option('REDIRECTS_MAX', 5, integer(0, 20), 'Redirects from the link to the archive'),
  downloadHeadersSeconds: option(
    'DOWNLOAD_HEADERS_SECONDS',
    30,
    integer(1, 3600),
    'Longest wait for the headers of a response',
  ),
  downloadIdleSeconds: option(
    'DOWNLOAD_IDLE_SECONDS',
    30,
    integer(1, 3600),
    'Longest wait for the next bytes of the archive',
  ),
  downloadBytesPerSecondMin: option(
    'DOWNLOAD_BYTES_PER_SECOND_MIN',
    64 * KiB,
    bytes,
    'Slowest accepted rate, averaged over DOWNLOAD_RATE_SECONDS',
  ),
  downloadRateSeconds: option('DOWNLOAD_RATE_SECONDS', 60, integer(1, 3600), 'Window of that average'),
  downloadTriesMax: option(
    'DOWNLOAD_TRIES_MAX',
    5,
    integer(1, 100),
    'Failed tries in a row before a download fails (1: no second try); one that got at least 1 MiB counts as the first',
  ),
  downloadPauseMs: option(
    'DOWNLOAD_PAUSE_MILLISECONDS',
    500,
    integer(1, 60_000),
    'Pause after the first failed try; it doubles with each further one, up to 10 s',
  ),
  downloadSecondsMax: option(
    'DOWNLOAD_SECONDS_MAX',
    7200,
    integer(1, 86_400),
    'Longest duration of a download',
  ),
  archiveBytesMax: option(
    'ARCHIVE_BYTES_MAX',
    8 * GiB,
    bytes,
    'Size of the zip archive; the largest known are about 2 GB',
  ),
}
