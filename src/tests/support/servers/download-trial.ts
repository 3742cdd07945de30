/** For tests of downloads: servers with right and wrong answers, and a download whose calls are recorded. */
import { expect } from 'bun:test'
import type { Socket } from 'node:net'
import { loadConfig } from '../../../config/config.ts'
import { download, type DownloadLimits, type DownloadOptions } from '../../../data-package/fetch/download.ts'
import { PackageError } from '../../../errors.ts'
import { headOf, type RawRequest, type RawServer, startRawServer } from '../fakes/raw-server.ts'

export const MiB = 1024 * 1024
const secret = 'canary-key-of-the-download-test'
const storageSecret = 'canary-signature-of-storage'
/** The served archive; it begins with a zip signature. */
export const archive = Buffer.alloc(3 * MiB)
for (let at = 0; at < archive.length; at++) archive[at] = (at * 31 + (at >> 9) * 7) & 0xff
archive.write('PK\x03\x04', 'latin1')

/** The default limits, but with three tries and pauses of a millisecond. */
const quick = { ...loadConfig({}), downloadPauseMs: 1, downloadTriesMax: 3 }
const servers: RawServer[] = []
/** The number of bytes of the archive that the running download has received. */
let receivedBytes = 0
/** If a download refuses an answer and does not read its bytes, the connection breaks after this time. */
const untakenMs = 1_000

/** Call this after each test. */
export function stopServers(): void {
  for (const server of servers.splice(0)) server.stop()
}

export type Answer = (socket: Socket, request: RawRequest) => unknown

export async function serve(answer: Answer): Promise<RawServer> {
  const server = await startRawServer(answer)
  servers.push(server)
  return server
}

/**
 * Serves a link that redirects to a storage, like Discord's. `answer` answers the requests to the storage.
 */
export function serveStorage(answer: Answer): Promise<RawServer> {
  let number = 0
  return serve((socket, request) => {
    if (request.path.startsWith('/storage')) return answer(socket, { ...request, number: number++ })
    return socket.end(headOf(302, { location: `/storage/1?signature=${storageSecret}`, 'content-length': 0 }))
  })
}

export interface Outcome {
  /** `complete`, or the detail of the failure. */
  detail: unknown
  received: Buffer
  resets: number
  progress: [bytes: number, total: number | null][]
  error?: unknown
}

/**
 * Downloads from a server into memory. A failure must contain neither the KEY nor the storage's signature.
 */
export async function run(
  server: RawServer,
  limits: Partial<DownloadLimits> = {},
  more: Partial<DownloadOptions> = {},
): Promise<Outcome> {
  let chunks: Uint8Array[] = []
  receivedBytes = 0
  const outcome: Outcome = { detail: 'complete', received: Buffer.alloc(0), resets: 0, progress: [] }
  try {
    const { bytes } = await download(`${server.origin}/ls/click?upn=${secret}`, {
      allowedOrigins: [server.origin],
      limits: { ...quick, ...limits },
      signal: new AbortController().signal,
      onProgress: (done, total) => outcome.progress.push([done, total]),
      sink: {
        write: (chunk) => {
          chunks.push(chunk.slice())
          receivedBytes += chunk.length
        },
        reset: () => {
          chunks = []
          receivedBytes = 0
          outcome.resets++
        },
      },
      ...more,
    })
    outcome.received = Buffer.concat(chunks)
    expect(bytes).toBe(outcome.received.length)
  } catch (error) {
    outcome.error = error
    outcome.detail = error instanceof PackageError ? error.detail : error
    expect(Bun.inspect(error)).not.toContain(secret)
    expect(Bun.inspect(error)).not.toContain(storageSecret)
  }
  return outcome
}

/** The requests that reached the storage, without those for the link. */
export const storageRequests = (server: RawServer) =>
  server.requests.filter(({ path }) => path.startsWith('/storage'))

/** Sends the archive from the requested offset on; all of it without an offset or for another ETag. */
export function sendRest(socket: Socket, { headers }: Pick<RawRequest, 'headers'>, etag = '"one"'): void {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  const isRest = start > 0 && headers['if-range'] === etag
  const from = isRest ? start : 0
  const range = isRest && { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` }
  const head = headOf(isRest ? 206 : 200, { 'content-length': archive.length - from, etag, ...range })
  socket.write(head)
  socket.end(archive.subarray(from))
}

/**
 * Promises the archive from the offset `from` on, sends only `bytes` of it, and breaks the connection when
 * the download has received them.
 */
export function sendCut(
  socket: Socket,
  headers: Record<string, string | number>,
  bytes: number,
  from = 0,
): void {
  socket.write(headOf(from ? 206 : 200, { 'content-length': archive.length - from, ...headers }))
  socket.write(archive.subarray(from, from + bytes))
  const startMs = performance.now()
  const breakWhenTaken = () => {
    const isTaken = receivedBytes >= from + bytes
    if (isTaken || socket.destroyed || performance.now() - startMs > untakenMs) socket.destroy()
    else setTimeout(breakWhenTaken, 2)
  }
  breakWhenTaken()
}

/** Sends a complete answer. */
export function send(socket: Socket, body: string | Uint8Array, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(body as string, 'latin1')
  socket.end(Buffer.concat([Buffer.from(headOf(200, { 'content-length': bytes.length, ...headers })), bytes]))
}
