/** The command `healthcheck`: for container engines, which can start a command but speak no HTTP. */
import type { Config } from '../config/config.ts'
import type { Command } from './command.ts'

const timeoutMilliseconds = 5_000

export const healthcheckCommand: Command = {
  usage: [['healthcheck', 'Ask the server on PORT whether it is well; exit code 0 or 1.']],
  run: (_given, config) => healthcheck(config),
}

/**
 * 0 when the server on this machine's PORT answers that it is well, else 1 with the reason on standard error.
 */
async function healthcheck({ host, port }: Config): Promise<number> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/health`
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) })
    if (response.ok) return 0
    process.stderr.write(`unwell: ${url} answered ${response.status}\n`)
  } catch {
    process.stderr.write(`unwell: ${url} did not answer\n`)
  }
  return 1
}
