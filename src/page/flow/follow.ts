/**
 * Hands a link in at the server and follows it until its result is there. A server that does not answer is
 * waited for.
 */
import type { PublicCode } from '../../errors.ts'
import { serverAddress, type Status, withKey } from './server.ts'

/** What the person sees meanwhile. */
export interface Progress {
  step: 'sending' | 'waiting' | 'downloading' | 'analyzing'
  /** Packages before this one, and all that wait; null when it is not in the queue. */
  queue: { before: number; total: number } | null
  bytesDownloaded: number
  bytesTotal: number | null
  /** Of the analysis, 0 to 1; null when it is not known. */
  share: number | null
  /** The server has not answered the last time. */
  isUnreachable: boolean
}

/** The server has decided: asking again changes nothing. */
export class FlowError extends Error {
  override readonly name = 'FlowError'

  constructor(
    readonly code: PublicCode,
    /** A stable word of the server's table of errors; null when it gave none. */
    readonly detail: string | null,
  ) {
    super(code)
  }
}

export interface Following {
  link: string
  key: string
  /** Ends it; the promise rejects with the signal's reason. The server works on. */
  signal: AbortSignal
  onProgress(progress: Progress): void
  /** The link was accepted: from now on it may be kept. */
  onAccepted(packageId: string): void
}

const pollMs = 1000
/** A server that is starting again is asked less often. */
const patienceMs = 2500

const nothing: Progress = {
  step: 'sending',
  queue: null,
  bytesDownloaded: 0,
  bytesTotal: null,
  share: null,
  isUnreachable: false,
}

/** Gives the package id when its result can be fetched. Throws FlowError. */
export async function followPackage(following: Following): Promise<string> {
  const { key, signal, onProgress } = following
  onProgress(nothing)
  const packageId = await handIn(following)
  following.onAccepted(packageId)
  let last: Progress = { ...nothing, step: 'waiting' }
  for (;;) {
    const status = await ask<Status>(`process/${packageId}/status`, withKey(key, { signal }))
    if (status?.isErrored) throw new FlowError(status.errorMessageCode as PublicCode, status.errorDetail)
    if (status?.processingStep === 'PROCESSED') return packageId
    last = status ? progressOf(status) : { ...last, isUnreachable: true }
    onProgress(last)
    await pause(status ? pollMs : patienceMs, signal)
  }
}

async function handIn({ link, signal, onProgress }: Following): Promise<string> {
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
    await pause(patienceMs, signal)
  }
}

/**
 * The JSON of the answer; null when there is none to be had now: no connection, a restart, a proxy's page.
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
    // The first half is the download.
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
