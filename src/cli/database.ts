/** Opens the database for a command, or explains why it cannot be opened. */
import { type Config, ConfigError } from '../config/config.ts'
import type { Connection, Database } from '../db/connect.ts'
import { openMigrated } from '../db/open-migrated.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { findEmbedded } from '../db/embedded/running-embedded.ts'
import { createLogger, type Logger } from '../telemetry/logger.ts'

/**
 * Runs the work of a command on the server's database, whether or not the server is running. The database is
 * DATABASE_URL or the embedded one, which is started and stopped again if it is not running. A missing
 * embedded database is created only with `mayCreate`. Otherwise it is an error, because the settings are
 * probably wrong. If `mayRun` is false, the embedded database of a running server is refused.
 */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database) => Promise<T>,
  { mayCreate = false, mayRun = true } = {},
): Promise<T> {
  // Errors are thrown and printed as a sentence, so nothing is logged.
  const logger = createLogger('silent')
  const { connection, name, stop } = await reach(config, { mayCreate, mayRun }, logger)
  process.stderr.write(`database: ${name}\n`)
  try {
    const { database } = await openMigrated(connection, commandConnectionsMax, logger)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  } finally {
    await stop()
  }
}

/** Few, because the connections of the server also count against PostgreSQL's limit. */
const commandConnectionsMax = 4

async function reach(
  config: Config,
  { mayCreate, mayRun }: { mayCreate: boolean; mayRun: boolean },
  logger: Logger,
): Promise<{ connection: Connection; name: string; stop(): Promise<void> }> {
  const notOurs = { stop: async () => {} }
  const { databaseUrl } = config
  if (databaseUrl !== null) return { connection: databaseUrl, name: nameOf(databaseUrl), ...notOurs }
  const found = await findEmbedded(config)
  const name = `embedded, in ${found.dataDir}`
  if (found.is === 'running' && !mayRun)
    throw new ConfigError(`a server is running on the database in ${found.dataDir}: stop it first`)
  if (found.is === 'running')
    return { connection: found.connection, name: `${name}, which is running`, ...notOurs }
  if (found.is === 'stopped') return { name, ...(await startEmbedded(found, logger)) }
  if (mayCreate) {
    const embedded = await startEmbedded(config, logger)
    return { name: `embedded, created in ${embedded.dataDir}`, ...embedded }
  }
  throw new ConfigError(
    `there is no database in DATA_DIR (${config.dataDir}): set DATABASE_URL or DATA_DIR as for the server`,
  )
}

/** Host and name of the database, which identify it. Never the user, the password or options. */
function nameOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl)
  return `${pathname.slice(1) || 'the default one'} at ${searchParams.get('host') || host || 'localhost'}`
}
