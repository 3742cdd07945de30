/**
 * How much one address, one package or one object may ask for: a bucket of tokens for each that fills again
 * with time.
 */
import { createKeyedHash } from '../../crypto.ts'

export interface RateLimitOptions {
  perMinute: number
  /** Tokens of a full bucket: how many may come at once. */
  burst: number
  /** Buckets kept at the same time. When all of them are in use, names without one are refused. */
  bucketsMax?: number
  /** Milliseconds; tests give their own clock. */
  now?: () => number
}

export interface RateLimit {
  /**
   * Takes a token out of the bucket of this name. 0: taken; else how many seconds to wait for the next one.
   */
  take(name: string): number
  /** Whether it has a bucket: it has taken before, and that is not forgotten. */
  has(name: string): boolean
  /** Buckets in memory. */
  readonly size: number
}

interface Bucket {
  tokens: number
  at: number
}

/**
 * A limit with full buckets. A bucket that has filled again is as good as none and may be forgotten; one that
 * has not is never forgotten, so nobody gets a full one by sending many names. Names are kept as keyed
 * hashes: of one length, however long they are, and nobody can choose names that collide.
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
  /** Forgets what has filled again, once a second at most: 50,000 buckets take about a millisecond. */
  const sweep = (time: number) => {
    if (time - sweptAt < 1000) return
    sweptAt = time
    for (const [name, bucket] of buckets) if (tokensOf(bucket, time) >= burst) buckets.delete(name)
  }

  return {
    take(name) {
      const time = now()
      const hashed = hash(name)
      const known = buckets.get(hashed)
      if (!known && buckets.size >= bucketsMax) sweep(time)
      if (!known && buckets.size >= bucketsMax) return 1
      const filled = known ? tokensOf(known, time) : burst
      const isAllowed = filled >= 1
      buckets.set(hashed, { tokens: isAllowed ? filled - 1 : filled, at: time })
      return isAllowed ? 0 : secondsUntilOne(filled)
    },
    has: (name) => buckets.has(hash(name)),
    get size() {
      return buckets.size
    },
  }
}
