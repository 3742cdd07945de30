/** POST /process and DELETE /process/:id: a package comes in, a package goes. */
import { sealLink, verifierOf } from '../../crypto.ts'
import { type PackageLink, parseLink } from '../../data-package/fetch/link.ts'
import { type Detail, details, PackageError } from '../../errors.ts'
import { enqueue, findMany, remove } from '../../queue/jobs.ts'
import { json, Refusal } from '../request/answers.ts'
import { isOwner, keyFor } from '../auth.ts'
import { bodyReader } from '../request/body.ts'
import { isTransientError } from '../../db/transient-errors.ts'
import { withTimeout } from '../../platform/time-limit.ts'
import type { Context, Endpoint } from '../endpoint.ts'
import { networkOf } from '../request/client-address.ts'
import { adoptLegacy } from './legacy.ts'
import { createRateLimit, type RateLimit } from '../request/rate-limit.ts'
import { DeleteAnswer, parameters, ProcessAnswer, ProcessRequest } from '../schemas.ts'

const exampleLink = `https://click.discord.com/ls/click?upn=${'u001.'.repeat(5)}…`
const exampleId = '5d41402abc4b2a76b9719d911017c592'
/** How long a link waits for a database that does not answer: a restart of PostgreSQL takes less. */
const patienceMs = 5000
/** A connection that was cut without a word never answers; the next attempt takes another one. */
const attemptSeconds = 2.5
/** A deletion is not tried again: the second one would find nothing. */
const deletionSeconds = 20
const readBody = bodyReader(ProcessRequest)

/** POST /process, with a limit of its own on how many links an address may send. */
export function createPostProcess({ config }: Pick<Context, 'config'>): Endpoint {
  const limit = createRateLimit({ perMinute: config.postsPerMinute, burst: config.postsBurst })
  return {
    summary: 'Hand in a package link',
    description:
      'Puts the package into the queue. Send it as often as you like: a package that waits, is worked on or is ready ' +
      'stays as it is; one that failed or was deleted starts again. The KEY is the `upn` of the link; keep it, every ' +
      'other call needs it, and the server does not store it.',
    group: 'Packages',
    body: ProcessRequest,
    limit: 'request',
    bodyExample: { package_link: exampleLink },
    answers: {
      200: {
        description: 'Accepted, or refused because of the link itself (`INVALID_LINK`).',
        schema: ProcessAnswer,
        example: { isAccepted: true, packageId: exampleId, errorMessageCode: null, errorDetail: null },
      },
      400: { description: 'The body is not `{"package_link": "…"}`.', schema: ProcessAnswer },
      401: { description: 'Another KEY has the same package id.', schema: ProcessAnswer },
      413: { description: 'The body is longer than any link.', schema: ProcessAnswer },
      429: {
        description: 'Too many links from this address, or of this package; see Retry-After.',
        schema: ProcessAnswer,
      },
      500: { description: 'Something went wrong in the server.', schema: ProcessAnswer },
      503: { description: 'The queue is full, or the database does not answer.', schema: ProcessAnswer },
    },
    onFailure: (status) => refuse(status, status === 429 ? 'too_many_requests' : 'internal'),
    async handle({ request, address }, context) {
      try {
        const { package_link } = await readBody(request, config.postBodyBytesMax)
        const link = parseLink(package_link, config.allowedOrigins)
        return await patiently(() => accept(link, address, limit, context))
      } catch (error) {
        if (error instanceof Refusal) return refuse(error.status, 'link_malformed')
        if (error instanceof PackageError) return refuse(200, error.detail)
        throw error
      }
    },
  }
}

async function accept(
  link: PackageLink,
  address: string,
  limit: RateLimit,
  context: Context,
): Promise<Response> {
  const { packageId, key } = link
  const { config, database, keyring, board, signals, notify } = context
  const verifier = verifierOf(key, packageId)
  let [known] = await findMany(database, [packageId])
  const isMissing = !known || known.errorCode !== null
  if (isMissing && (await adoptLegacy(packageId, key, context)))
    [known] = await findMany(database, [packageId])
  // A package that is here already costs nothing: clients send its link whenever their user comes back.
  if (!known || known.errorCode !== null) {
    const waitSeconds = limit.take(networkOf(address)) || limit.take(`package ${packageId}`)
    if (waitSeconds > 0) return refuse(429, 'too_many_requests', { 'retry-after': String(waitSeconds) })
  }
  const sealedLink = link.isDiscord ? null : sealLink(link.link, key, packageId)
  const enqueued = await enqueue(database, { packageId, verifier, sealedLink, queueMax: config.queueMax })
  if (enqueued === 'queue_full') return refuse(503, 'queue_full', { 'retry-after': '60' })
  if (enqueued === 'unauthorized') return refuse(401, 'key_mismatch')
  board.invalidate(packageId)
  notify({ kind: known && known.errorCode === null ? 'loaded' : 'new', packageId })
  if (known?.step !== 'PROCESSED') {
    keyring.hold(packageId, key, link.link)
    signals.wake()
  }
  return json(200, {
    isAccepted: true,
    packageId,
    errorMessageCode: null,
    errorDetail: null,
  } satisfies ProcessAnswer)
}

/** The client understands a refusal only in this shape; anything else leaves it waiting for ever. */
function refuse(status: number, detail: Detail, headers?: Record<string, string>): Response {
  const errorMessageCode = details[detail].code
  return json(
    status,
    { isAccepted: false, packageId: null, errorMessageCode, errorDetail: detail } satisfies ProcessAnswer,
    headers,
  )
}

/** Tries again while the database is away, since the client takes the first answer for the last. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await withTimeout(attemptSeconds, attempt())
    } catch (error) {
      if (!isTransientError(error) || performance.now() > deadline) throw error
      await Bun.sleep(250)
    }
  }
}

export const deleteProcess: Endpoint = {
  summary: 'Delete a package',
  description:
    'Removes the package and its result, and stops work on it. Addresses given out before lead to nothing.',
  group: 'Packages',
  needsKey: true,
  limit: 'request',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'Deleted, or not there (`UNKNOWN_PACKAGE_ID`).',
      schema: DeleteAnswer,
      example: { isDeleted: true, errorMessageCode: null },
    },
    401: { description: 'The KEY is not that of this package.', schema: DeleteAnswer },
    429: { description: 'Asked too often; see Retry-After.', schema: DeleteAnswer },
    500: { description: 'Something went wrong in the server.', schema: DeleteAnswer },
    503: { description: 'The database does not answer: try again.', schema: DeleteAnswer },
  },
  onFailure: (status) => json(status, { isDeleted: false, errorMessageCode: 'UNKNOWN_ERROR' }),
  async handle({ request, params }, { database, keyring, board, signals, notify }) {
    const packageId = params.id!
    const key = keyFor(request, packageId)
    if (!key) return json(401, { isDeleted: false, errorMessageCode: 'UNAUTHORIZED' })
    const [known] = await findMany(database, [packageId])
    if (known && !isOwner(known, key))
      return json(401, { isDeleted: false, errorMessageCode: 'UNAUTHORIZED' })
    const isDeleted = await withTimeout(deletionSeconds, remove(database, packageId))
    keyring.forget(packageId)
    board.invalidate(packageId)
    signals.cancelled(packageId)
    if (isDeleted) notify({ kind: 'deleted', packageId })
    return json(200, { isDeleted, errorMessageCode: isDeleted ? null : 'UNKNOWN_PACKAGE_ID' })
  },
}
