/** How much one address, or one package, may ask for: a bucket of tokens for each that fills again with time. */

export interface RateLimitOptions {
  perMinute: number
  /** Tokens of a full bucket: how many may come at once. */
  burst: number
  /** Buckets kept at the same time; the one that was not used for longest is forgotten first. */
  bucketsMax?: number
  /** Milliseconds; tests give their own clock. */
  now?: () => number
}

export interface RateLimit {
  /** Takes a token out of the bucket of this name. 0: taken; else how many seconds to wait for the next one. */
  take(name: string): number
}

/** A limit with full buckets. */
export function createRateLimit({
  perMinute,
  burst,
  bucketsMax = 50_000,
  now = Date.now,
}: RateLimitOptions): RateLimit {
  const perMillisecond = perMinute / 60_000
  /** In the order of last use. */
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(name) {
      const at = now()
      const known = buckets.get(name)
      const filled = known
        ? Math.min(burst, known.tokens + Math.max(0, at - known.at) * perMillisecond)
        : burst
      const isAllowed = filled >= 1
      buckets.delete(name)
      buckets.set(name, { tokens: isAllowed ? filled - 1 : filled, at })
      if (buckets.size > bucketsMax) buckets.delete(buckets.keys().next().value!)
      return isAllowed ? 0 : Math.ceil((1 - filled) / perMillisecond / 1000)
    },
  }
}
