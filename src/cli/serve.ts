/** The command `serve`, which is also what runs without a command. */
import { runServer } from '../server/run-server.ts'
import type { Command } from './command.ts'

export const serveCommand: Command = {
  usage: [['[serve]', 'Start the server. Without DATABASE_URL it brings its own PostgreSQL.']],
  run: (_given, config, threads) => runServer(config, threads),
}
