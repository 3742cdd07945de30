/**
 * Builds responses: JSON, empty or bytes, and errors in their common format. Errors contain no part of the
 * request.
 */
import type { PublicCode } from '../../errors.ts'
import type { Failure } from '../schemas.ts'

/** A JSON response that no cache stores. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  })
}

/** `{error, errorMessageCode?}`; `error` is a stable word. */
export function failure(status: number, error: string, errorMessageCode?: PublicCode): Response {
  return json(status, { error, ...(errorMessageCode && { errorMessageCode }) } satisfies Failure)
}

/**
 * A response without a body. The official client reads no status code: it keeps polling after an empty body,
 * and gives up after an error code in a body.
 */
export function empty(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
}

/** A complete binary response with its length. */
export function bytes(body: Uint8Array): Response {
  return new Response(body as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': octets, 'content-length': String(body.length), 'cache-control': 'no-store' },
  })
}

export const octets = 'application/octet-stream'

/** Thrown for a body that cannot be read. It contains no part of the body. */
export class RefusedBodyError extends Error {
  override readonly name = 'RefusedBodyError'

  constructor(
    readonly status: number,
    readonly error: 'malformed_body' | 'body_too_large',
  ) {
    super(error)
  }
}
