/** Makes sure that one server at a time uses a data folder. */
import { constants, Database as SqliteFile } from 'bun:sqlite'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'

const { SQLITE_OPEN_READWRITE, SQLITE_OPEN_CREATE, SQLITE_OPEN_NOFOLLOW } = constants
/** A link in its place could make root create a file elsewhere. */
const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW

/**
 * Takes the folder for this process and returns what gives it back. Throws ConfigError when another process
 * has it.
 *
 * The lock is an exclusive transaction on an empty SQLite file. Unlike a file with a process number in it,
 * the system itself ends it with the process, SIGKILL included, and numbers that are used again cannot
 * confuse it; unlike flock by FFI it needs no native code of our own, is not inherited by PostgreSQL, and
 * also holds between two in one process.
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
        : `DATA_DIR (${dataDir}) cannot be locked (${code}): its file server.lock must be this user's own and no link, on a file system that is not full`,
    )
  }
  return () => file.close()
}
