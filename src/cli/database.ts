/** Opens the database of a command, and explains what is wrong with it. */
import { type Config, ConfigError } from '../config/config.ts'
import { type Connection, type Database, connect } from '../db/connect.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { findEmbedded } from '../db/embedded/running-embedded.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { createLogger, type Logger, safeError } from '../telemetry/logger.ts'

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
  // Another node's migrations are waited for, and large ones take their time: silence there means nothing.
  const patient = connect(connection, { connectionsMax: 1, silenceSeconds: null })
  try {
    // Asked first and with a limit: a reserved connection, which migrations need, is tried for again and again.
    await withTimeout(answerSeconds, patient.sql`SELECT 1`)
    const applied = await migrate(patient)
    return { database: connect(connection, { connectionsMax }), applied }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    logger.error('database_unusable', safeError(error))
    throw new ConfigError(
      'the database at DATABASE_URL does not answer, or refuses this user: see the log line above',
    )
  } finally {
    void patient.close(1).catch(() => {})
  }
}

/**
 * Does a command's work on the database that the server with these settings has, whether that server is running or not:
 * DATABASE_URL, or the embedded database, which is started and stopped again when nobody runs it. One that does not exist yet
 * is made only when `mayCreate`: a command that looks for packages in it has most likely the wrong settings.
 */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database) => Promise<T>,
  { mayCreate = false } = {},
): Promise<T> {
  const logger = createLogger('error', (line) => process.stderr.write(`${line}\n`))
  const { connection, name, stop } = await reach(config, mayCreate, logger)
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
  mayCreate: boolean,
  logger: Logger,
): Promise<{ connection: Connection; name: string; stop(): Promise<void> }> {
  const notOurs = { stop: async () => {} }
  const { databaseUrl } = config
  if (databaseUrl !== null) return { connection: databaseUrl, name: nameOf(databaseUrl), ...notOurs }
  const found = await findEmbedded(config)
  const name = `embedded, in ${found.dataDir}`
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
  return `${pathname.slice(1) || 'the default one'} at ${host || searchParams.get('host') || 'localhost'}`
}
