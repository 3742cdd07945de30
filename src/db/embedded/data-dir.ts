/** Prepares the data folder: creates it, checks it, and ensures that PostgreSQL's user can reach it. */
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { type Config, ConfigError } from '../../config/config.ts'
import { folderErrorOf, folderFault } from '../../platform/folder-faults.ts'
import type { Logger } from '../../telemetry/logger.ts'
import { claimFolder } from './held-folder.ts'
import { firstClosedFolder, serviceUserOf, type ServiceUser } from './service-user.ts'

/** The wanted data folder. Only the default folder may be replaced by another one. */
export type DataDirChoice = Pick<Config, 'dataDir'> & Partial<Pick<Config, 'isDataDirDefault'>>

/** The folder for a server started by root if PostgreSQL's user cannot reach the default folder. */
export const fallbackDataDir = '/var/lib/dumpus-server'

/**
 * Returns the real path of the folder and the user that runs PostgreSQL there (null: this process's own
 * user). Throws a ConfigError that says what is wrong.
 */
export function prepareDataDir(
  { dataDir: wanted, isDataDirDefault = false }: DataDirChoice,
  logger: Logger,
): { dataDir: string; user: ServiceUser | null } {
  const fault = folderFault(wanted)
  if (fault !== null) throw unusable(wanted, fault)
  const user = serviceUserOf(wanted)
  const closed = user && firstClosedFolder(wanted, user)
  if (!user || !closed) return { dataDir: createDataDir(wanted, user), user }
  if (isDataDirDefault) {
    logger.warn('data_dir_moved', { from: wanted, to: fallbackDataDir, because: `${closed} is closed` })
    return prepareDataDir({ dataDir: fallbackDataDir }, logger)
  }
  throw new ConfigError(
    `DATA_DIR (${wanted}) is out of reach for the user "${user.name}" that runs PostgreSQL, because ${closed} is closed to it: ` +
      `choose a folder elsewhere, like ${fallbackDataDir}, run "chmod o+x ${closed}", or start the server as an ordinary user`,
  )
}

/**
 * Creates the folder if it is missing. If PostgreSQL runs as another user, that user can enter a new folder
 * but not list it. Returns the real path, without symbolic links.
 */
function createDataDir(dataDir: string, user: ServiceUser | null): string {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true })
      claimFolder(dataDir, user ? 0o711 : 0o700, null)
    }
    return realpathSync(dataDir)
  } catch (error) {
    throw error instanceof ConfigError ? error : unusable(dataDir, folderErrorOf(dataDir, error))
  }
}

function unusable(dataDir: string, fault: string): ConfigError {
  return new ConfigError(
    `DATA_DIR (${dataDir}) cannot be used: ${fault}. Set DATA_DIR to a folder that this user may write to`,
  )
}
