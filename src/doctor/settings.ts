/** Warns of settings that are valid but rarely intended. */
import type { Config } from '../config/config.ts'
import { type Finding, ok, warn } from './finding.ts'

export function examineSettings(config: Config): Finding[] {
  return [examineLogLevel(config), ...examineProxy(config)]
}

function examineLogLevel({ logLevel }: Config): Finding {
  if (logLevel === 'debug') {
    return warn(
      'log level',
      'debug: every status poll is logged, one line per second for each waiting user',
      'set LOG_LEVEL=info when you are done',
    )
  }
  if (logLevel === 'silent' || logLevel === 'error') {
    return warn('log level', `${logLevel}: most problems are not logged`, 'set LOG_LEVEL=info or warn')
  }
  return ok('log level', logLevel)
}

/**
 * Compares TRUST_PROXY with PUBLIC_URL and HOST. The server itself supports only http, so https means that
 * there is a proxy.
 */
function examineProxy({ publicUrl, trustProxy, host, port }: Config): Finding[] {
  const isProxied = publicUrl?.startsWith('https:') ?? false
  const trusts = trustProxy !== 0
  if (isProxied && !trusts) {
    return [
      warn(
        'client addresses',
        'PUBLIC_URL is https, so there is a proxy: all clients have its address and share one limit',
        'set TRUST_PROXY to the number of your proxies (1), and close the port to everything else',
      ),
    ]
  }
  if (trusts && publicUrl === null) {
    return [
      warn(
        'client addresses',
        'TRUST_PROXY is set but PUBLIC_URL is not: result addresses depend on the proxy’s headers',
        'set PUBLIC_URL to the address under which browsers reach the proxy',
      ),
    ]
  }
  const isOpen = !['127.0.0.1', '::1', 'localhost'].includes(host)
  if (trusts && isOpen) {
    return [
      ok(
        'client addresses',
        `from X-Forwarded-For; keep port ${port} of ${host} closed to everything but the proxy`,
      ),
    ]
  }
  return [ok('client addresses', trusts ? 'from X-Forwarded-For' : 'from the connections')]
}
