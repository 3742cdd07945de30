/** Opens the database of a command, and explains what is wrong with it. */
import { type Config, ConfigError } from '../config/config.ts'
import { type Connection, type Database, connect } from '../db/connect.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { recognizePooler } from '../db/pooler.ts'
import { isMarkedPooled } from '../db/postgres-options.ts'
import { refusalOf } from '../db/refusal.ts'
import { findEmbedded } from '../db/embedded/running-embedded.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { createLogger, type Logger, safeError } from '../telemetry/logger.ts'

/** A database that is just starting is waited for; one that never answers must not hold a start for ever. */
const answerSeconds = 15

/**
 * Connects, and applies what is missing. The names of applied migrations come back with the open database and
 * the connection, which says when a pooler was found.
 * Throws ConfigError when the database does not answer, refuses this user, or is too old.
 */
export async function openMigrated(
  given: Connection,
  connectionsMax: number,
  logger: Logger,
): Promise<{ database: Database; connection: Connection; applied: string[] }> {
  let patient: Database | null = null
  try {
    const connection = await withTimeout(answerSeconds, recognizePooler(given))
    if (isMarkedPooled(connection)) logger.info('pooler_found')
    // Another node's migrations are waited for, and large ones take their time: silence there means nothing.
    patient = connect(connection, { connectionsMax: 1, silenceSeconds: null })
    await withTimeout(answerSeconds, requirePrimary(patient))
    const applied = await migrate(patient)
    return { database: connect(connection, { connectionsMax }), connection, applied }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    logger.error('database_unusable', safeError(error))
    const { what, advice } = refusalOf(error)
    const name = typeof given === 'string' ? 'the database at DATABASE_URL' : 'the embedded database'
    throw new ConfigError(`${name} ${what}: ${advice}`)
  } finally {
    void patient?.close(1).catch(() => {})
  }
}

/** Tables that are there already would let a start succeed where nothing can be written. */
async function requirePrimary({ sql }: Database): Promise<void> {
  const [row] = await sql<{ isStandby: boolean; isReadOnly: boolean }[]>`
    SELECT pg_is_in_recovery() AS "isStandby", current_setting('default_transaction_read_only')::bool AS "isReadOnly"`
  if (row!.isStandby)
    throw new ConfigError('the database at DATABASE_URL is a standby: let DATABASE_URL lead to the primary')
  if (row!.isReadOnly)
    throw new ConfigError(
      'the database at DATABASE_URL is read-only: default_transaction_read_only is on for it or for this user',
    )
}

/**
 * Does a command's work on the database that the server with these settings has, whether that server is running or not:
 * DATABASE_URL, or the embedded database, which is started and stopped again when nobody runs it. One that does not exist yet
 * is made only when `mayCreate`: a command that looks for packages in it has most likely the wrong settings. Without `mayRun`, the
 * embedded database of a running server is refused.
 */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database) => Promise<T>,
  { mayCreate = false, mayRun = true } = {},
): Promise<T> {
  const logger = createLogger('error', (line) => process.stderr.write(`${line}\n`))
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
  return `${pathname.slice(1) || 'the default one'} at ${host || searchParams.get('host') || 'localhost'}`
}
