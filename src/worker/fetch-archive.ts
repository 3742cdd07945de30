/** The first half of a job: downloads the archive into an encrypted spool. */
import { download } from '../data-package/fetch/download.ts'
import type { Spool, SpoolTicket } from '../data-package/fetch/spool.ts'
import { downloadPercent, type Job } from './job.ts'
import type { Reservation } from './spool-space.ts'

/**
 * Downloads into `spool`, within its reservation. Throws the errors of `download`, and PackageError
 * `disk_full`.
 */
export async function fetchArchive(
  job: Job,
  link: string,
  spool: Spool,
  reservation: Reservation,
): Promise<SpoolTicket> {
  const { config, progress, signal } = job
  await download(link, {
    allowedOrigins: config.allowedOrigins,
    limits: config,
    sink: spool,
    signal,
    // The first call comes before the first byte is written. The size is known then if the server of the
    // archive declares it.
    onProgress(bytes, total) {
      reservation.cover(bytes, total)
      // After a restarted download, `bytes` is smaller than before.
      job.metrics.downloadBytes.add({}, Math.max(0, bytes - progress.bytesDownloaded))
      progress.bytesDownloaded = bytes
      progress.bytesTotal = total
      progress.progress = total ? (downloadPercent * bytes) / total : 0
    },
  })
  progress.progress = downloadPercent
  return spool.seal()
}
