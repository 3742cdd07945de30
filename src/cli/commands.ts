/** Every command, by its name of one or two words, in the order of --help. */
import { analyzeCommand } from './analyze.ts'
import type { Command } from './command.ts'
import { healthcheckCommand } from './healthcheck.ts'
import { migrateCommand } from './migrate.ts'
import { serveCommand } from './serve.ts'

export const commands: Record<string, Command> = {
  serve: serveCommand,
  analyze: analyzeCommand,
  migrate: migrateCommand,
  healthcheck: healthcheckCommand,
}

/** The command that runs when none is named. */
export const defaultCommand = 'serve'
