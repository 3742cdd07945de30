/**
 * A fake Discord on bare sockets: the click redirect, the storage behind it with configurable faults, and the
 * bot API.
 */
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { answerLookup } from './fake-lookups.ts'
import type { Lookups } from './fake-lookups.ts'
import { headOf, startRawServer } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'

/** The faults of one archive; several can be combined if that makes sense. */
export interface Faults {
  /** The storage answers with this status: 400, 403 or 404 for an expired link. */
  status?: number
  /** The first n requests to the storage answer 500. */
  status500Times?: number
  /** Sends an HTML page with status 200 instead of the archive. */
  html?: boolean
  /** The storage redirects to itself forever. */
  redirectLoop?: boolean
  /** The click redirects to this address. */
  redirectTo?: string
  /** Closes the connection properly after this many bytes, each time. */
  truncateAfter?: number
  /** Resets the connection after this many bytes of the body, in each of the first `times` requests. */
  resetAfter?: { bytes: number; times: number }
  /** Stops sending after this many bytes, and keeps the connection open. */
  stallAfter?: number
  bytesPerSecond?: number
  /** Sends no Content-Length; the body ends with the connection. */
  noLength?: boolean
  /** Added to the true Content-Length. */
  lengthOff?: number
  /** Sends endless zeros without a length. */
  endless?: boolean
  /** Sends a small gzip body with Content-Encoding that inflates to 64 MiB. */
  encodingBomb?: boolean
  /** Sends a different ETag with each request. */
  changedEtag?: boolean
  noEtag?: boolean
  /** Ignores range headers: always 200 with the whole archive. */
  noRanges?: boolean
  /**
   * Pauses after this many bytes of the body, until the promise is fulfilled. Calls `onReached` at each
   * pause.
   */
  hold?: { afterBytes: number; until: Promise<unknown>; onReached?: () => void }
}

export interface FakeDiscord {
  /** `http://127.0.0.1:port`; allow it with DL_ZIP_WHITELISTED_DOMAINS. */
  origin: string
  /** All requests so far, with their path and headers. */
  requests: RawRequest[]
  /**
   * Makes an archive available under the key, in place of an earlier one. A file path is read again for each
   * request.
   */
  offer(key: string, archive: Uint8Array | string, faults?: Faults): void
  /** The link of this key's owner. */
  link(key: string): string
  /** The number of requests to the storage for this key's archive, since it was last offered. */
  downloads(key: string): number
  stop(): void
}

interface Offer {
  archive: Uint8Array | string
  faults: Faults
  downloads: number
}

/** Starts the fake; `lookups`: what its bot API knows, and how that fails. */
export async function startFakeDiscord({ lookups }: { lookups?: Lookups } = {}): Promise<FakeDiscord> {
  const offers = new Map<string, Offer>()
  const numbers = new Map<number, string>()
  const server = await startRawServer((socket, request) => answer(socket, request))
  return {
    origin: server.origin,
    requests: server.requests,
    offer(key, archive, faults = {}) {
      if (!offers.has(key)) numbers.set(numbers.size, key)
      offers.set(key, { archive, faults, downloads: 0 })
    },
    link: (key) => `${server.origin}/ls/click?upn=${key}`,
    downloads: (key) => offers.get(key)?.downloads ?? 0,
    stop: () => server.stop(),
  }

  async function answer(socket: Socket, request: RawRequest): Promise<void> {
    const url = new URL(request.path, server.origin)
    const stored = /^\/storage\/(\d+)$/.exec(url.pathname)
    if (url.pathname === '/ls/click') return answerClick(socket, url.searchParams.get('upn') ?? '')
    if (stored) return answerDownload(socket, request, offers.get(numbers.get(Number(stored[1])) ?? ''))
    if (/^\/(api|diswho)\//.test(url.pathname)) return answerLookup(socket, request, lookups ?? {})
    sendPage(socket, 404, 'Not found')
  }

  function answerClick(socket: Socket, key: string): void {
    const number = [...numbers].find(([, offered]) => offered === key)?.[0]
    if (number === undefined) return sendPage(socket, 404, 'Unknown link')
    const location = offers.get(key)!.faults.redirectTo ?? `${server.origin}/storage/${number}`
    socket.end(headOf(302, { location, 'content-length': 0, connection: 'close' }))
  }
}

/** A key in the form of real ones, 500 to 1500 characters long. */
export function randomKey(seed: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
  let state = (seed * 2_654_435_761 + 1) >>> 0
  const next = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * limit)
  }
  const length = 500 + next(1001)
  let key = 'u001.'
  while (key.length < length) key += alphabet[next(alphabet.length)]!
  return key
}

