/** The command `migrate`: brings a database up to date without serving. */
import { type Config, ConfigError } from '../config.ts'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'

/** Applies what is missing and says so. The embedded database is migrated by every start, so this needs DATABASE_URL. */
export async function migrateDatabase(config: Config): Promise<number> {
  if (config.databaseUrl === null) {
    throw new ConfigError(
      'migrate needs DATABASE_URL (the embedded database is brought up to date at every start)',
    )
  }
  const database = connect(config.databaseUrl, { connectionsMax: 2 })
  try {
    const applied = await migrate(database)
    process.stdout.write(
      applied.length === 0 ? 'up to date\n' : applied.map((name) => `applied ${name}\n`).join(''),
    )
    return 0
  } finally {
    await database.close()
  }
}
