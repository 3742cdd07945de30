/** How many links one address may send: a bucket of tokens per address that fills again with time. */

export interface RateLimitOptions {
  perMinute: number
  /** Tokens of a full bucket: how many may come at once. */
  burst: number
  /** Addresses remembered at the same time; the one that was quiet longest is forgotten first. */
  addressesMax?: number
  /** Milliseconds; tests give their own clock. */
  now?: () => number
}

export interface RateLimit {
  /** Takes a token. 0: taken; else how many seconds to wait for the next one. */
  take(address: string): number
}

/** A limit with full buckets. */
export function createRateLimit({
  perMinute,
  burst,
  addressesMax = 50_000,
  now = Date.now,
}: RateLimitOptions): RateLimit {
  const perMillisecond = perMinute / 60_000
  /** In the order of last use. */
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(address) {
      const name = networkOf(address)
      const at = now()
      const known = buckets.get(name)
      const filled = known
        ? Math.min(burst, known.tokens + Math.max(0, at - known.at) * perMillisecond)
        : burst
      const isAllowed = filled >= 1
      buckets.delete(name)
      buckets.set(name, { tokens: isAllowed ? filled - 1 : filled, at })
      if (buckets.size > addressesMax) buckets.delete(buckets.keys().next().value!)
      return isAllowed ? 0 : Math.ceil((1 - filled) / perMillisecond / 1000)
    },
  }
}

/** One customer's addresses: IPv4 as it is, IPv6 by its /64, which a single household owns whole. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head, tail] = address.toLowerCase().split('%', 1)[0]!.split('::') as [string, string?]
  const groups = head ? head.split(':') : []
  if (tail !== undefined) {
    const last = tail ? tail.split(':') : []
    while (groups.length + last.length < 8) groups.push('0')
    groups.push(...last)
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/**
 * The address of the client: that of its connection, or, behind the operator's own proxy, the last one of X-Forwarded-For
 * (the only one that the proxy itself wrote).
 */
export function clientAddress(request: Request, connection: string, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded && forwarded.length <= 45 ? forwarded : connection
}
