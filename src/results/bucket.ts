/**
 * Client for an S3 bucket. Each call has a time limit. Bun.S3Client signs the requests. Except for listing,
 * fetch sends them, because Bun's own transfers cannot be aborted and wait five minutes for a silent service.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { readBounded } from '../platform/bounded-body.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { StorageError } from './store.ts'

export type BucketSettings = Pick<
  Config,
  | 's3Endpoint'
  | 's3PublicEndpoint'
  | 's3Bucket'
  | 's3Region'
  | 's3AccessKeyId'
  | 's3SecretAccessKey'
  | 's3UrlStyle'
  | 's3Seconds'
>

export interface ListedObject {
  id: string
  /** When it was written, by the clock of the service. */
  writtenAt: Date
}

/**
 * Objects by id (UUID), in one folder of the bucket. Every call throws StorageError if it gets no proper
 * response.
 */
export interface Bucket {
  hasPublicEndpoint: boolean
  /** Throws the signal's reason when `signal` is aborted. */
  write(id: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>
  /** All bytes from `start` up to `end` (exclusive). Null if there is no such object with this `length`. */
  read(id: string, range: ObjectRange, signal?: AbortSignal): Promise<Uint8Array | null>
  /** Also succeeds if there is no such object. */
  remove(id: string): Promise<void>
  /** All objects in the folder, in pages. */
  list(): AsyncIterable<ListedObject[]>
  /** A presigned address for browsers. */
  publicAddressOf(id: string, seconds: number): string
}

interface ObjectRange {
  start: number
  end: number
  length: number
}

/**
 * A transfer gets additional time for its bytes, at this rate. If the connection is slower, uploads fail, and
 * results stay in the database.
 */
const bytesPerSecondMin = 256 * 1024
const triesMax = 3
const firstPauseMs = 50
const errorBytesMax = 4096

/**
 * The bucket of the settings, or null if they have none. `folder` separates the objects of several databases
 * in one bucket.
 */
export function createBucket(settings: BucketSettings, folder: string): Bucket | null {
  if (settings.s3Endpoint === null) return null
  const client = clientFor(settings, settings.s3Endpoint)
  const publicClient = settings.s3PublicEndpoint && clientFor(settings, settings.s3PublicEndpoint)
  const limits = { client, seconds: settings.s3Seconds }
  const nameOf = (id: string) => `${folder}/${id}`
  return {
    hasPublicEndpoint: Boolean(publicClient),
    write: (id, bytes, signal) =>
      withTime(limits, bytes.length, signal, async (call) => {
        const headers = { 'content-type': 'application/octet-stream' }
        const response = await call('PUT', nameOf(id), { body: bytes as Uint8Array<ArrayBuffer>, headers })
        await errorBytesOf(response)
        if (!response.ok) throw new StorageError(`status_${response.status}`)
      }),
    read: (id, range, signal) =>
      withTime(limits, range.end - range.start, signal, async (call) => {
        const headers = { range: `bytes=${range.start}-${range.end - 1}` }
        return readRange(await call('GET', nameOf(id), { headers }), range)
      }),
    remove: (id) =>
      withTime(limits, 0, undefined, async (call) => {
        const response = await call('DELETE', nameOf(id))
        const error = await errorBytesOf(response)
        if (!response.ok && !isMissing(response, error)) throw new StorageError(`status_${response.status}`)
      }),
    list: () => listFolder(limits, `${folder}/`),
    publicAddressOf: (id, expiresIn) => {
      if (!publicClient) throw new TypeError('S3_PUBLIC_ENDPOINT is not set')
      return publicClient.presign(nameOf(id), { expiresIn })
    },
  }
}

function clientFor(settings: BucketSettings, address: string): Bun.S3Client {
  const { s3Bucket, s3Region, s3AccessKeyId, s3SecretAccessKey, s3UrlStyle } = settings
  const endpoint = new URL(address)
  const virtualHostedStyle = s3UrlStyle === 'host'
  if (virtualHostedStyle) endpoint.hostname = `${s3Bucket}.${endpoint.hostname}`
  return new Bun.S3Client({
    endpoint: endpoint.href.replace(/\/$/, ''),
    virtualHostedStyle,
    bucket: s3Bucket!,
    region: s3Region,
    accessKeyId: s3AccessKeyId!,
    secretAccessKey: s3SecretAccessKey!,
  })
}

interface Limits {
  client: Bun.S3Client
  seconds: number
}

type Call = (method: 'GET' | 'PUT' | 'DELETE', name: string, init?: RequestInit) => Promise<Response>

/**
 * Retries after any error: at most three attempts, within a time limit that grows with the number of bytes.
 */
async function withTime<T>(
  { client, seconds }: Limits,
  bytes: number,
  outer: AbortSignal | undefined,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const time = AbortSignal.timeout((seconds + bytes / bytesPerSecondMin) * 1000)
  const signal = outer ? AbortSignal.any([outer, time]) : time
  const call: Call = (method, name, init) =>
    fetch(client.presign(name, { method, expiresIn: 3600 }), {
      ...init,
      method,
      signal,
      redirect: 'manual',
      decompress: false,
    })
  for (let tries = 1; ; tries++) {
    try {
      return await work(call)
    } catch (error) {
      outer?.throwIfAborted()
      if (time.aborted) throw new StorageError('timeout')
      if (tries === triesMax) throw storageErrorOf(error)
    }
    await sleep(firstPauseMs * 4 ** (tries - 1), undefined, { signal }).catch(() => {})
  }
}

/** Only the code of an error is passed on, because errors of fetch contain the whole signed address. */
function storageErrorOf(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { code } = error as { code?: unknown }
  return new StorageError(typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'no_answer')
}

async function readRange(
  response: Response,
  { start, end, length }: ObjectRange,
): Promise<Uint8Array | null> {
  if (response.status !== 206 && response.status !== 200) {
    const error = await errorBytesOf(response)
    // 416: the object ends before the range begins.
    if (isMissing(response, error) || response.status === 416) return null
    throw new StorageError(`status_${response.status}`)
  }
  const isWhole = response.status === 200
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '')
  // Some services answer a range over the whole object with 200.
  const isAsked = isWhole
    ? start === 0 && end === length && Number(response.headers.get('content-length')) === length
    : Number(range?.[1]) === start && Number(range?.[2]) === end - 1
  const isOther = !isWhole && range !== null && Number(range[3]) !== length
  if (isOther || !isAsked) {
    await response.body?.cancel()
    if (isOther) return null
    throw new StorageError('range_ignored')
  }
  const read = await readBounded(response.body, end - start)
  if (read.end !== 'whole' || read.bytes.length !== end - start) throw new StorageError('answer_cut')
  return read.bytes
}

async function errorBytesOf(response: Response): Promise<string> {
  return (await readBounded(response.body, errorBytesMax)).bytes.toString('latin1')
}

/** A missing bucket also causes a 404, which must not look like a missing result. */
function isMissing({ status }: Response, error: string): boolean {
  return status === 404 && error.includes('<Code>NoSuchKey</Code>')
}

async function* listFolder({ client, seconds }: Limits, prefix: string): AsyncIterable<ListedObject[]> {
  let continuationToken: string | undefined
  do {
    const asked = { prefix, maxKeys: 1000, ...(continuationToken !== undefined && { continuationToken }) }
    const page = await withTimeout(seconds, client.list(asked)).catch((error: unknown) => {
      throw storageErrorOf(error)
    })
    yield (page.contents ?? []).map(({ key, lastModified }) => ({
      id: key.slice(prefix.length),
      writtenAt: new Date(lastModified ?? Date.now()),
    }))
    continuationToken = page.isTruncated ? page.nextContinuationToken : undefined
  } while (continuationToken !== undefined)
}
