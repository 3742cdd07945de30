/**
 * Submits a link to the server and polls until the result is ready. Requests that meet a transient error are
 * repeated.
 */
import type { PublicCode } from '../../errors.ts'
import { askServer, jsonOf, pause, type Trouble, untilAnswered } from './ask-server.ts'
import { serverAddress, type Status, withKey } from './server.ts'

/** The progress that the page shows. */
export interface Progress {
  step: 'sending' | 'waiting' | 'downloading' | 'analyzing'
  /**
   * `before`: packages ahead of this one. `total`: all that wait or are in progress. Null unless this package
   * waits.
   */
  queue: { before: number; total: number } | null
  bytesDownloaded: number
  bytesTotal: number | null
  /** Fraction of the analysis that is done, 0 to 1; null if unknown. */
  share: number | null
  /** Why the latest request is repeated; null if it was answered. */
  trouble: Trouble | null
}

/** The server refused the link, or could not make a result of the package. */
export class FlowError extends Error {
  override readonly name = 'FlowError'

  constructor(
    readonly code: PublicCode,
    /** A stable code of the server's table of errors; null if the server sent none. */
    readonly detail: string | null,
  ) {
    super(code)
  }
}

export interface Following {
  link: string
  key: string
  /**
   * Aborting it stops the polling; the promise rejects with the signal's reason. The server continues its
   * work.
   */
  signal: AbortSignal
  onProgress(progress: Progress): void
  /** Called when the server has accepted the link. From then on the link may be saved. */
  onAccepted(packageId: string): void
}

const pollMs = 1000

const nothing: Progress = {
  step: 'sending',
  queue: null,
  bytesDownloaded: 0,
  bytesTotal: null,
  share: null,
  trouble: null,
}

/** Resolves with the package id when the result can be fetched. Throws FlowError. */
export async function followPackage(following: Following): Promise<string> {
  const { key, signal, onProgress } = following
  onProgress(nothing)
  const packageId = await submit(following)
  following.onAccepted(packageId)
  const address = serverAddress(`process/${packageId}/status`)
  let last: Progress = { ...nothing, step: 'waiting' }
  for (;;) {
    const status = await untilAnswered(
      async () => jsonOf<Status>(await askServer(address, withKey(key, { signal }))),
      signal,
      (trouble) => onProgress({ ...last, trouble }),
    )
    if (status.isErrored) throw new FlowError(status.errorMessageCode as PublicCode, status.errorDetail)
    if (status.processingStep === 'PROCESSED') return packageId
    last = progressOf(status)
    onProgress(last)
    await pause(pollMs, signal)
  }
}

interface Submitted {
  isAccepted: boolean
  packageId: string | null
  errorMessageCode: PublicCode | null
  errorDetail: string | null
}

async function submit({ link, signal, onProgress }: Following): Promise<string> {
  const body = JSON.stringify({ package_link: link })
  const options = { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal }
  const answer = await untilAnswered(
    async () => jsonOf<Submitted>(await askServer(serverAddress('process'), options)),
    signal,
    (trouble) => onProgress({ ...nothing, trouble }),
  )
  if (answer.isAccepted && answer.packageId) return answer.packageId
  throw new FlowError(answer.errorMessageCode ?? 'UNKNOWN_ERROR', answer.errorDetail)
}

function progressOf(status: Status): Progress {
  const { processingStep, processingQueuePosition: place, bytesDownloaded, bytesTotal, progress } = status
  const before = place.premiumQueueUser ?? place.standardQueueUser
  const total = place.premiumQueueUser === null ? place.standardQueueTotal : place.premiumQueueTotal
  return {
    step:
      processingStep === 'DOWNLOADING'
        ? 'downloading'
        : processingStep === 'ANALYZING'
          ? 'analyzing'
          : 'waiting',
    queue: processingStep === 'LOCKED' ? { before, total } : null,
    bytesDownloaded,
    bytesTotal,
    // The server's progress value counts the download as its first half.
    share: progress === null ? null : Math.max(0, (progress - 50) / 50),
    trouble: null,
  }
}
