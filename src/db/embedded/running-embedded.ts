/** Finds out for a command whether the embedded PostgreSQL is running, and how to connect to it. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'
import { roleName } from './cluster.ts'
import type { Connection } from '../connect.ts'
import { type DataDirChoice, fallbackDataDir } from './data-dir.ts'
import { isAlive, isPostmasterOf } from './postmaster.ts'

/** The content of a data folder: a running database, a stopped one, or none yet. */
export type EmbeddedState =
  { is: 'running'; dataDir: string; connection: Connection } | { is: 'stopped' | 'absent'; dataDir: string }

/** DATA_DIR is not set, and both default folders have a database. */
export class TwoDatabases extends ConfigError {}

/**
 * Looks for the database in the configured DATA_DIR. If none is configured and root runs the command, the
 * server may have used the other default folder, so whichever of the two has a database is used. Throws
 * TwoDatabases if both have one. Only root and the user that runs PostgreSQL get a connection, because anyone
 * who may enter the socket's folder administers the database. Throws ConfigError if any other user asks for
 * an existing database.
 */
export async function findEmbedded(
  { dataDir, isDataDirDefault = false }: DataDirChoice,
  otherDefault = fallbackDataDir,
): Promise<EmbeddedState> {
  const own = await stateOf(dataDir)
  if (!isDataDirDefault || process.getuid?.() !== 0) return own
  const other = await stateOf(otherDefault)
  if (own.is !== 'absent' && other.is !== 'absent') {
    throw new TwoDatabases(
      `there are two databases, in ${dataDir} (${own.is}) and in ${otherDefault} (${other.is}): name the one that you mean with DATA_DIR`,
    )
  }
  return own.is === 'absent' && other.is !== 'absent' ? other : own
}

async function stateOf(dataDir: string): Promise<EmbeddedState> {
  const cluster = join(dataDir, 'cluster')
  if (!existsAsFarAsOneSees(cluster)) return { is: 'absent', dataDir }
  // The lines are pid, folder, start, port, socket folder, addresses, shared memory, state (PostgreSQL
  // documentation, 66.1).
  const [pid, folder, , port, socketDir, , , state] = readPidFile(cluster)
  if (!folder || !socketDir || state?.trim() !== 'ready' || !isAlive(Number(pid)))
    return { is: 'stopped', dataDir }
  if (!(await isPostmasterOf(Number(pid), folder))) return { is: 'stopped', dataDir }
  return {
    is: 'running',
    dataDir,
    connection: { socketDir, port: Number(port), user: roleName, database: 'postgres' },
  }
}

function existsAsFarAsOneSees(cluster: string): boolean {
  try {
    statSync(cluster)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EACCES') throw closed(cluster)
    return false
  }
}

function readPidFile(cluster: string): string[] {
  const pidFile = join(cluster, 'postmaster.pid')
  try {
    return readFileSync(pidFile, 'utf8').split('\n')
  } catch (error) {
    if ((error as { code?: string }).code === 'EACCES') throw closed(cluster)
    if (existsSync(pidFile)) throw error
    return []
  }
}

function closed(cluster: string): ConfigError {
  return new ConfigError(
    `${cluster} is closed to this user: run the command as the user that runs the server, or as root, or ask the running server with ADMIN_TOKEN at /admin`,
  )
}
