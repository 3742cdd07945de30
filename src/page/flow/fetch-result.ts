/**
 * Fetches a result as SQLite bytes: that of the demo, of a package, or of the command `view`. A package's
 * result is decrypted here if possible.
 */
import { type Answer, askServer, jsonOf, type Trouble, untilAnswered } from './ask-server.ts'
import { FlowError } from './follow.ts'
import { serverAddress, withKey } from './server.ts'

/** A result that needs no link does not exist, or no longer exists. */
export class NoResultError extends Error {
  override readonly name = 'NoResultError'
}

export interface Fetching {
  signal: AbortSignal
  /** Called before a request is repeated. */
  onTrouble(trouble: Trouble): void
}

export async function fetchDemo({ signal, onTrouble }: Fetching): Promise<Uint8Array> {
  const attempt = () => fetchBytes(serverAddress('process/demo/data'), { signal })
  return gunzip(await untilAnswered(attempt, signal, onTrouble))
}

/** Fetches the result that the command `view` serves. */
export async function fetchViewed(token: string): Promise<Uint8Array> {
  return fetchBytes(serverAddress(`view/${encodeURIComponent(token)}`))
}

/**
 * Fetches the result of a package that is PROCESSED. `/blob` returns the address of the encrypted result,
 * which is decrypted here with the KEY. `/data` returns the result decrypted by the server. The page uses
 * `/data` in two cases: it lacks WebCrypto (plain http, except localhost), or the blob is stored on another
 * host, which the page's policy forbids it to contact. Rejects with FlowError, the signal's
 * reason, or the browser's error if the bytes cannot be decrypted or decompressed. Requests that meet a
 * transient error are repeated.
 */
export async function fetchResult(
  packageId: string,
  key: string,
  { signal, onTrouble }: Fetching,
): Promise<Uint8Array> {
  // A repeated attempt asks for a new address, because the earlier one may have expired.
  const attempt = async () =>
    (canDecrypt() ? await fetchBlob(packageId, key, signal) : null) ??
    (await fetchBytes(serverAddress(`process/${packageId}/data`), withKey(key, { signal })))
  const gzip = await untilAnswered(attempt, signal, onTrouble).catch((error: unknown) => {
    throw error instanceof NoResultError ? new FlowError('UNKNOWN_PACKAGE_ID', null) : error
  })
  return gunzip(gzip)
}

/**
 * False on plain http (except localhost). There the connection to the server is not encrypted, and the page
 * warns about it.
 */
export function canDecrypt(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

async function fetchBlob(packageId: string, key: string, signal: AbortSignal): Promise<Uint8Array | null> {
  const address = serverAddress(`process/${packageId}/blob`)
  const answer = found(await askServer(address, withKey(key, { signal })))
  const { url, iv } = jsonOf<{ url: string; iv: string }>(answer)
  if (new URL(url).origin !== location.origin) return null
  return decrypt(await fetchBytes(url, { signal }), key, iv)
}

async function fetchBytes(address: string, options: RequestInit = {}): Promise<Uint8Array<ArrayBuffer>> {
  return found(await askServer(address, options)).bytes
}

/** Returns an answer whose status is below 400. Throws NoResultError or FlowError for any other. */
function found(answer: Answer): Answer {
  const { status } = answer
  if (status === 404 || status === 410) throw new NoResultError()
  if (status === 401) throw new FlowError('UNAUTHORIZED', 'key_mismatch')
  if (status >= 400) throw new FlowError('UNKNOWN_ERROR', 'internal')
  return answer
}

/** Decrypts AES-256-CBC. As in the Dumpus app, the cipher's key is the SHA-256 hash of the KEY. */
async function decrypt(ciphertext: Uint8Array<ArrayBuffer>, key: string, iv: string): Promise<Uint8Array> {
  const secret = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  const imported = await crypto.subtle.importKey('raw', secret, 'AES-CBC', false, ['decrypt'])
  const algorithm = { name: 'AES-CBC', iv: bytesOfHex(iv) }
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, imported, ciphertext))
}

function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Response(bytes as Uint8Array<ArrayBuffer>).body!.pipeThrough(
    new DecompressionStream('gzip'),
  )
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