/** Faults that replace the archive. If an offer has several, the first of this list is used. */
const replacements: [keyof Faults, (socket: Socket, request: RawRequest, faults: Faults) => unknown][] = [
  ['status', (socket, _request, { status }) => sendPage(socket, status!, '<Error>Expired</Error>')],
  ['html', (socket) => sendPage(socket, 200, '<!doctype html><title>Verify your mail</title>')],
  ['redirectLoop', (socket, { path }) => redirect(socket, path)],
  ['endless', (socket) => sendEndless(socket)],
  ['encodingBomb', (socket) => sendBomb(socket)],
]

async function answerDownload(socket: Socket, request: RawRequest, offer?: Offer): Promise<void> {
  if (!offer) return sendPage(socket, 404, 'Unknown object')
  const { faults } = offer
  const number = offer.downloads++
  if (number < (faults.status500Times ?? 0)) return sendPage(socket, 500, 'Try again')
  const replacement = replacements.find(([name]) => faults[name] !== undefined && faults[name] !== false)
  if (replacement) return void replacement[1](socket, request, faults)
  const archive =
    typeof offer.archive === 'string' ? Bun.file(offer.archive) : new Blob([offer.archive.slice()])
  const etag = `"${faults.changedEtag ? number : 'e'}-${archive.size}"`
  const range = faults.noRanges ? null : rangeOf(request, etag, archive.size)
  if (range === 'unsatisfiable') {
    const headers = { 'content-range': `bytes */${archive.size}`, 'content-length': 0, connection: 'close' }
    return void socket.end(headOf(416, headers))
  }
  const { start, end } = range ?? { start: 0, end: archive.size }
  socket.write(
    headOf(range ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'accept-ranges': faults.noRanges ? 'none' : 'bytes',
      connection: 'close',
      ...(!faults.noEtag && { etag }),
      ...(!faults.noLength && { 'content-length': end - start + (faults.lengthOff ?? 0) }),
      ...(range && { 'content-range': `bytes ${start}-${end - 1}/${archive.size}` }),
    }),
  )
  await sendBody(socket, archive.slice(start, end), faults, number)
}

/** The requested range as [start, end); null if everything is wanted or If-Range does not match. */
function rangeOf(
  { headers }: RawRequest,
  etag: string,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
  if (!asked || (headers['if-range'] !== undefined && headers['if-range'] !== etag)) return null
  const start = Number(asked[1])
  if (start >= size) return 'unsatisfiable'
  return { start, end: asked[2] ? Math.min(size, Number(asked[2]) + 1) : size }
}

/** Sends the body, and applies the faults at their offsets. */
async function sendBody(socket: Socket, body: Blob, faults: Faults, number: number): Promise<void> {
  const { hold, resetAfter, truncateAfter, stallAfter, bytesPerSecond } = faults
  const reset = resetAfter && number < resetAfter.times ? resetAfter.bytes : undefined
  const offsets = [hold?.afterBytes, reset, truncateAfter, stallAfter].filter(
    (offset) => offset !== undefined,
  )
  const step = bytesPerSecond === undefined ? 256 * 1024 : Math.max(1, Math.floor(bytesPerSecond / 10))
  const begun = performance.now()
  for (let sent = 0; !socket.destroyed;) {
    if (sent === hold?.afterBytes) {
      hold.onReached?.()
      await hold.until
    }
    if (sent === reset) return void socket.resetAndDestroy()
    if (sent === truncateAfter) return void socket.end()
    if (sent === stallAfter) return
    if (sent >= body.size) return void socket.end()
    const next = Math.min(body.size, sent + step, ...offsets.filter((offset) => offset > sent))
    await write(socket, new Uint8Array(await body.slice(sent, next).arrayBuffer()))
    sent = next
    // The pause is computed from the clock. Fixed pauses would lower the rate on a busy machine.
    if (bytesPerSecond !== undefined)
      await Bun.sleep(Math.max(0, begun + (1000 * sent) / bytesPerSecond - performance.now()))
  }
}

/** Writes, and waits until the system has taken all bytes or the connection is closed. */
function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('close', done)
      resolve()
    }
    socket.once('close', done)
    socket.write(bytes, done)
  })
}

async function sendEndless(socket: Socket): Promise<void> {
  socket.write(headOf(200, { 'content-type': 'application/octet-stream', connection: 'close' }))
  const zeros = new Uint8Array(256 * 1024)
  while (!socket.destroyed) await write(socket, zeros)
}

function sendBomb(socket: Socket): void {
  const body = gzipSync(new Uint8Array(64 * 1024 * 1024))
  const type = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' }
  socket.write(headOf(200, { ...type, 'content-length': body.length, connection: 'close' }))
  socket.end(body)
}

function redirect(socket: Socket, location: string): void {
  socket.end(headOf(302, { location, 'content-length': 0, connection: 'close' }))
}

function sendPage(socket: Socket, status: number, page: string): void {
  const headers = {
    'content-type': 'text/html',
    'content-length': Buffer.byteLength(page),
    connection: 'close',
  }
  socket.end(headOf(status, headers) + page)
}
