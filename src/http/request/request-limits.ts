/** Selects the rate limit of a request by the needs of its route: per package, per object or per address. */
import type { Config } from '../../config/config.ts'
import type { Admissions, Endpoint, Incoming, Need } from '../endpoint.ts'
import { networkOf } from './client-address.ts'
import { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit.ts'

/** Returns how many seconds an admitted request must wait; 0 if it may be answered now. */
export type RequestLimits = (endpoint: Endpoint, incoming: Incoming & Admissions[Need]) => number

type Settings = Pick<
  Config,
  | 'queueMax'
  | 'requestsPerMinute'
  | 'requestsBurst'
  | 'resultsPerMinute'
  | 'resultsBurst'
  | 'widgetsPerMinute'
>

/**
 * Each kind of name has its own buckets, so that many addresses cannot use up the buckets for packages, or
 * vice versa.
 */
type Buckets = Record<'package' | 'object' | 'address', RateLimit>

/**
 * Creates the limits. Requests that the guard refuses take no tokens: they cost almost nothing, and somebody
 * who only knows a package's id must not use up its owner's share. Where a KEY is needed, a request counts
 * against the address only if its package has no bucket under this limit, since one address may have many
 * owners.
 */
export function createRequestLimits(settings: Settings): RequestLimits {
  const limits = {
    request: bucketsOf({ perMinute: settings.requestsPerMinute, burst: settings.requestsBurst }),
    result: bucketsOf({ perMinute: settings.resultsPerMinute, burst: settings.resultsBurst }),
    widget: bucketsOf({ perMinute: settings.widgetsPerMinute, burst: settings.widgetsPerMinute }),
  }
  // After a restart all owners of waiting packages poll at once, perhaps through one proxy that hides their
  // addresses. So the burst is as large as the queue.
  const newPackages = createRateLimit({ perMinute: settings.requestsPerMinute, burst: settings.queueMax })
  return ({ needs, limit }, { params, address }) => {
    if (!limit) return 0
    const buckets = limits[limit]
    if (needs === 'key') {
      // Anybody can make a KEY and its id, so a request that makes a bucket also counts against the
      // address. Otherwise one address could keep the database busy with reads of packages that do not exist.
      const ofAddress = limit === 'result' ? limits.request.address : newPackages
      return buckets.package.take(params.id!, () => ofAddress.take(networkOf(address)))
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
