/** Ensures that only one server at a time uses a data folder. */
import { constants, Database as SqliteFile } from 'bun:sqlite'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'

const { SQLITE_OPEN_READWRITE, SQLITE_OPEN_CREATE, SQLITE_OPEN_NOFOLLOW } = constants
/** A symbolic link in this place could make root create a file elsewhere. */
const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW

/**
 * Locks the folder for this process and returns the function that unlocks it. Throws ConfigError if another
 * server holds the lock, or if the folder cannot be locked.
 *
 * The lock is an exclusive transaction on an empty SQLite file. The system releases it when the process ends,
 * even by SIGKILL. It also excludes a second server in the same process. A pid file would remain, and its
 * process id could be reused. flock would need FFI, and PostgreSQL could inherit it.
 */
export function lockDataDir(dataDir: string): () => void {
  let file: SqliteFile | undefined
  try {
    file = new SqliteFile(join(dataDir, 'server.lock'), flags)
    file.run('PRAGMA busy_timeout = 0')
    file.run('BEGIN EXCLUSIVE')
  } catch (error) {
    file?.close()
    const { code = 'for an unknown reason' } = error as { code?: string }
    const isTaken = code === 'SQLITE_BUSY'
    throw new ConfigError(
      isTaken
        ? `another dumpus-server is using DATA_DIR (${dataDir}): stop it, or give this one another folder or a DATABASE_URL`
        : `DATA_DIR (${dataDir}) cannot be locked (${code}): its file server.lock must belong to this user and must not be a link, and the file system must not be full`,
    )
  }
  return () => file.close()
}
