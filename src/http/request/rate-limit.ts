/** Limits the rate of requests per address, package or object, with a token bucket for each. */
import { createKeyedHash } from '../../crypto.ts'

export interface RateLimitOptions {
  perMinute: number
  /** Tokens in a full bucket: the number of requests that may come at once. */
  burst: number
  /** Limit on the number of buckets. When all are in use, new names are refused. */
  bucketsMax?: number
  /** The time in milliseconds. Tests pass their own clock. */
  now?: () => number
}

export interface RateLimit {
  /**
   * Takes a token from the bucket of this name. Returns 0, or the seconds until the next token if there was
   * none. `beforeNew` is called if this name has no bucket yet. If it returns a number above 0, no bucket is
   * made, and `take` returns that number.
   */
  take(name: string, beforeNew?: () => number): number
  /** Number of buckets in memory. */
  readonly size: number
}

interface Bucket {
  tokens: number
  at: number
}

/**
 * Creates a limit without buckets. A full bucket is equivalent to no bucket and may be dropped. Other buckets
 * are never dropped, so nobody gets a full one by sending many names. Names are stored as keyed hashes, which
 * have a fixed length and in which nobody can choose collisions.
 */
export function createRateLimit({
  perMinute,
  burst,
  bucketsMax = 50_000,
  now = Date.now,
}: RateLimitOptions): RateLimit {
  const perMillisecond = perMinute / 60_000
  const hash = createKeyedHash()
  const buckets = new Map<string, Bucket>()
  const tokensOf = ({ tokens, at }: Bucket, time: number) =>
    Math.min(burst, tokens + Math.max(0, time - at) * perMillisecond)
  const secondsUntilOne = (tokens: number) => Math.ceil((1 - tokens) / perMillisecond / 1000)

  let sweptAt = -Infinity
  /** Drops refilled buckets, at most once a second: 50,000 buckets take about a millisecond. */
  const sweep = (time: number) => {
    if (time - sweptAt < 1000) return
    sweptAt = time
    for (const [name, bucket] of buckets) if (tokensOf(bucket, time) >= burst) buckets.delete(name)
  }

  return {
    take(name, beforeNew) {
      const time = now()
      const hashed = hash(name)
      const known = buckets.get(hashed)
      const waitSeconds = known ? 0 : (beforeNew?.() ?? 0)
      if (waitSeconds > 0) return waitSeconds
      if (!known && buckets.size >= bucketsMax) sweep(time)
      if (!known && buckets.size >= bucketsMax) return 1
      const filled = known ? tokensOf(known, time) : burst
      const isAllowed = filled >= 1
      buckets.set(hashed, { tokens: isAllowed ? filled - 1 : filled, at: time })
      return isAllowed ? 0 : secondsUntilOne(filled)
    },
    get size() {
      return buckets.size
    },
  }
}
