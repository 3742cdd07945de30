/** Explains in a sentence why a file could not be read or written. */
import { accessSync, constants, statSync } from 'node:fs'
import { ConfigError } from '../config/config.ts'
import { CommandError } from './command.ts'

/** Mistakes of the caller: another path or other permissions are needed. */
const wrongPath: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user lacks the permission',
  EPERM: 'this user lacks the permission',
  EROFS: 'the file system is read-only',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
  ETXTBSY: 'it is a running program',
}

/** Faults of the machine: the same command may succeed later. */
const failedMachine: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user’s disk quota is exceeded',
  EFBIG: 'the file would exceed the size limit',
  EIO: 'the disk failed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EPIPE: 'the reader closed the pipe',
}

/**
 * Returns the error to throw after a failed file operation: a ConfigError if the path is wrong, a
 * CommandError if the machine failed. `doing` is the operation, for example "cannot write to out.sqlite".
 */
export function fileError(doing: string, error: unknown): ConfigError | CommandError {
  const { code = '' } = error as NodeJS.ErrnoException
  if (Object.hasOwn(wrongPath, code)) return new ConfigError(`${doing}: ${wrongPath[code]}`)
  return new CommandError(`${doing}: ${failedMachine[code] ?? (code || 'for an unknown reason')}`)
}

/** Throws such an error unless `path` is a regular file that this process may read. */
export function requireReadable(path: string): void {
  const doing = `cannot read ${path}`
  try {
    accessSync(path, constants.R_OK)
    if (statSync(path).isFile()) return
  } catch (error) {
    throw fileError(doing, error)
  }
  throw new ConfigError(`${doing}: it is not a regular file`)
}
