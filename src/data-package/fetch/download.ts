/**
 * Downloads the archive behind a link into a sink, and resumes after broken connections. Its size, rate,
 * duration and tries are limited.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/config.ts'
import { PackageError } from '../../errors.ts'
import { bareError, follow, InterruptionError } from './redirects.ts'

/** Receives the bytes in order. When the download starts over, `reset` discards all of them. */
export interface DownloadSink {
  write(chunk: Uint8Array): void | Promise<void>
  reset(): void | Promise<void>
}

export type DownloadLimits = Pick<
  Config,
  | 'redirectsMax'
  | 'downloadHeadersSeconds'
  | 'downloadIdleSeconds'
  | 'downloadRateSeconds'
  | 'downloadBytesPerSecondMin'
  | 'downloadSecondsMax'
  | 'downloadTriesMax'
  | 'downloadPauseMs'
  | 'archiveBytesMax'
>

export interface DownloadOptions {
  allowedOrigins: readonly string[]
  limits: DownloadLimits
  sink: DownloadSink
  signal: AbortSignal
  /** Called with the bytes received so far, and the total if the server declares the size. */
  onProgress?: (bytes: number, total: number | null) => void
}

/**
 * The state of the download across tries. It does not contain the address to which the link redirects,
 * because each try follows the link again.
 */
interface Transfer {
  received: number
  /** The greatest value that `received` has had. Only bytes beyond it count as progress. */
  furthest: number
  total: number | null
  /** A strong ETag, the only proof that two tries fetch the same bytes. */
  etag: string | null
}

/** A failed try with at least this much progress counts as the first. */
const progressBytes = 1024 * 1024
/** Statuses below 500 that are transient. */
const passingStatuses = [408, 425, 429]
/** A download is stopped if it would be late even at this many times its rate so far. */
const hope = 2
/** The longest pause between two tries. */
const pauseMsMax = 10_000

/**
 * Downloads `link` into `options.sink`. Without a Content-Length, the end of the response counts as the end
 * of the archive; only the archive itself can then show whether it is complete. Throws PackageError
 * (`link_…`, `download_…`, `archive_too_large`), the sink's error, or the signal's reason.
 */
