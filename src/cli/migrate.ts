/** The command `migrate`: brings a database up to date without serving. */
import { type Config, ConfigError } from '../config/config.ts'
import { createLogger } from '../telemetry/logger.ts'
import type { Command } from './command.ts'
import { openMigrated } from '../db/open-migrated.ts'

export const migrateCommand: Command = {
  usage: [['migrate', 'Bring the database at DATABASE_URL up to date, and nothing else.']],
  run: (_given, config) => migrateDatabase(config),
}

/**
 * Applies what is missing and says so. The embedded database is migrated by every start, so this needs
 * DATABASE_URL.
 */
async function migrateDatabase(config: Config): Promise<number> {
  if (config.databaseUrl === null) {
    throw new ConfigError(
      'migrate needs DATABASE_URL (the embedded database is brought up to date at every start)',
    )
  }
  const { database, applied } = await openMigrated(config.databaseUrl, 2, createLogger('silent'))
  await database.close()
  process.stdout.write(
    applied.length === 0 ? 'up to date\n' : applied.map((name) => `applied ${name}\n`).join(''),
  )
  return 0
}
