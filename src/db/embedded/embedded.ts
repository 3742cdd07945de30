/** The embedded database: a real PostgreSQL that this process unpacks, starts, monitors and stops. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { safeError, type Logger } from '../../telemetry/logger.ts'
import { openCluster, roleName } from './cluster.ts'
import type { Connection } from '../connect.ts'
import { type DataDirChoice, prepareDataDir } from './data-dir.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { claimFolder } from './held-folder.ts'
import { postgresVersion, unpackPostgres } from './postgres-files.ts'
import { startPostmaster, stopOrphan, type PostmasterPlace } from './postmaster.ts'
import type { ServiceUser } from './service-user.ts'

const port = 5432
/** The system's limit is 104 to 108 bytes, depending on the platform. */
const socketPathBytesMax = 100
const restartPausesMs = [100, 500, 1000, 5000]

export interface EmbeddedDatabase {
  /** For `connect`. Stays valid when PostgreSQL is restarted. */
  connection: Connection
  /** Version of the embedded PostgreSQL packages. */
  version: string
  /** The actual folder: DATA_DIR, or the fallback for root (see startEmbedded). */
  dataDir: string
  /** Stops PostgreSQL and unlocks the folder. Close the connections first. May be called repeatedly. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL under `dataDir`. It unpacks and creates what is missing, ends what a killed
 * server left behind, and restarts PostgreSQL whenever it ends unexpectedly. A server started by root runs
 * PostgreSQL as the folder's owner, or as `dumpus-server` or `nobody` (serviceUserOf). If that user cannot
 * reach the default folder, /var/lib/dumpus-server is used, and a log line says so. Throws a ConfigError with
 * advice when another server uses the folder, when PostgreSQL's user cannot reach it, or when PostgreSQL
 * cannot start.
 */
export async function startEmbedded(config: DataDirChoice, logger: Logger): Promise<EmbeddedDatabase> {
  const { dataDir, user } = prepareDataDir(config, logger)
  const unlock = lockDataDir(dataDir)
  try {
    const home = await unpackPostgres(dataDir)
    // Without this collection, 20 MB of the memory used for unpacking would never be freed.
    Bun.gc(true)
    const cluster = await openCluster({ home, dataDir, user })
    if (await stopOrphan(cluster)) logger.warn('postgres_left_behind_stopped')
    const socketDir = createSocketDir(dataDir, user)
    const place = { home, cluster, socketDir, port, logFile: join(dataDir, 'postgres.log'), user }
    const watched = await keepRunning(place, logger)
    logger.info('postgres_started', { version: postgresVersion, runAs: user?.name ?? 'this user' })
    return {
      connection: { socketDir, port, user: roleName, database: 'postgres' },
      version: postgresVersion,
      dataDir,
      stop: async () => {
        await watched.stop()
        removeSocketDir(dataDir, socketDir)
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/**
 * Creates a folder that only PostgreSQL's user may enter, because anyone who reaches the socket administers
 * the database.
 */
function createSocketDir(dataDir: string, user: ServiceUser | null): string {
  const beside = join(dataDir, 'socket')
  const isShort = Buffer.byteLength(join(beside, `.s.PGSQL.${port}`)) <= socketPathBytesMax
  // The old folder of a killed server contains a lock file whose process id may have been reused.
  rmSync(beside, { recursive: true, force: true })
  if (isShort) mkdirSync(beside, 0o700)
  const socketDir = isShort ? beside : mkdtempSync(join(tmpdir(), 'dumpus-socket-'))
  claimFolder(socketDir, 0o700, user)
  return socketDir
}

function removeSocketDir(dataDir: string, socketDir: string): void {
  if (!socketDir.startsWith(dataDir)) rmSync(socketDir, { recursive: true, force: true })
}

/**
 * Starts PostgreSQL and restarts it whenever it ends unexpectedly, for example if the system's out-of-memory
 * killer ends it.
 */
async function keepRunning(place: PostmasterPlace, logger: Logger): Promise<{ stop(): Promise<void> }> {
  let isStopping = false
  let current = await startPostmaster(place)
  const restart = async () => {
    for (let tries = 0; !isStopping; tries++) {
      await Bun.sleep(restartPausesMs[Math.min(tries, restartPausesMs.length - 1)]!)
      try {
        current = await startPostmaster(place)
        return logger.info('postgres_restarted', { tries })
      } catch (error) {
        logger[tries === 0 ? 'error' : 'debug']('postgres_restart_failed', { ...safeError(error), tries })
      }
    }
  }
  const watch = async () => {
    for (;;) {
      const exitCode = await current.exited
      if (isStopping) return
      logger.error('postgres_died', { exitCode })
      await restart()
      if (isStopping) return current.stop()
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      isStopping = true
      await current.stop()
      await watching
    },
  }
}
