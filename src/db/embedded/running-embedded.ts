/** Finds the embedded PostgreSQL that a server has running, for commands beside that server. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigError, type Config } from '../../config/config.ts'
import { roleName } from './cluster.ts'
import type { Connection } from '../connect.ts'
import { fallbackDataDir } from './embedded.ts'
import { isAlive, isPostmasterOf } from './postmaster.ts'

/** What is at DATA_DIR: a running database, one that nobody runs at the moment, or none yet. */
export type EmbeddedState = { is: 'running'; connection: Connection } | { is: 'stopped' } | { is: 'absent' }

/**
 * Looks for the database under `dataDir`, and where a server started by root may have put it instead. Whoever may enter the
 * socket's folder is the database's administrator, so only the user that runs PostgreSQL, and root, get a connection.
 * Throws ConfigError for everybody else.
 */
export async function findEmbedded({ dataDir }: Pick<Config, 'dataDir'>): Promise<EmbeddedState> {
  const isMovable = process.getuid?.() === 0 && dataDir === resolve('./data')
  const found: EmbeddedState[] = []
  for (const folder of isMovable ? [dataDir, fallbackDataDir] : [dataDir]) {
    found.push(await stateOf(join(folder, 'cluster')))
  }
  const at = (is: EmbeddedState['is']) => found.find((state) => state.is === is)
  return at('running') ?? at('stopped') ?? { is: 'absent' }
}

async function stateOf(cluster: string): Promise<EmbeddedState> {
  if (!existsAsFarAsOneSees(cluster)) return { is: 'absent' }
  // pid, folder, start, port, folder of the socket, addresses, shared memory, state: PostgreSQL's documentation, 66.1.
  const [pid, folder, , port, socketDir, , , state] = readPidFile(cluster)
  if (!folder || !socketDir || state?.trim() !== 'ready' || !isAlive(Number(pid))) return { is: 'stopped' }
  if (!(await isPostmasterOf(Number(pid), folder))) return { is: 'stopped' }
  return {
    is: 'running',
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
