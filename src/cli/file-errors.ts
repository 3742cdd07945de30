/** Says in a sentence why a file could not be read or written, and whose fault it is. */
import { ConfigError } from '../config/config.ts'
import { CommandError } from './command.ts'

/** The caller's: another path or another right would do. */
const wrongPath: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not do that there',
  EPERM: 'this user may not do that there',
  EROFS: 'the file system is read-only',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'another process is writing there',
  ETXTBSY: 'it is a program that runs',
}

/** The machine's: the same command may succeed later. */
const failedMachine: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'files may not become that large here',
  EIO: 'the disk failed',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EPIPE: 'the reader has gone away',
}

/**
 * The error to throw for a file that `doing` failed for, like "cannot write to out.sqlite": a ConfigError
 * when the path is wrong, a CommandError when the machine failed.
 */
export function fileError(doing: string, error: unknown): ConfigError | CommandError {
  const { code = '' } = error as NodeJS.ErrnoException
  if (Object.hasOwn(wrongPath, code)) return new ConfigError(`${doing}: ${wrongPath[code]}`)
  return new CommandError(`${doing}: ${failedMachine[code] ?? (code || 'for an unknown reason')}`)
}
