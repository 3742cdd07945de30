/** The command `serve`, which is the default. */
import type { Command } from './command.ts'

export const serveCommand: Command = {
  usage: [['[serve]', 'Start the server. Without DATABASE_URL it starts its own PostgreSQL.']],
  // Imported when it runs, so that the other commands start without loading the HTTP server.
  run: async (_given, config, threads) => {
    const { runServer } = await import('../server/run-server.ts')
    return runServer(config, threads)
  },
}
