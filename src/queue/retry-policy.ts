/** Decides which failures of a job are transient, and when it is retried. */
import type { Detail } from '../errors.ts'

interface Retry {
  /** The pause before the next attempt. */
  delaySeconds: number
  /**
   * Attempts start at most this long after the first start of the package. After that, the failure is final.
   */
  giveUpAfterSeconds: number
}

/**
 * Failures that are retried. Everything else is final, because the same archive would fail in the same way
 * again. A failed download is given up sooner than the others: it was already retried and resumed several
 * times, and an outage of Discord's storage lasts minutes, not hours. A full disk is freed by jobs that end,
 * or by the operator.
 */
const retries: Partial<Record<Detail, Retry>> = {
  download_failed: { delaySeconds: 60, giveUpAfterSeconds: 15 * 60 },
  server_overloaded: { delaySeconds: 30, giveUpAfterSeconds: 6 * 3600 },
  disk_full: { delaySeconds: 30, giveUpAfterSeconds: 6 * 3600 },
}

/** Seconds until the next attempt of a package that failed with `detail`; null if the failure is final. */
export function retryDelayOf(detail: Detail, secondsSinceFirstStart: number): number | null {
  const retry = retries[detail]
  return retry && secondsSinceFirstStart + retry.delaySeconds <= retry.giveUpAfterSeconds
    ? retry.delaySeconds
    : null
}
