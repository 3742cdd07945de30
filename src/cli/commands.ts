/** Every command, by its name of one or two words, in the order of --help. */
import { adminCommands } from './admin.ts'
import { analyzeCommand } from './analyze.ts'
import { backupCommand } from './backup.ts'
import { restoreCommand } from './restore.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { healthcheckCommand } from './healthcheck.ts'
import { importLegacyCommand } from './import-legacy.ts'
import { migrateCommand } from './migrate.ts'
import { moveResultsCommand } from './move-results.ts'
import { serveCommand } from './serve.ts'
import { viewCommand } from './view.ts'

export const commands: Record<string, Command> = {
  serve: serveCommand,
  analyze: analyzeCommand,
  view: viewCommand,
  migrate: migrateCommand,
  backup: backupCommand,
  restore: restoreCommand,
  'move-results': moveResultsCommand,
  ...adminCommands,
  'import-legacy': importLegacyCommand,
  doctor: doctorCommand,
  healthcheck: healthcheckCommand,
}

/** The command that runs when none is named. */
export const defaultCommand = 'serve'
