/** What a person who starts a server reads first. */
import type { Config } from '../config/config.ts'
import { version } from '../version.ts'

/**
 * What a person who starts it wants to know: where it is, and what to do next. Standard output has log lines
 * only.
 */
export function greet(config: Config, port: number): void {
  const address = config.publicUrl ?? `http://localhost:${port}`
  process.stderr.write(
    `dumpus-server ${version} is running at ${address} – open it in a browser\n` +
      `  there    paste the link of Discord's mail, or look at the demo\n` +
      `  apps     in the Dumpus app, put ${address} into Advanced → Backend URL\n` +
      `  API      ${address}/swagger\n`,
  )
}
