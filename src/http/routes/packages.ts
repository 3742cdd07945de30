/** POST /process and DELETE /process/:id: submits and deletes a package. */
import { parseLink, type PackageLink } from '../../data-package/fetch/link.ts'
import { type Detail, details, PackageError } from '../../errors.ts'
import { findOwned } from '../../packages/find-owned.ts'
import { removePackage } from '../../packages/remove.ts'
import { submitPackage } from '../../packages/submit.ts'
import { asRefusal } from '../answer.ts'
import type { Context, Endpoint, FailureStatus, Incoming } from '../endpoint.ts'
import { json, RefusedBodyError } from '../request/answers.ts'
import { bodyReader } from '../request/body.ts'
import { networkOf } from '../request/client-address.ts'
import { createRateLimit } from '../request/rate-limit.ts'
import { DeleteAnswer, parameters, ProcessAnswer, ProcessRequest } from '../schemas.ts'

const exampleLink = `https://click.discord.com/ls/click?upn=${'u001.'.repeat(5)}…`
const exampleId = '5d41402abc4b2a76b9719d911017c592'
const readBody = bodyReader(ProcessRequest)

const failureDetails: { [Status in FailureStatus]?: Detail } = {
  403: 'network_not_allowed',
  429: 'too_many_requests',
}

/** POST /process, with limits on links per address and on starts per package. */
export function createPostProcess({ config }: Pick<Context, 'config'>): Endpoint {
  const limits = { perMinute: config.postsPerMinute, burst: config.postsBurst }
  const ofAddress = createRateLimit(limits)
  const ofPackage = createRateLimit(limits)
  return {
    summary: 'Submit a package link',
    description:
      'Puts the package into the queue. It is safe to repeat: a package that waits, is in progress or is ready ' +
      'is not changed; one that failed or was deleted starts again. The KEY is the `upn` of the link. Keep it: every ' +
      'other call needs it, and the server does not store it.',
    group: 'Packages',
    needs: 'nothing',
    isSubmission: true,
    body: ProcessRequest,
    limit: 'request',
    bodyExample: { package_link: exampleLink },
    answers: {
      200: {
        description:
          'Accepted, or refused because the link is invalid (`INVALID_LINK`) or an uploaded result is gone (`EXPIRED_LINK`).',
        schema: ProcessAnswer,
        example: { isAccepted: true, packageId: exampleId, errorMessageCode: null, errorDetail: null },
      },
      400: { description: 'The body is not `{"package_link": "…"}`.', schema: ProcessAnswer },
      401: { description: 'Another KEY has the same package id.', schema: ProcessAnswer },
      403: { description: 'Not allowed from this address (`ALLOWED_NETWORKS`).', schema: ProcessAnswer },
      413: { description: 'The body is longer than any link.', schema: ProcessAnswer },
      429: {
        description:
          'Too many links from this address or for this package, or too many unfinished packages from this address; see Retry-After.',
        schema: ProcessAnswer,
      },
      500: { description: 'Internal error.', schema: ProcessAnswer },
      503: { description: 'The queue is full, or the database does not respond.', schema: ProcessAnswer },
    },
    onFailure: (status) => refusal(status, failureDetails[status] ?? 'internal'),
    async handle({ request, address }, context) {
      const takeAddress = () => ofAddress.take(networkOf(address))
      const link = await readLink(request, context.config)
      if (link instanceof Response) {
        const waitSeconds = takeAddress()
        return asRefusal(waitSeconds > 0 ? tooMany(waitSeconds) : link)
      }
      const { packageId } = link
      const takeStart = () => takeAddress() || ofPackage.take(packageId)
      const submission = await submitPackage(link, context, networkOf(address), takeStart)
      switch (submission.verdict) {
        case 'too_many':
          return asRefusal(tooMany(submission.waitSeconds))
        case 'queue_full':
          return asRefusal(refusal(503, 'queue_full', { 'retry-after': '60' }))
        case 'address_full':
          return asRefusal(refusal(429, 'address_full', { 'retry-after': '60' }))
        case 'unauthorized':
          return refusal(401, 'key_mismatch')
        case 'expired':
          return refusal(200, 'link_expired')
        case 'accepted':
          return processAnswer(200, {
            isAccepted: true,
            packageId,
            errorMessageCode: null,
            errorDetail: null,
          })
      }
    },
  }
}

/** The link in the body, or the response that refuses an invalid body or link. */
async function readLink(
  request: Incoming['request'],
  { postBodyBytesMax, allowedOrigins }: Context['config'],
): Promise<PackageLink | Response> {
  try {
    const { package_link } = await readBody(request, postBodyBytesMax)
    return parseLink(package_link, allowedOrigins)
  } catch (error) {
    if (error instanceof RefusedBodyError) return refusal(error.status, 'link_malformed')
    if (error instanceof PackageError) return refusal(200, error.detail)
    throw error
  }
}

/**
 * A refusal in the only format that the official client understands. Anything else would leave it waiting
 * forever.
 */
export function refusal(status: number, detail: Detail, headers?: Record<string, string>): Response {
  const errorMessageCode = details[detail].code
  const answer = { isAccepted: false, packageId: null, errorMessageCode, errorDetail: detail }
  return processAnswer(status, answer, headers)
}

function tooMany(waitSeconds: number): Response {
  return refusal(429, 'too_many_requests', { 'retry-after': String(waitSeconds) })
}

function processAnswer(status: number, answer: ProcessAnswer, headers?: Record<string, string>): Response {
  return json(status, answer, headers)
}

export const deleteProcess: Endpoint = {
  summary: 'Delete a package',
  description:
    'Removes the package and its result, and stops work on it. Previously issued addresses stop working, those of a bucket (`S3_PUBLIC_ENDPOINT`) within seconds.',
  group: 'Packages',
  needs: 'key',
  limit: 'request',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'Deleted, or unknown (`UNKNOWN_PACKAGE_ID`).',
      schema: DeleteAnswer,
      example: { isDeleted: true, errorMessageCode: null },
    },
    401: { description: 'The KEY does not belong to this package.', schema: DeleteAnswer },
    429: { description: 'Too many requests; see Retry-After.', schema: DeleteAnswer },
    500: { description: 'Internal error.', schema: DeleteAnswer },
    503: { description: 'The database does not respond. Try again.', schema: DeleteAnswer },
  },
  onFailure: (status) =>
    json(status, {
      isDeleted: false,
      errorMessageCode: status === 401 ? 'UNAUTHORIZED' : 'UNKNOWN_ERROR',
    } satisfies DeleteAnswer),
  async handle({ key, packageId }, context) {
    const found = await findOwned({ key, packageId }, context)
    if (found === 'unauthorized') return json(401, { isDeleted: false, errorMessageCode: 'UNAUTHORIZED' })
    const isDeleted = await removePackage(packageId, context)
    return json(200, {
      isDeleted,
      errorMessageCode: isDeleted ? null : 'UNKNOWN_PACKAGE_ID',
    } satisfies DeleteAnswer)
  },
}