export async function download(link: string, options: DownloadOptions): Promise<{ bytes: number }> {
  const { limits } = options
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new PackageError('download_too_slow')),
    limits.downloadSecondsMax * 1000,
  )
  const signal = AbortSignal.any([options.signal, late.signal])
  const transfer: Transfer = { received: 0, furthest: 0, total: null, etag: null }
  const checkRate = createRateCheck(limits, transfer)
  try {
    for (let failures = 0; ;) {
      const before = transfer.furthest
      try {
        await runTry(link, transfer, { ...options, signal }, checkRate)
        return { bytes: transfer.received }
      } catch (error) {
        if (signal.aborted) throw signal.reason
        if (!(error instanceof InterruptionError)) throw error
        failures = transfer.furthest - before >= progressBytes ? 1 : failures + 1
        if (failures >= limits.downloadTriesMax) throw new PackageError(error.detail, { cause: error.cause })
        await pause(limits.downloadPauseMs * 2 ** (failures - 1), signal)
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Follows the link once and receives the body. Returns when the archive is complete. Throws InterruptionError
 * when another try may help.
 */
async function runTry(
  link: string,
  transfer: Transfer,
  options: DownloadOptions,
  checkRate: (bytes: number) => void,
): Promise<void> {
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  if (transfer.received > 0 && transfer.etag === null) await startOver(transfer, options.sink)
  const headers: Record<string, string> =
    transfer.received > 0 ? { range: `bytes=${transfer.received}-`, 'if-range': transfer.etag! } : {}
  try {
    const response = await follow(link, {
      ...options.limits,
      allowedOrigins: options.allowedOrigins,
      headers,
      signal,
    })
    await readHead(response, transfer, options)
    options.onProgress?.(transfer.received, transfer.total)
    if (response.body) await readBody(response.body, transfer, options, ended, checkRate)
    if (transfer.received < 2) throw new PackageError('link_not_a_package')
    if (transfer.total !== null && transfer.received !== transfer.total) {
      throw new InterruptionError('download_failed')
    }
  } finally {
    // The connection must not continue to stream unread data.
    ended.abort()
  }
}

/**
 * Decides by status and headers whether to refuse, retry, continue where the last try ended, or start at the
 * first byte.
 */
async function readHead(response: Response, transfer: Transfer, options: DownloadOptions): Promise<void> {
  const { status, headers } = response
  if (status >= 500 || passingStatuses.includes(status)) throw new InterruptionError('download_failed')
  if (transfer.received > 0 && (status === 416 || (status === 206 && !continues(headers, transfer)))) {
    await startOver(transfer, options.sink)
    throw new InterruptionError('download_failed')
  }
  if (status >= 400) throw new PackageError('link_expired')
  const encoding = headers.get('content-encoding')?.trim().toLowerCase()
  const isEncoded = !!encoding && encoding !== 'identity'
  const isPage = /^\s*text\/html\b/i.test(headers.get('content-type') ?? '')
  const isExpected = status === 200 || (status === 206 && transfer.received > 0)
  if (!isExpected || isEncoded || isPage) throw new PackageError('link_not_a_package')
  if (status === 206) return
  if (transfer.received > 0) await startOver(transfer, options.sink)
  const length = headers.get('content-length')
  transfer.total = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null
  const etag = headers.get('etag')
  transfer.etag = etag !== null && /^"[\x21\x23-\x7e]*"$/.test(etag) ? etag : null
  if ((transfer.total ?? 0) > options.limits.archiveBytesMax) throw new PackageError('archive_too_large')
}

/** True if a 206 response is exactly the missing rest of the same bytes. */
function continues(headers: Headers, transfer: Transfer): boolean {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '')
  if (!range || headers.get('etag') !== transfer.etag) return false
  const [start, end, total] = range.slice(1).map(Number) as [number, number, number]
  return (
    start === transfer.received && end === total - 1 && (transfer.total === null || total === transfer.total)
  )
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  transfer: Transfer,
  options: DownloadOptions,
  ended: AbortController,
  checkRate: (bytes: number) => void,
): Promise<void> {
  const { limits, sink, onProgress } = options
  const reader = body.getReader()
  for (;;) {
    const idle = setTimeout(
      () => ended.abort(new InterruptionError('download_too_slow')),
      limits.downloadIdleSeconds * 1000,
    )
    const chunk = await reader
      .read()
      .catch((error: unknown) => {
        if (ended.signal.aborted) throw ended.signal.reason
        throw new InterruptionError('download_failed', { cause: bareError(error) })
      })
      .finally(() => clearTimeout(idle))
    if (chunk.done) return
    if (!isSignature(chunk.value, transfer.received)) throw new PackageError('link_not_a_package')
    if (transfer.received + chunk.value.length > limits.archiveBytesMax) {
      throw new PackageError('archive_too_large')
    }
    await sink.write(chunk.value)
    transfer.received += chunk.value.length
    transfer.furthest = Math.max(transfer.furthest, transfer.received)
    checkRate(chunk.value.length)
    onProgress?.(transfer.received, transfer.total)
  }
}

/**
 * Whether an archive can have this chunk at this offset. Zip archives begin with `PK`; web pages, pictures
 * and error documents do not. Later chunks may have any bytes.
 */
function isSignature(chunk: Uint8Array, offset: number): boolean {
  return ['P', 'K'].every((letter, position) => {
    const byte = chunk[position - offset]
    return byte === undefined || byte === letter.charCodeAt(0)
  })
}

async function startOver(transfer: Transfer, sink: DownloadSink): Promise<void> {
  Object.assign(transfer, { received: 0, total: null, etag: null })
  await sink.reset()
}

/**
 * Returns a function to call with the size of each chunk. It throws PackageError `download_too_slow` if the
 * rate was below the slowest accepted one for a whole time window, or if the rest would not arrive in time
 * even at `hope` times the rate of the window or of the whole download.
 */
function createRateCheck(limits: DownloadLimits, transfer: Transfer): (bytes: number) => void {
  const begun = performance.now()
  let start = begun
  let sum = 0
  let all = 0
  return (bytes) => {
    sum += bytes
    all += bytes
    const now = performance.now()
    const seconds = (now - start) / 1000
    if (seconds < limits.downloadRateSeconds) return
    if (sum / seconds < limits.downloadBytesPerSecondMin) throw new PackageError('download_too_slow')
    const passed = (now - begun) / 1000
    const comes = hope * Math.max(sum / seconds, all / passed) * (limits.downloadSecondsMax - passed)
    if ((transfer.total ?? 0) - transfer.received > comes) throw new PackageError('download_too_slow')
    start = now
    sum = 0
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(milliseconds, pauseMsMax), undefined, { signal }).catch(() => {
    throw signal.reason
  })
}
