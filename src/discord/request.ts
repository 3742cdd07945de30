/**
 * Sends one request to Discord or DisWho, with limits on time and size, without redirects, and without
 * secrets in errors.
 */
import { readBounded } from '../platform/bounded-body.ts'
import { type LimitReport, readLimits } from './rate-limits.ts'

export interface Reply {
  status: number
  /** The JSON value. Undefined if the body is not JSON. */
  body: unknown
  limits: LimitReport
}

/** Why a lookup failed. */
export class LookupError extends Error {
  override readonly name = 'LookupError'

  constructor(
    readonly why:
      | 'queue_full'
      | 'rate_limited'
      | 'timeout'
      | 'no_answer'
      | 'answer_too_large'
      | 'server_error'
      | 'token_refused'
      | 'unexpected_answer'
      | 'unavailable'
      | 'stopping',
  ) {
    super(why)
  }
}

/** A response about a user or server has about one KiB, and more for a server with many roles and emoji. */
const answerBytesMax = 1024 * 1024

/** Sends a GET request. Throws LookupError. Errors of fetch contain the address, so they are dropped. */
export async function getJson(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Reply> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
      decompress: false,
      signal,
    })
    const body = parse(await readText(response))
    return { status: response.status, body, limits: readLimits(response, body) }
  } catch (error) {
    if (error instanceof LookupError) throw error
    throw new LookupError(signal.aborted ? 'timeout' : 'no_answer')
  }
}

async function readText(response: Response): Promise<string> {
  const { bytes, end } = await readBounded(response.body, answerBytesMax)
  if (end !== 'whole') throw new LookupError('answer_too_large')
  return bytes.toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
