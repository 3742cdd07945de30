/**
 * Admits or refuses a request, depending on the needs of its route. It runs before every handler, so no
 * handler can forget a check.
 */
import { isSameSecret, isSignedObject, packageIdOf } from '../crypto.ts'
import { isKey } from '../data-package/fetch/link.ts'
import type { Admissions, Context, Endpoint, Incoming, Need } from './endpoint.ts'
import { failure, json } from './request/answers.ts'
import { queryOf } from './request/base-url.ts'
import { networkOf, networkTest } from './request/client-address.ts'
import { createRateLimit } from './request/rate-limit.ts'

/** Returns the admission for the handler, or the response that refuses the request. */
export type Guard = (endpoint: Endpoint, incoming: Incoming) => Admissions[Need] | Response

/**
 * Limit on wrong tokens per address. The right token is always admitted, because anyone could otherwise lock
 * the operator out.
 */
const wrongTokens = { perMinute: 5, burst: 10 }

/** A KEY and a token have at most 4,096 characters. */
const bearer = /^Bearer (\S{1,4096})$/i
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The form of a signature: HMAC-SHA-256 in base64url. */
const signatureForm = /^[A-Za-z0-9_-]{43}$/

/**
 * Creates a guard. It uses only the request and the server's secrets, so a wrong KEY reveals nothing about
 * existing packages.
 */
export function createGuard({
  config,
  keyring,
  objectSecret,
}: Pick<Context, 'config' | 'keyring' | 'objectSecret'>): Guard {
  const maySubmit = config.allowedNetworks === null ? () => true : networkTest(config.allowedNetworks)
  const wrong = createRateLimit(wrongTokens)
  const admitToken = (token: string | null, { request, address }: Incoming) => {
    const given = bearerOf(request)
    if (token !== null && given !== null && isSameSecret(given, token)) return {}
    const waitSeconds = wrong.take(networkOf(address))
    if (waitSeconds === 0) return failure(401, 'unauthorized')
    return json(429, { error: 'too_many_requests' }, { 'retry-after': String(waitSeconds) })
  }
  const admit: { [N in Need]: (incoming: Incoming) => Admissions[N] | Response | null } = {
    key: (incoming) => {
      keyring.noteUse()
      return claimantOf(incoming)
    },
    admin: (incoming) => admitToken(config.adminToken, incoming),
    metrics: (incoming) => admitToken(config.metricsToken, incoming),
    signature: ({ request, params }) =>
      isSignedRequest(objectSecret, request, params.blobId!)
        ? { blobId: params.blobId! }
        : failure(404, 'object_not_found'),
    nothing: () => ({}),
  }
  return (endpoint, incoming) => {
    if (endpoint.isSubmission && !maySubmit(incoming.address)) {
      return endpoint.onFailure?.(403) ?? failure(403, 'network_not_allowed')
    }
    // An unknown need is possible in spite of the types. It is refused.
    const admission = Object.hasOwn(admit, endpoint.needs) ? admit[endpoint.needs](incoming) : null
    return admission ?? endpoint.onFailure?.(401) ?? failure(401, 'unauthorized', 'UNAUTHORIZED')
  }
}

/** The token of `Authorization: Bearer …`, or null. */
function bearerOf(request: Request): string | null {
  return bearer.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
}

/** The KEY of the request, if its id is that of the package in the path. */
function claimantOf({ request, params }: Incoming): Admissions['key'] | null {
  const key = bearerOf(request)
  const packageId = params.id ?? ''
  return key !== null && isKey(key) && packageIdOf(key) === packageId ? { key, packageId } : null
}

/**
 * Whether this server issued the address and it has not expired. Malformed parts are refused without further
 * checks.
 */
function isSignedRequest(secret: Uint8Array, request: Request, blobId: string): boolean {
  const query = queryOf(request)
  const [expires, signature] = [query.get('expires') ?? '', query.get('signature') ?? '']
  if (!uuid.test(blobId) || !/^\d{1,12}$/.test(expires) || !signatureForm.test(signature)) return false
  return isSignedObject(secret, blobId, Number(expires), signature) && Date.now() < Number(expires) * 1000
}
