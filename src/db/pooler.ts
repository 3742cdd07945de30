/** Recognizes a pooler between this server and PostgreSQL, such as PgBouncer. */
import { codeOf } from '../errors.ts'
import { type Connection, connect, type Database } from './connect.ts'
import { isMarkedPooled, markPooled } from './postgres-options.ts'

const probeStatementSeconds = 17

/**
 * Returns the connection to use: the same one, or a marked one if a pooler answers. There are three signs of
 * a pooler: it refuses our session settings, it accepts but does not apply them, or the process id that it
 * reports when the connection opens differs from pg_backend_pid(). Throws errors of the connection.
 */
export async function recognizePooler(connection: Connection): Promise<Connection> {
  if (typeof connection !== 'string' || isMarkedPooled(connection)) return connection
  return (await isPooler(connection)) ? markPooled(connection) : connection
}

async function isPooler(address: string): Promise<boolean> {
  const statementSeconds = probeStatementSeconds
  const probe = connect(address, { connectionsMax: 1, statementSeconds, takesArrays: false })
  try {
    const rows = await probe.sql<{ pid: number; timeout: string }[]>`
      SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS timeout`
    const [{ pid, timeout } = { pid: 0, timeout: '' }] = rows
    return rows.state.pid !== pid || timeout !== `${probeStatementSeconds}s`
  } catch (error) {
    if (error instanceof Error && codeOf(error) === protocolViolation) return true
    throw error
  } finally {
    void probe.close(1).catch(() => {})
  }
}

/**
 * The fault of a pooler in statement mode, in which each statement may get another session; null if
 * transactions work. Throws if the database is lost.
 */
export async function poolerFault({ sql }: Database): Promise<{ what: string; advice: string } | null> {
  try {
    await sql.begin(async (transaction) => {
      await transaction`SELECT 1`
      await transaction`SELECT 1`
    })
    return null
  } catch {
    // If the database is lost, this throws.
    await sql`SELECT 1`
    return {
      what: 'stands behind a pooler that allows no transactions',
      advice: 'set pool_mode of the pooler to transaction or session',
    }
  }
}

/** SQLSTATE of PgBouncer's "unsupported startup parameter". */
const protocolViolation = '08P01'
