/**
 * Which bucket a request takes from: its package's, its object's, or its address's, by what it had to bring.
 */
import type { Config } from '../../config/config.ts'
import type { Admissions, Endpoint, Incoming, Need } from '../endpoint.ts'
import { networkOf } from './client-address.ts'
import { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit.ts'

/** Seconds to wait before a request that was let in may be answered; 0: now. */
export type RequestLimits = (endpoint: Endpoint, incoming: Incoming & Admissions[Need]) => number

type Settings = Pick<
  Config,
  'requestsPerMinute' | 'requestsBurst' | 'resultsPerMinute' | 'resultsBurst' | 'widgetsPerMinute'
>

/**
 * Each kind of name has buckets of its own: many addresses cannot push the packages' buckets out, nor the
 * other way.
 */
type Buckets = Record<'package' | 'object' | 'address', RateLimit>

/**
 * Requests that were not let in take nothing here: they cost next to nothing, and whoever knows only the id
 * of a package must not use up its owner's share. An address counts only where no KEY is needed: behind one
 * there may be many owners.
 */
export function createRequestLimits(settings: Settings): RequestLimits {
  const limits = {
    request: bucketsOf({ perMinute: settings.requestsPerMinute, burst: settings.requestsBurst }),
    result: bucketsOf({ perMinute: settings.resultsPerMinute, burst: settings.resultsBurst }),
    widget: bucketsOf({ perMinute: settings.widgetsPerMinute, burst: settings.widgetsPerMinute }),
  }
  return ({ needs, limit }, { params, address }) => {
    if (!limit) return 0
    const buckets = limits[limit]
    if (needs === 'key') {
      // Anybody can make a KEY and its id: whose result was not fetched before counts against the address as
      // well.
      const isNew = limit === 'result' && !buckets.package.has(params.id!)
      const waitSeconds = isNew ? limits.request.address.take(networkOf(address)) : 0
      return waitSeconds || buckets.package.take(params.id!)
    }
    if (needs === 'signature') return buckets.object.take(params.blobId!)
    return buckets.address.take(networkOf(address))
  }
}

function bucketsOf(options: RateLimitOptions): Buckets {
  return {
    package: createRateLimit(options),
    object: createRateLimit(options),
    address: createRateLimit(options),
  }
}
