/** The answer to requests whose address is longer than any address of this server. */
import type { Endpoint, EndpointFor, Route } from '../endpoint.ts'
import { failure } from '../request/answers.ts'
import { Failure, ProcessAnswer } from '../schemas.ts'
import { refusal } from './packages.ts'

/**
 * The longest address has about 400 characters: a signed one, with the longest host name. Longer ones are
 * refused before anything parses them. A query of 16,000 characters takes a millisecond to parse.
 */
export const addressCharactersMax = 1024

const documented = `The address has more than ${addressCharactersMax} characters.`
const shared = {
  summary: 'An address that is too long',
  description: 'Refused requests count against the REQUESTS_PER_MINUTE of their sender.',
  group: 'Server',
  needs: 'nothing',
  isHidden: true,
  isPoll: true,
  limit: 'request',
} as const satisfies Partial<EndpointFor<'nothing'>>

const posted: Endpoint = {
  ...shared,
  answers: {
    414: { description: documented, schema: ProcessAnswer },
    429: { description: 'Too many requests.', schema: ProcessAnswer },
  },
  // The official client waits forever unless a POST is answered in the usual format.
  onFailure: (status) => refusal(status, status === 429 ? 'too_many_requests' : 'internal'),
  handle: () => refusal(414, 'wrong_address'),
}

const others: Endpoint = {
  ...shared,
  answers: {
    414: { description: documented, schema: Failure },
    429: { description: 'Too many requests.', schema: Failure },
  },
  handle: () => failure(414, 'address_too_long'),
}

/**
 * The route of a request with too long an address. The router does not know it; app.ts measures the address
 * before routing.
 */
export function tooLongRoute(method: string): Route {
  return method === 'POST' ? ['POST', 'too_long', posted] : ['GET', 'too_long', others]
}
