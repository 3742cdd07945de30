/** The file that a command writes: tried before the work begins, replaced in one step when it is done. */
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { ConfigError } from '../config/config.ts'

export interface OutputFile {
  /** Puts the bytes in place of whatever stood there. */
  write(bytes: Uint8Array): void
  /** Removes what was begun; nothing after `write`. */
  discard(): void
}

/**
 * Makes sure that a result can be written to `path`. A link is followed; a device or folder is never replaced.
 * Throws ConfigError, saying what is wrong with the place.
 */
export function prepareOutput(path: string): OutputFile {
  const isThere = path !== '' && existsSync(path)
  if (path === '' || (isThere && !statSync(path).isFile())) {
    throw new ConfigError(`cannot write to ${path || 'a file without a name'}: it is not a regular file`)
  }
  const target = isThere ? realpathSync(path) : path
  const partial = `${target}.partial-${process.pid}`
  explaining(path, () => closeSync(openSync(partial, 'wx', 0o600)))
  return {
    write: (bytes) =>
      explaining(path, () => {
        writeFileSync(partial, bytes)
        renameSync(partial, target)
      }),
    discard: () => rmSync(partial, { force: true }),
  }
}

function explaining(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new ConfigError(`cannot write to ${path}: ${reason}`)
  }
}
