/** The command `healthcheck`: for container engines that can run a command but cannot send HTTP requests. */
import type { Config } from '../config/config.ts'
import type { Command } from './command.ts'

const timeoutMs = 5_000

export const healthcheckCommand: Command = {
  usage: [['healthcheck', 'Check whether the server on PORT is healthy; exit code 0 or 1.']],
  run: (_given, config) => healthcheck(config),
}

/**
 * Returns 0 if the server on this machine's PORT reports that it is healthy. Otherwise returns 1 and prints
 * the reason to standard error.
 */
async function healthcheck({ host, port }: Config): Promise<number> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/health`
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    if (response.ok) return 0
    process.stderr.write(`unhealthy: ${url} answered ${response.status}\n`)
  } catch {
    process.stderr.write(`unhealthy: ${url} did not answer\n`)
  }
  return 1
}
