/**
 * Reads the rate limits in a response from Discord: https://docs.discord.com/developers/topics/rate-limits
 */

export interface LimitReport {
  /** Seconds to wait if the request was rate-limited; null if it was not. */
  retrySeconds: number | null
  /** The limit applies to all requests to Discord, not only to this kind. */
  isGlobal: boolean
  /** Requests of this kind that may still be sent within `resetSeconds`. Null if unknown. */
  remaining: number | null
  resetSeconds: number
}

/**
 * Limits of the wait after a refusal: at least a second, so that a service that asks for less is not flooded,
 * and at most an hour, in case the value is wrong.
 */
const secondsMin = 1
const secondsMax = 3600
/** The wait if the service names no time, or 0. */
const secondsUnknown = 5

/** Reads headers and body, because some services forward Discord's refusal in a body with status 200. */
export function readLimits(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  body?: unknown,
): LimitReport {
  const said = (body ?? {}) as { retry_after?: unknown; global?: unknown }
  const inBody = typeof said.retry_after === 'number' ? said.retry_after : null
  const isRefused = status === 429 || (status === 200 && inBody !== null)
  const retry = Math.max(numberOf(headers.get('retry-after')) ?? 0, inBody ?? 0) || secondsUnknown
  return {
    retrySeconds: isRefused ? Math.min(Math.max(retry, secondsMin), secondsMax) : null,
    isGlobal: headers.get('x-ratelimit-global') !== null || said.global === true,
    remaining: numberOf(headers.get('x-ratelimit-remaining')),
    resetSeconds: Math.min(numberOf(headers.get('x-ratelimit-reset-after')) ?? secondsMin, secondsMax),
  }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d{1,12})?$/.test(text) ? Number(text) : null
}
