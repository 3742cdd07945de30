/** Selects the bucket for a request, by what its route needs: that of its package, object or address. */
import type { Config } from '../../config/config.ts'
import type { Admissions, Endpoint, Incoming, Need } from '../endpoint.ts'
import { networkOf } from './client-address.ts'
import { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit.ts'

/** Seconds to wait before an admitted request may be answered; 0: now. */
export type RequestLimits = (endpoint: Endpoint, incoming: Incoming & Admissions[Need]) => number

type Settings = Pick<
  Config,
  'requestsPerMinute' | 'requestsBurst' | 'resultsPerMinute' | 'resultsBurst' | 'widgetsPerMinute'
>

/**
 * Each kind has its own buckets, so that many addresses cannot use up the buckets for packages, or vice
 * versa.
 */
type Buckets = Record<'package' | 'object' | 'address', RateLimit>

/**
 * Refused requests take no tokens here: they cost almost nothing, and somebody who only knows a package's id
 * must not use up its owner's share. Addresses count only where no KEY is needed, since one address may have
 * many owners.
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
      // Anybody can make a KEY and its id, so the first fetch of a result counts against the address too.
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
