/** Opens a database with the tables of this version, or explains why that is impossible. */
import { ConfigError } from '../config/config.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { type Logger, safeError } from '../telemetry/logger.ts'
import { type Connection, connect, type Database } from './connect.ts'
import { migrate } from './migrate.ts'
import { poolerFault, recognizePooler } from './pooler.ts'
import { isMarkedPooled } from './postgres-options.ts'
import { refusalOf } from './refusal.ts'

/** Time limit for each check before the migrations. A database that takes longer counts as unreachable. */
const answerSeconds = 15

/**
 * Connects and applies missing migrations. Returns the open database, the names of the applied migrations,
 * and the connection, with a mark in its address if a pooler was found. Throws ConfigError with advice if the
 * database cannot be used, for example because it does not respond, refuses this user, or is too old.
 */
export async function openMigrated(
  given: Connection,
  connectionsMax: number,
  logger: Logger,
): Promise<{ database: Database; connection: Connection; applied: string[] }> {
  let patient: Database | null = null
  let database: Database | null = null
  try {
    const connection = await withTimeout(answerSeconds, recognizePooler(given))
    if (isMarkedPooled(connection)) logger.info('pooler_found')
    database = connect(connection, { connectionsMax })
    openFirstConnection(database)
    // This connection may be silent for long: it waits for other nodes' migrations and for its own.
    patient = connect(connection, { connectionsMax: 1, silenceSeconds: null, takesArrays: false })
    await withTimeout(answerSeconds, requirePrimary(patient))
    if (isMarkedPooled(connection)) await withTimeout(answerSeconds, requireTransactions(patient))
    const applied = await migrate(patient)
    return { database, connection, applied }
  } catch (error) {
    void database?.close(1).catch(() => {})
    if (error instanceof ConfigError) throw error
    logger.error('database_unusable', safeError(error))
    const { what, advice } = refusalOf(error)
    if (typeof given === 'string') throw new ConfigError(`the database at DATABASE_URL ${what}: ${advice}`)
    throw new ConfigError(`the embedded database ${what}: see DATA_DIR/postgres.log`)
  } finally {
    void patient?.close(1).catch(() => {})
  }
}

/**
 * The pool connects while the migrations run, so that the first statements need not wait for a connection.
 */
function openFirstConnection({ sql }: Database): void {
  sql`SELECT 1`.catch(() => {})
}

async function requireTransactions(database: Database): Promise<void> {
  const fault = await poolerFault(database)
  if (fault) throw new ConfigError(`the database at DATABASE_URL ${fault.what}: ${fault.advice}`)
}

/**
 * Throws ConfigError for a standby or a read-only database. PostgreSQL's own error would not say which of the
 * two it is.
 */
async function requirePrimary({ sql }: Database): Promise<void> {
  const [row] = await sql<{ isStandby: boolean; isReadOnly: boolean }[]>`
    SELECT pg_is_in_recovery() AS "isStandby", current_setting('default_transaction_read_only')::bool AS "isReadOnly"`
  if (row!.isStandby)
    throw new ConfigError('the database at DATABASE_URL is a standby: set DATABASE_URL to the primary')
  if (row!.isReadOnly)
    throw new ConfigError(
      'the database at DATABASE_URL is read-only: default_transaction_read_only is on for it or for this user',
    )
}
