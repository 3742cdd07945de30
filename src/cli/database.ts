/** Opens the database of a command, and explains what is wrong with it. */
import { type Config, ConfigError } from '../config/config.ts'
import type { Connection, Database } from '../db/connect.ts'
import { openMigrated } from '../db/open-migrated.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { findEmbedded } from '../db/embedded/running-embedded.ts'
import { createLogger, type Logger } from '../telemetry/logger.ts'

/**
 * Does a command's work on the database that the server with these settings has, whether that server is
 * running or not: DATABASE_URL, or the embedded database, which is started and stopped again when nobody runs
 * it. One that does not exist yet is made only when `mayCreate`: a command that looks for packages in it has
 * most likely the wrong settings. Without `mayRun`, the embedded database of a running server is refused.
 */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database) => Promise<T>,
  { mayCreate = false, mayRun = true } = {},
): Promise<T> {
  // Whatever is wrong is thrown, and told as a sentence.
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

/** A server has its own; the two share what PostgreSQL allows. */
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
    throw new ConfigError(`a server runs on the database in ${found.dataDir}: stop it first`)
  if (found.is === 'running')
    return { connection: found.connection, name: `${name}, which is running`, ...notOurs }
  if (found.is === 'stopped') return { name, ...(await startEmbedded(found, logger)) }
  if (mayCreate) {
    const embedded = await startEmbedded(config, logger)
    return { name: `embedded, made in ${embedded.dataDir}`, ...embedded }
  }
  throw new ConfigError(
    `there is no database in DATA_DIR (${config.dataDir}): give this command the DATABASE_URL or DATA_DIR of the server`,
  )
}

/** Host and name of the database, so that people see which one it is; never user, password or options. */
function nameOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl)
  return `${pathname.slice(1) || 'the default one'} at ${searchParams.get('host') || host || 'localhost'}`
}
