/** The command `migrate`: migrates a database without starting the server. */
import { type Config, ConfigError } from '../config/config.ts'
import { createLogger } from '../telemetry/logger.ts'
import type { Command } from './command.ts'
import { openMigrated } from '../db/open-migrated.ts'

export const migrateCommand: Command = {
  usage: [['migrate', 'Migrate the database at DATABASE_URL, and do nothing else.']],
  run: (_given, config) => migrateDatabase(config),
}

/**
 * Applies the missing migrations and lists them. It needs DATABASE_URL, because every start migrates the
 * embedded database.
 */
async function migrateDatabase(config: Config): Promise<number> {
  if (config.databaseUrl === null) {
    throw new ConfigError('migrate needs DATABASE_URL (the embedded database is migrated at every start)')
  }
  const { database, applied } = await openMigrated(config.databaseUrl, 2, createLogger('silent'))
  await database.close()
  process.stdout.write(
    applied.length === 0 ? 'up to date\n' : applied.map((name) => `applied ${name}\n`).join(''),
  )
  return 0
}
