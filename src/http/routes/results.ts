/** Where a finished package's result is fetched: encrypted by a signed address (/blob), or decrypted (/data). */
import { isGenuineResult, openResult, signObject } from '../../crypto.ts'
import { safeError, tagOf } from '../../telemetry/logger.ts'
import { findOwned } from '../../packages/find-owned.ts'
import type { Claimant } from '../../packages/parts.ts'
import { stateOf } from '../../queue/states.ts'
import { type BlobDescription, BlobChangedError, StorageTrouble } from '../../results/store.ts'
import { bytes, failure, json, octets } from '../request/answers.ts'
import { baseUrlOf } from '../request/base-url.ts'
import type { Answer, Context, Endpoint } from '../endpoint.ts'
import { BlobAnswer, Failure, parameters } from '../schemas.ts'

/**
 * Up to here an object is sent in one piece, with its length, after all of it was checked; real results are 1–10 MB. Bun
 * sends streams in chunks without a length, and breaks the connection off when the stream fails.
 */
const onePieceBytesMax = 16 * 1024 * 1024

const refusals: Record<number, Answer> = {
  401: { description: 'The KEY is not that of this package.', schema: Failure },
  404: {
    description: 'There is no (undamaged) result, or not yet.',
    schema: Failure,
    example: { error: 'result_not_found', errorMessageCode: 'UNKNOWN_PACKAGE_ID' },
  },
  429: { description: 'Fetched too often; see Retry-After.', schema: Failure },
  500: { description: 'Something went wrong in the server.', schema: Failure },
  503: { description: 'The database or the bucket does not answer: try again.', schema: Failure },
}

export const getBlob: Endpoint = {
  summary: 'Address of the encrypted result',
  description:
    'The bytes at `url` are AES-256-CBC with PKCS#7 under SHA-256(KEY); decrypted, they are the gzip of a SQLite file.',
  group: 'Results',
  limit: 'result',
  needs: 'key',
  params: { id: parameters.id },
  answers: { 200: { description: 'The address.', schema: BlobAnswer }, ...refusals },
  async handle(incoming, context) {
    const found = await findResult(incoming, context)
    if (found instanceof Response) return found
    const { config, objectSecret } = context
    const expires = Math.floor(Date.now() / 1000) + config.blobUrlSeconds
    const signature = signObject(objectSecret, found.blobId, expires)
    const base = baseUrlOf(incoming.request, config)
    return servingIntact(found.blob.packageId, context, async () => {
      const elsewhere = await context.storage.addressOf(found.blobId, config.blobUrlSeconds)
      return json(200, {
        url: elsewhere ?? `${base}/objects/${found.blobId}?expires=${expires}&signature=${signature}`,
        iv: Buffer.from(found.blob.iv).toString('hex'),
        ttl: config.blobUrlSeconds,
      })
    })
  },
}

export const getData: Endpoint = {
  summary: 'The result, decrypted',
  description:
    'The gzip of a SQLite file. Decrypted with the KEY of the request, after every byte was checked.',
  group: 'Results',
  limit: 'result',
  needs: 'key',
  params: { id: parameters.id },
  answers: { 200: { description: 'The gzip file.', contentType: octets }, ...refusals },
  async handle(incoming, context) {
    const found = await findResult(incoming, context)
    if (found instanceof Response) return found
    const { blob, blobId, key } = found
    return servingIntact(blob.packageId, context, async () => {
      const ciphertext = Buffer.from(await context.storage.readAll(blobId))
      const [iv, sha256, tag] = [blob.iv, blob.sha256, blob.tag].map((part) => Buffer.from(part))
      return bytes(openResult({ iv: iv!, sha256: sha256!, tag: tag!, ciphertext }, key, blob.packageId))
    })
  },
}

export const getObject: Endpoint = {
  summary: 'The encrypted result itself',
  description: 'Only by an address that /blob gave, while it is valid. Needs no authorization.',
  group: 'Results',
  needs: 'signature',
  limit: 'result',
  params: { blobId: parameters.blobId },
  query: { expires: parameters.expires, signature: parameters.signature },
  answers: {
    200: { description: 'The ciphertext.', contentType: octets },
    404: { description: 'Expired, deleted, damaged or not signed here.', schema: Failure },
    429: refusals[429]!,
    500: refusals[500]!,
    503: refusals[503]!,
  },
  async handle({ blobId }, context) {
    const blob = await context.storage.describe(blobId)
    if (!blob) return failure(404, 'object_not_found')
    return servingIntact(blob.packageId, context, async () =>
      blob.length > onePieceBytesMax
        ? await inPieces(
            context.storage.read(blobId),
            (error) =>
              void (error instanceof BlobChangedError ? damaged : unread)(blob.packageId, context, error),
          )
        : bytes(await context.storage.readAll(blobId)),
    )
  },
}

interface FoundResult {
  key: string
  blobId: string
  blob: BlobDescription
}

/** The result of the package in the path, for whoever has its KEY; else the refusal to send. */
async function findResult({ key, packageId }: Claimant, context: Context): Promise<FoundResult | Response> {
  const state = await findOwned({ key, packageId }, context)
  if (state === 'unauthorized') return failure(401, 'unauthorized', 'UNAUTHORIZED')
  const blobId = state !== 'unknown' && stateOf(state) === 'processed' ? state.blobId : null
  const blob = blobId ? await context.storage.describe(blobId) : null
  if (!blobId || !blob) return failure(404, 'result_not_found', 'UNKNOWN_PACKAGE_ID')
  return isGenuineResult(blob, key, packageId) ? { key, blobId, blob } : damaged(packageId, context)
}

/** Damage is answered as absence: the client shows an error for 404, and tries a 500 again without end. */
function damaged(packageId: string, { logger }: Context, error?: unknown): Response {
  logger.error('result_damaged', { package: tagOf(packageId), ...(error !== undefined && safeError(error)) })
  return failure(404, 'result_damaged', 'UNKNOWN_ERROR')
}

/** Not damaged as far as is known: the client may try again. */
function unread(packageId: string, { logger }: Context, error: unknown): Response {
  logger.error('result_not_read', { package: tagOf(packageId), ...safeError(error) })
  return failure(503, 'temporarily_unavailable')
}

async function servingIntact(
  packageId: string,
  context: Context,
  serve: () => Promise<Response>,
): Promise<Response> {
  try {
    return await serve()
  } catch (error) {
    if (error instanceof BlobChangedError) return damaged(packageId, context, error)
    if (error instanceof StorageTrouble) return unread(packageId, context, error)
    throw error
  }
}

/** Storage holds the last piece back until all was found right, so a changed object never completes. */
async function inPieces(
  pieces: AsyncIterable<Uint8Array>,
  onFailure: (error: unknown) => void,
): Promise<Response> {
  const iterator = pieces[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<Uint8Array>> | null = iterator.next()
  // The first piece is awaited here: an object that is gone is still a 404.
  await next
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await (next ?? iterator.next())
        next = null
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        onFailure(error)
        controller.error(error)
      }
    },
    cancel: async () => void (await iterator.return?.()),
  })
  return new Response(stream, { headers: { 'content-type': octets, 'cache-control': 'no-store' } })
}
