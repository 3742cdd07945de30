/** Which bucket a request takes from: its package's, once its KEY is known to be right, else its address's. */
import type { Config } from '../../config/config.ts'
import { keyFor } from '../auth.ts'
import { networkOf } from './client-address.ts'
import type { Endpoint, Incoming } from '../endpoint.ts'
import { createRateLimit } from './rate-limit.ts'

/** Seconds to wait before a request may be answered; 0: now. */
export type RequestLimits = (endpoint: Endpoint, incoming: Incoming) => number

type Settings = Pick<Config, 'requestsPerMinute' | 'requestsBurst' | 'resultsPerMinute' | 'resultsBurst'>

/**
 * Requests with a wrong KEY take nothing: they cost next to nothing, and whoever knows only the id of a package must not
 * use up its owner's share. An address counts only where no KEY is needed: behind one there may be many owners.
 */
export function createRequestLimits(settings: Settings): RequestLimits {
  const limits = {
    request: createRateLimit({ perMinute: settings.requestsPerMinute, burst: settings.requestsBurst }),
    result: createRateLimit({ perMinute: settings.resultsPerMinute, burst: settings.resultsBurst }),
  }
  return ({ limit, needsKey }, { request, params, address }) => {
    if (!limit) return 0
    const { id, blobId } = params
    if (needsKey) return keyFor(request, id!) === null ? 0 : limits[limit].take(`package ${id}`)
    return limits[limit].take(blobId === undefined ? networkOf(address) : `object ${blobId}`)
  }
}
