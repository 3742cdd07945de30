/** Opens the database of a command, and explains what is wrong with it. */
import { ConfigError } from '../config/config.ts'
import { type Connection, type Database, connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { answered } from '../db/trouble.ts'
import { type Logger, safeError } from '../logger.ts'

/** A database that is just starting is waited for; one that never answers must not hold a start for ever. */
const answerSeconds = 15

/**
 * Connects, and applies what is missing. The names of applied migrations come back with the open database.
 * Throws ConfigError when the database does not answer, refuses this user, or is too old.
 */
export async function openMigrated(
  connection: Connection,
  connectionsMax: number,
  logger: Logger,
): Promise<{ database: Database; applied: string[] }> {
  const database = connect(connection, { connectionsMax })
  try {
    // Asked first and with a limit: a reserved connection, which migrations need, is tried for again and again.
    await answered(answerSeconds, database.sql`SELECT 1`)
    return { database, applied: await migrate(database) }
  } catch (error) {
    void database.close(1).catch(() => {})
    if (error instanceof ConfigError) throw error
    logger.error('database_unusable', safeError(error))
    throw new ConfigError(
      'the database at DATABASE_URL does not answer, or refuses this user: see the log line above',
    )
  }
}
