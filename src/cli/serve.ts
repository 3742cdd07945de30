/** The command `serve`, which is the default. */
import { runServer } from '../server/run-server.ts'
import type { Command } from './command.ts'

export const serveCommand: Command = {
  usage: [['[serve]', 'Start the server. Without DATABASE_URL it starts its own PostgreSQL.']],
  run: (_given, config, threads) => runServer(config, threads),
}
