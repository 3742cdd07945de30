/** Recognizes a pooler between this server and PostgreSQL, such as PgBouncer. */
import { readPostgresAddress } from '../config/postgres-address.ts'
import { codeOf } from '../errors.ts'
import { type Connection, connect } from './connect.ts'

const probeStatementSeconds = 17

/**
 * Whether a pooler answers at this address. It is seen by any of three signs: it refuses our settings of a session, it takes
 * them without keeping them, or its number for the session is not that of PostgreSQL's process.
 * Throws the errors of connecting.
 */
export async function isPooler(connection: Connection): Promise<boolean> {
  if (typeof connection !== 'string') return false
  if (readPostgresAddress(connection).isPooled) return true
  const probe = connect(connection, { connectionsMax: 1, statementSeconds: probeStatementSeconds })
  try {
    const rows = await probe.sql<{ pid: number; timeout: string }[]>`
      SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS timeout`
    const [{ pid, timeout } = { pid: 0, timeout: '' }] = rows
    return rows.state.pid !== pid || timeout !== `${probeStatementSeconds}s`
  } catch (error) {
    if (error instanceof Error && codeOf(error) === protocolViolation) return true
    throw error
  } finally {
    await probe.close(1).catch(() => {})
  }
}

/** SQLSTATE of PgBouncer's "unsupported startup parameter". */
const protocolViolation = '08P01'
