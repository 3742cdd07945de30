/**
 * Fetches a result as SQLite bytes: of the demo, of a package, or of the command `view`. A package's result
 * is decrypted here if the browser has WebCrypto.
 */
import { serverAddress, withKey } from './server.ts'

/** The result does not exist (or no longer exists), or the KEY is wrong. */
export class NoResultError extends Error {
  override readonly name = 'NoResultError'
}

export async function fetchDemo(): Promise<Uint8Array> {
  return gunzip(await bytesOf(await fetch(serverAddress('process/demo/data'))))
}

/** Fetches the result that the command `view` serves. */
export async function fetchViewed(token: string): Promise<Uint8Array> {
  return bytesOf(await fetch(serverAddress(`view/${encodeURIComponent(token)}`)))
}

/**
 * Fetches the result of a package that is PROCESSED. `/blob` returns it encrypted, and the KEY decrypts it
 * here. `/data` returns it decrypted by the server. The page uses `/data` if it lacks WebCrypto (plain http),
 * and if the blob is stored on another host, because the page's policy forbids requests to other hosts.
 */
export async function fetchResult(packageId: string, key: string): Promise<Uint8Array> {
  const encrypted = canDecrypt() ? await fetchBlob(packageId, key) : null
  const gzip =
    encrypted ?? (await bytesOf(await fetch(serverAddress(`process/${packageId}/data`), withKey(key))))
  return gunzip(gzip)
}

/**
 * False on plain http (except localhost). There the connection to the server is not encrypted, and the page
 * warns about it.
 */
export function canDecrypt(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

async function fetchBlob(packageId: string, key: string): Promise<Uint8Array | null> {
  const answer = await fetch(serverAddress(`process/${packageId}/blob`), withKey(key))
  if (!answer.ok) throw new NoResultError()
  const { url, iv } = (await answer.json()) as { url: string; iv: string }
  if (new URL(url).origin !== location.origin) return null
  return decrypt(await bytesOf(await fetch(url)), key, iv)
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

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  if (response.status === 401 || response.status === 404) throw new NoResultError()
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Response(bytes as Uint8Array<ArrayBuffer>).body!.pipeThrough(
    new DecompressionStream('gzip'),
  )
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
