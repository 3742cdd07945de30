/**
 * What an answer of Discord says of its rate limits: https://docs.discord.com/developers/topics/rate-limits
 */

export interface LimitReport {
  /**
   * The request was refused; wait this many seconds before the next one. null: it was not refused for its
   * rate.
   */
  retrySeconds: number | null
  /** The refusal holds for everything that is sent to Discord, not only for this kind of request. */
  isGlobal: boolean
  /** Requests of this kind that may still be sent within `resetSeconds`; null: not said. */
  remaining: number | null
  resetSeconds: number
}

/**
 * Waiting is a second at least, against a service that says 0 again and again, and an hour at most, against
 * one that lies.
 */
const secondsMin = 1
const secondsMax = 3600
const secondsUnknown = 5

/**
 * Reads headers, and the body if there is one: some services pass Discord's refusal on as a body with status
 * 200.
 */
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
