/**
 * The routes of a finished package's result: encrypted, at a signed address (/blob), or decrypted (/data).
 */
import { isGenuineResult, openPieces, signObject } from '../../crypto.ts'
import { safeError, tagOf } from '../../telemetry/logger.ts'
import { findOwned } from '../../packages/find-owned.ts'
import type { Claimant } from '../../packages/parts.ts'
import { stateOf } from '../../queue/states.ts'
import { type BlobDescription, BlobChangedError, StorageError } from '../../results/store.ts'
import { bytes, failure, json, octets } from '../request/answers.ts'
import { baseUrlOf } from '../request/base-url.ts'
import { networkOf } from '../request/client-address.ts'
import { streamed } from '../request/result-stream.ts'
import { createSlots } from '../request/slots.ts'
import type { Answer, Context, Endpoint, Route } from '../endpoint.ts'
import { BlobAnswer, Failure, parameters } from '../schemas.ts'

/**
 * Results up to this size are read and verified before the first byte is sent, so that damage is a 404. Real
 * results have 1–10 MB. Larger results are verified while they are sent, and cut off before their end if they
 * are damaged.
 */
const checkedBytesMax = 16 * 1024 * 1024
/**
 * Responses up to this size are sent in one piece with their length, since they fit into a connection's
 * buffers.
 */
const onePieceBytesMax = 64 * 1024
/** The longest wait for a slot. */
const slotSeconds = 20

const refusals: Record<number, Answer> = {
  401: { description: 'The KEY does not belong to this package.', schema: Failure },
  404: {
    description: 'There is no result, or it is damaged.',
    schema: Failure,
    example: { error: 'result_not_found', errorMessageCode: 'UNKNOWN_PACKAGE_ID' },
  },
  429: { description: 'Too many fetches; see Retry-After.', schema: Failure },
  500: { description: 'Internal error.', schema: Failure },
  503: { description: 'The database or the bucket does not respond. Try again.', schema: Failure },
}

/** The routes. They share the slots for sending results. */
export function resultRoutes(context: Pick<Context, 'config'>): Route[] {
  const send = createSending(context)
  return [
    ['GET', '/process/:id/blob', getBlob],
    ['GET', '/process/:id/data', createGetData(send)],
    ['GET', '/objects/:blobId', createGetObject(send)],
  ]
}

const getBlob: Endpoint = {
  summary: 'Address of the encrypted result',
  description:
    'The bytes at `url` are encrypted with AES-256-CBC and PKCS#7 under SHA-256(KEY). Decrypted, they are a gzipped SQLite file.',
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

function createGetData(send: Sending): Endpoint {
  return {
    summary: 'The result, decrypted',
    description:
      'A gzipped SQLite file, decrypted with the KEY of the request. Every byte is verified before the last one is sent.',
    group: 'Results',
    limit: 'result',
    needs: 'key',
    params: { id: parameters.id },
    answers: { 200: { description: 'The gzip file.', contentType: octets }, ...refusals },
    async handle(incoming, context) {
      const found = await findResult(incoming, context)
      if (found instanceof Response) return found
      const { blob, key } = found
      return send(found, incoming.address, context, (pieces) => openPieces(pieces, blob, key))
    },
  }
}

function createGetObject(send: Sending): Endpoint {
  return {
    summary: 'The encrypted result itself',
    description: 'Only through an address that /blob returned, while it is valid. Needs no authorization.',
    group: 'Results',
    needs: 'signature',
    limit: 'result',
    params: { blobId: parameters.blobId },
    query: { expires: parameters.expires, signature: parameters.signature },
    answers: {
      200: { description: 'The ciphertext.', contentType: octets },
      404: { description: 'Expired, deleted, damaged, or not signed by this server.', schema: Failure },
      429: refusals[429]!,
      500: refusals[500]!,
      503: refusals[503]!,
    },
    async handle({ blobId, address }, context) {
      const blob = await context.storage.describe(blobId)
      if (!blob) return failure(404, 'object_not_found')
      return send({ blobId, blob }, address, context, (pieces) => pieces)
    },
  }
}

/** Sends a stored result. `convert` transforms its pieces. */
type Sending = (
  result: { blobId: string; blob: BlobDescription },
  address: string,
  context: Context,
  convert: (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
) => Promise<Response>

/**
 * Creates the sending function. Results of more than one piece need a slot, so that clients that do not read
 * use little memory and block nobody.
 */
function createSending({ config }: Pick<Context, 'config'>): Sending {
  const slots = createSlots({
    max: config.resultFetchesMax,
    perNameMax: config.resultFetchesPerAddress,
    waitSeconds: slotSeconds,
  })
  return ({ blobId, blob }, address, context, convert) =>
    servingIntact(blob.packageId, context, async () => {
      const { storage } = context
      if (blob.length <= onePieceBytesMax) return bytes(await joined(convert(storage.read(blobId))))
      const release = await slots.take(networkOf(address))
      if (!release)
        return json(429, { error: 'too_many_requests' } satisfies Failure, { 'retry-after': '10' })
      try {
        if (blob.length <= checkedBytesMax) for await (const _ of storage.read(blobId));
        return await streamed(convert(storage.read(blobId)), {
          stallSeconds: config.resultStallSeconds,
          onEnd: release,
          onFailure: (error) =>
            void (error instanceof BlobChangedError ? damaged : unread)(blob.packageId, context, error),
        })
      } catch (error) {
        release()
        throw error
      }
    })
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

interface FoundResult {
  key: string
  blobId: string
  blob: BlobDescription
}

/**
 * The result of the package in the path, for the owner of its KEY; otherwise the response that refuses the
 * request.
 */
async function findResult({ key, packageId }: Claimant, context: Context): Promise<FoundResult | Response> {
  const state = await findOwned({ key, packageId }, context)
  if (state === 'unauthorized') return failure(401, 'unauthorized', 'UNAUTHORIZED')
  const blobId = state !== 'unknown' && stateOf(state) === 'processed' ? state.blobId : null
  const blob = blobId ? await context.storage.describe(blobId) : null
  if (!blobId || !blob) return failure(404, 'result_not_found', 'UNKNOWN_PACKAGE_ID')
  return isGenuineResult(blob, key, packageId) ? { key, blobId, blob } : damaged(packageId, context)
}

/**
 * A damaged result gets a 404, like a missing one: the client shows an error for a 404, but retries a 500
 * forever.
 */
function damaged(packageId: string, { logger }: Context, error?: unknown): Response {
  logger.error('result_damaged', { package: tagOf(packageId), ...(error !== undefined && safeError(error)) })
  return failure(404, 'result_damaged', 'UNKNOWN_ERROR')
}

/** The result could not be read but may be intact, so the client may try again. */
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
    if (error instanceof StorageError) return unread(packageId, context, error)
    throw error
  }
}
