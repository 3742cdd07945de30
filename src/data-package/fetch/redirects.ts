/**
 * Follows the redirects of a link, one by one, to the final response. Connects only to public addresses and
 * to origins that the operator configured.
 */
import { defaultOrigin } from '../../config/downloads.ts'
import { PackageError } from '../../errors.ts'
import { resolvePublic } from './public-address.ts'

export interface FollowOptions {
  /**
   * Origins besides click.discord.com. Those that the operator configured may be private or use plain http;
   * the default one may not.
   */
  allowedOrigins: readonly string[]
  redirectsMax: number
  /** Time limit per hop: lookup, connection, and the headers of the response. */
  downloadHeadersSeconds: number
  headers: Record<string, string>
  /** An abort also ends the body of the response. */
  signal: AbortSignal
}

/** Thrown for a try that failed but may be repeated. `detail` is the error if there are no more tries. */
export class InterruptionError extends Error {
  override readonly name = 'InterruptionError'

  constructor(
    readonly detail: 'download_failed' | 'download_too_slow',
    options?: ErrorOptions,
  ) {
    super(detail, options)
  }
}

/** The most addresses of one host that are tried. */
const addressesMax = 4

/**
 * Returns the first response that is not a redirect. Its body is unread and is never inflated, because a
 * Content-Encoding could turn kilobytes into gigabytes. Throws PackageError `link_redirects_away`,
 * InterruptionError, or the signal's reason.
 */
export async function follow(link: string, options: FollowOptions): Promise<Response> {
  let from: URL | null = null
  let url = new URL(link)
  for (let hops = 0; hops <= options.redirectsMax; hops++) {
    const response = await request(from, url, options)
    const location = response.headers.get('location')
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return response
    await response.body?.cancel()
    const next = URL.parse(location, url.href)
    if (!next) throw new PackageError('link_redirects_away')
    from = url
    url = next
  }
  throw new PackageError('link_redirects_away')
}

async function request(from: URL | null, url: URL, options: FollowOptions): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new InterruptionError('download_too_slow')),
    options.downloadHeadersSeconds * 1000,
  )
  const signal = AbortSignal.any([options.signal, late.signal])
  try {
    if (url.origin !== defaultOrigin && options.allowedOrigins.includes(url.origin)) {
      // The operator vouches for this origin, but only for links to it and redirects within it.
      if (from !== null && from.origin !== url.origin) throw new PackageError('link_redirects_away')
      return await fetch(url, { ...transportOf(options), signal })
    }
    if (url.protocol !== 'https:' || url.port || url.username || url.password) {
      throw new PackageError('link_redirects_away')
    }
    return await fetchFrom(await unlessAborted(resolvePublic(url.hostname), signal), url, options, signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof PackageError) throw error
    throw new InterruptionError('download_failed', { cause: bareError(error) })
  } finally {
    clearTimeout(timer)
  }
}

/** Connects to the checked addresses, because a second lookup of the name might return others. */
async function fetchFrom(
  addresses: string[],
  url: URL,
  options: FollowOptions,
  signal: AbortSignal,
): Promise<Response> {
  let failure: unknown
  for (const address of addresses.slice(0, addressesMax)) {
    const route = routeTo(url, address)
    try {
      const transport = transportOf(options)
      return await fetch(route.href, {
        ...transport,
        headers: { ...transport.headers, host: url.host },
        tls: route.tls,
        signal,
      })
    } catch (error) {
      if (signal.aborted) throw error
      failure = error
    }
  }
  throw failure
}

/**
 * The request for `url`, sent to an address of its host. The certificate is still checked for the host's
 * name.
 */
export function routeTo(
  url: URL,
  address: string,
): { href: string; tls: { serverName: string; rejectUnauthorized: true } } {
  const host = address.includes(':') ? `[${address}]` : address
  return {
    href: `${url.protocol}//${host}${url.port && `:${url.port}`}${url.pathname}${url.search}`,
    tls: { serverName: url.hostname, rejectUnauthorized: true },
  }
}

/** Connections are not reused, because one may have been verified for another name at the same address. */
function transportOf(options: FollowOptions) {
  return {
    redirect: 'manual',
    decompress: false,
    keepalive: false,
    headers: { 'user-agent': 'dumpus-server', 'accept-encoding': 'identity', ...options.headers },
  } as const
}

/** Reduces a network error to its class and code, because its message and `path` contain the whole URL. */
export function bareError(thrown: unknown): Error {
  const { name, code } = thrown as { name?: unknown; code?: unknown }
  const bare = new Error('network error')
  if (typeof name === 'string') bare.name = name
  return typeof code === 'string' ? Object.assign(bare, { code }) : bare
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
