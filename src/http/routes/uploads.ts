/**
 * POST /results/:id: accepts a result that a browser made and encrypted, so that the Dumpus app can open it.
 */
import { ownKeyPrefix } from '../../data-package/own-key.ts'
import { acceptResult } from '../../packages/accept-result.ts'
import { asRefusal } from '../answer.ts'
import type { Context, Endpoint } from '../endpoint.ts'
import { failure, json, octets, RefusedBodyError } from '../request/answers.ts'
import { readAll } from '../request/body.ts'
import { networkOf } from '../request/client-address.ts'
import { createRateLimit } from '../request/rate-limit.ts'
import { createSlots } from '../request/slots.ts'
import { Failure, parameters, UploadAnswer } from '../schemas.ts'

/**
 * The most uploads that are read at the same time. Each keeps its body in memory. Those of one address are
 * read one after the other, since a body may take a minute.
 */
const atOnce = { max: 4, perNameMax: 1, waitSeconds: 20 }

/** POST /results/:id. It has the limits of links: an address may send as many uploads as links. */
export function createPostResult({ config }: Pick<Context, 'config'>): Endpoint {
  const ofAddress = createRateLimit({ perMinute: config.postsPerMinute, burst: config.postsBurst })
  const slots = createSlots(atOnce)
  return {
    summary: 'Upload a result that was made in a browser',
    description:
      'For the page’s “Open in the Dumpus app”. The page makes a KEY that begins with ' +
      `\`${ownKeyPrefix}\` and keeps it; \`:id\` is its MD5. The body is the IV (16 bytes), the integrity tag (32), the verifier ` +
      '(32) and the ciphertext. This server cannot decrypt it. Afterwards the package is ready for everyone who has the KEY. ' +
      'A link with such a KEY is never fetched from Discord.',
    group: 'Results',
    needs: 'nothing',
    isSubmission: true,
    limit: 'request',
    params: { id: parameters.id },
    bodyType: octets,
    answers: {
      200: {
        description: 'Stored by this or an earlier request.',
        schema: UploadAnswer,
        example: { isStored: true },
      },
      400: { description: 'The id is not an MD5, or the body has another format.', schema: Failure },
      403: {
        description: 'This server does not accept uploads (`UPLOADS_MAX` is 0), or not from this address.',
        schema: Failure,
      },
      409: { description: 'There is another package with this id.', schema: Failure },
      413: { description: 'The body is longer than `UPLOAD_BYTES_MAX`.', schema: Failure },
      429: { description: 'Too many uploads from this address; see Retry-After.', schema: Failure },
      500: { description: 'Internal error.', schema: Failure },
      503: {
        description: 'Too many uploads are stored or in progress, or the database does not respond.',
        schema: Failure,
      },
    },
    async handle({ request, params, address }, context) {
      if (config.uploadsMax === 0) return asRefusal(failure(403, 'uploads_off'))
      if (!/^[0-9a-f]{32}$/.test(params.id!)) return asRefusal(failure(400, 'malformed_id'))
      const waitSeconds = ofAddress.take(networkOf(address))
      if (waitSeconds > 0) return asRefusal(busy(429, 'too_many_requests', waitSeconds))
      const release = await slots.take(networkOf(address))
      if (!release) return asRefusal(busy(503, 'too_many_uploads', 5))
      try {
        const body = await readAll(request, config.uploadBytesMax)
        switch (await acceptResult(params.id!, body, context)) {
          case 'malformed':
            return asRefusal(failure(400, 'malformed_body'))
          case 'taken':
            return failure(409, 'id_taken')
          case 'full':
            return busy(503, 'too_many_uploads', 3600)
          case 'accepted':
            return json(200, { isStored: true } satisfies UploadAnswer)
        }
      } catch (error) {
        if (error instanceof RefusedBodyError) return asRefusal(failure(error.status, error.error))
        throw error
      } finally {
        release()
      }
    },
  }
}

function busy(status: 429 | 503, error: string, waitSeconds: number): Response {
  const response = failure(status, error)
  response.headers.set('retry-after', String(waitSeconds))
  return response
}
