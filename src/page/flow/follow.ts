/**
 * Submits a link to the server and polls until the result is ready. A request without an answer is repeated.
 */
import type { PublicCode } from '../../errors.ts'
import { serverAddress, type Status, withKey } from './server.ts'

/** The progress that the page shows. */
export interface Progress {
  step: 'sending' | 'waiting' | 'downloading' | 'analyzing'
  /**
   * `before`: packages ahead of this one. `total`: all that wait. Null if the package is not in the queue.
   */
  queue: { before: number; total: number } | null
  bytesDownloaded: number
  bytesTotal: number | null
  /** Fraction of the analysis that is done, 0 to 1; null if unknown. */
  share: number | null
  /** The last request got no answer, or none in JSON. */
  isUnreachable: boolean
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
/** A longer interval while the server does not answer, for example during a restart. */
const retryMs = 2500

const nothing: Progress = {
  step: 'sending',
  queue: null,
  bytesDownloaded: 0,
  bytesTotal: null,
  share: null,
  isUnreachable: false,
}

/** Resolves with the package id when the result can be fetched. Throws FlowError. */
export async function followPackage(following: Following): Promise<string> {
  const { key, signal, onProgress } = following
  onProgress(nothing)
  const packageId = await submit(following)
  following.onAccepted(packageId)
  let last: Progress = { ...nothing, step: 'waiting' }
  for (;;) {
    const status = await ask<Status>(`process/${packageId}/status`, withKey(key, { signal }))
    if (status?.isErrored) throw new FlowError(status.errorMessageCode as PublicCode, status.errorDetail)
    if (status?.processingStep === 'PROCESSED') return packageId
    last = status ? progressOf(status) : { ...last, isUnreachable: true }
    onProgress(last)
    await pause(status ? pollMs : retryMs, signal)
  }
}

async function submit({ link, signal, onProgress }: Following): Promise<string> {
  const body = JSON.stringify({ package_link: link })
  const headers = { 'content-type': 'application/json' }
  for (;;) {
    const answer = await ask<{
      isAccepted: boolean
      packageId: string | null
      errorMessageCode: PublicCode
      errorDetail: string
    }>('process', { method: 'POST', body, headers, signal })
    if (answer?.isAccepted && answer.packageId) return answer.packageId
    if (answer) throw new FlowError(answer.errorMessageCode ?? 'UNKNOWN_ERROR', answer.errorDetail ?? null)
    onProgress({ ...nothing, isUnreachable: true })
    await pause(retryMs, signal)
  }
}

/**
 * The JSON of the answer. Null if there is none at the moment: no connection, a restart, or a proxy's error
 * page.
 */
async function ask<T>(path: string, options: RequestInit): Promise<T | null> {
  try {
    const response = await fetch(serverAddress(path), options)
    return (await response.json()) as T
  } catch (error) {
    if (options.signal?.aborted) throw error
    return null
  }
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
    isUnreachable: false,
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, ms)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
