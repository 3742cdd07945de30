/** Which failures of a job pass by themselves, and when to try again. */
import type { Detail } from '../errors.ts'

interface Retry {
  /** Wait this long before the next try. */
  delaySeconds: number
  /** Tries begin at most this long after the first start of the package; then the failure stands. */
  giveUpAfterSeconds: number
}

/**
 * Everything not named here is final: the same archive would fail in the same way again. A download has
 * already been tried several times, and resumed, when it fails here; a storage outage of Discord lasts
 * minutes, not hours. A full disk is emptied by other jobs that end, or by the operator.
 */
const retries: Partial<Record<Detail, Retry>> = {
  download_failed: { delaySeconds: 60, giveUpAfterSeconds: 15 * 60 },
  server_overloaded: { delaySeconds: 30, giveUpAfterSeconds: 6 * 3600 },
  disk_full: { delaySeconds: 30, giveUpAfterSeconds: 6 * 3600 },
}

/** Seconds until the next try of a package that failed with `detail`, or null when the failure is final. */
export function retryDelayOf(detail: Detail, secondsSinceFirstStart: number): number | null {
  const retry = retries[detail]
  return retry && secondsSinceFirstStart + retry.delaySeconds <= retry.giveUpAfterSeconds
    ? retry.delaySeconds
    : null
}
