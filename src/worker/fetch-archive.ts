/** The first half of a job: the archive behind the link, in an encrypted spool. */
import { download } from '../data-package/fetch/download.ts'
import type { Spool, SpoolTicket } from '../data-package/fetch/spool.ts'
import { downloadPercent, type Job } from './job.ts'
import type { Reservation } from './spool-space.ts'

/**
 * Downloads into `spool` what fits into its reservation. Throws what `download` throws, and PackageError
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
    // First before the first byte is written: then the size is known, if the source tells it.
    onProgress(bytes, total) {
      reservation.cover(bytes, total)
      // A download that begins anew comes back to fewer bytes.
      job.metrics.downloadBytes.add({}, Math.max(0, bytes - progress.bytesDownloaded))
      progress.bytesDownloaded = bytes
      progress.bytesTotal = total
      progress.progress = total ? (downloadPercent * bytes) / total : 0
    },
  })
  progress.progress = downloadPercent
  return spool.seal()
}
