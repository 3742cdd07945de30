/** The message for the person who starts a server. */
import type { Config } from '../config/config.ts'
import { version } from '../version.ts'

/** Prints where the server is and what to do next, to standard error: standard output has log lines only. */
export function greet(config: Pick<Config, 'publicUrl'>, port: number): void {
  process.stderr.write(greetingText(config, port))
}

export function greetingText(config: Pick<Config, 'publicUrl'>, port: number): string {
  const address = config.publicUrl ?? `http://localhost:${port}`
  return (
    `dumpus-server ${version} is running at ${address} – open it in a browser\n` +
    `  page     paste the link from Discord's email, or look at the demo\n` +
    `  app      in the Dumpus app, enter ${address} under Advanced → Backend URL\n` +
    `  API      ${address}/swagger\n`
  )
}
