/**
 * Under which address the client reached this server: addresses that it is given must have the same scheme
 * and host.
 */
import type { Config } from '../../config/config.ts'

const host = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/i

/**
 * PUBLIC_URL, else what a proxy says (X-Forwarded-Proto and -Host), else the request's own. Without a slash
 * at the end. A forged header only changes the address in the forger's own answer.
 */
export function baseUrlOf(request: Request, { publicUrl }: Pick<Config, 'publicUrl'>): string {
  if (publicUrl) return publicUrl
  const protocol = first(request, 'x-forwarded-proto') ?? request.url.split(':', 1)[0]
  const candidates = [first(request, 'x-forwarded-host'), request.headers.get('host')]
  const found = candidates.find((candidate) => candidate && host.test(candidate))
  return `${protocol === 'https' ? 'https' : 'http'}://${found ?? 'localhost'}`
}

/** The query of a request. Without a Host header, or with a malformed one, `request.url` is no whole URL. */
export function queryOf(request: Request): URLSearchParams {
  const at = request.url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at))
}

/** Of several proxies, the first in the list stands nearest to the client. */
function first(request: Request, name: string): string | undefined {
  return request.headers.get(name)?.split(',')[0]?.trim().toLowerCase() || undefined
}
