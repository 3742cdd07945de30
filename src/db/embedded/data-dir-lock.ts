/** Makes sure that one server at a time uses a data folder. */
import { Database as SqliteFile } from 'bun:sqlite'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'

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
    file = new SqliteFile(join(dataDir, 'server.lock'))
    file.run('PRAGMA busy_timeout = 0')
    file.run('BEGIN EXCLUSIVE')
  } catch (error) {
    file?.close()
    const isTaken = (error as { code?: string }).code === 'SQLITE_BUSY'
    throw new ConfigError(
      isTaken
        ? `another dumpus-server is using DATA_DIR (${dataDir}): stop it, or give this one another folder or a DATABASE_URL`
        : `DATA_DIR (${dataDir}) cannot be written to by this user`,
    )
  }
  return () => file.close()
}
