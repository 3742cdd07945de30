/**
 * The address under which the client reached this server. Addresses that the server issues to the client must
 * have the same scheme and host.
 */
import type { Config } from '../../config/config.ts'

const host = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/i

/**
 * PUBLIC_URL, or else the address that a proxy passes on (X-Forwarded-Proto and -Host), or else that of the
 * request. It has no trailing slash. A forged header affects only the forger's own response.
 */
export function baseUrlOf(request: Request, { publicUrl }: Pick<Config, 'publicUrl'>): string {
  if (publicUrl) return publicUrl
  const protocol = first(request, 'x-forwarded-proto') ?? request.url.split(':', 1)[0]
  const candidates = [first(request, 'x-forwarded-host'), request.headers.get('host')]
  const found = candidates.find((candidate) => candidate && host.test(candidate))
  return `${protocol === 'https' ? 'https' : 'http'}://${found ?? 'localhost'}`
}

/** The query of a request. Without a valid Host header, `request.url` is not a complete URL. */
export function queryOf(request: Request): URLSearchParams {
  const at = request.url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at))
}

/** With several proxies, the first entry is from the proxy closest to the client. */
function first(request: Request, name: string): string | undefined {
  return request.headers.get(name)?.split(',')[0]?.trim().toLowerCase() || undefined
}
