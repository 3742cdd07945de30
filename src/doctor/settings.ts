/** Examines the settings that are well-formed and yet rarely meant. */
import type { Config } from '../config/config.ts'
import { type Finding, ok, warn } from './finding.ts'

export function examineSettings(config: Config): Finding[] {
  return [examineLogLevel(config), ...examineProxy(config)]
}

function examineLogLevel({ logLevel }: Config): Finding {
  if (logLevel === 'debug') {
    return warn(
      'log level',
      'debug: every status poll is a line, one a second for each waiting user',
      'set LOG_LEVEL=info when you have seen enough',
    )
  }
  if (logLevel === 'silent' || logLevel === 'error') {
    return warn('log level', `${logLevel}: most of what goes wrong is not told`, 'set LOG_LEVEL=info or warn')
  }
  return ok('log level', logLevel)
}

/**
 * TRUST_PROXY against PUBLIC_URL and HOST: the server itself speaks http only, so https means a proxy in
 * front.
 */
function examineProxy({ publicUrl, trustProxy, host, port }: Config): Finding[] {
  const isProxied = publicUrl?.startsWith('https:') ?? false
  const trusts = trustProxy !== 0
  if (isProxied && !trusts) {
    return [
      warn(
        'client addresses',
        'PUBLIC_URL is https, so there is a proxy in front, and all clients have its address: they share one limit',
        'set TRUST_PROXY to the number of your proxies (1), and let only them reach the port',
      ),
    ]
  }
  if (trusts && publicUrl === null) {
    return [
      warn(
        'client addresses',
        'TRUST_PROXY is set and PUBLIC_URL is not: addresses of results depend on the headers of the proxy',
        'set PUBLIC_URL to the address under which browsers reach the proxy',
      ),
    ]
  }
  const isOpen = !['127.0.0.1', '::1', 'localhost'].includes(host)
  if (trusts && isOpen) {
    return [
      ok(
        'client addresses',
        `from X-Forwarded-For; keep port ${port} of ${host} closed to everybody but the proxy`,
      ),
    ]
  }
  return [ok('client addresses', trusts ? 'from X-Forwarded-For' : 'from the connections themselves')]
}
