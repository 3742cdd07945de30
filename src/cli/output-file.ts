/** The file that a command writes: tried before the work begins, replaced in one step when it is done. */
import { Database as SqliteFile } from 'bun:sqlite'
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  writeFileSync,
} from 'node:fs'
import { dirname, sep } from 'node:path'
import { ConfigError } from '../config/config.ts'
import { fileError } from './file-errors.ts'

export interface OutputFile {
  /** Where the file is made; `finish` puts it in place of whatever stood there. */
  partial: string
  finish(): void
  /** All of it at once. */
  write(bytes: Uint8Array): void
  /** Removes what was begun; nothing after `write`. */
  discard(): void
}

export interface OutputOptions {
  /** What the command reads: never written over, by whatever name. */
  inputs: readonly string[]
  /** Tables that an older file of this command has; such a one is replaced. */
  ownTables: readonly string[]
  /** Replace any other file as well. */
  force?: boolean
}

/** Where an output path means standard output. */
export const standardOutput = '-'

/**
 * Makes sure that a result can be written to `path`. A link is followed; a device, a folder or an input is
 * never replaced, and another file only when it is an older result or `force` is given. `-` is standard
 * output. An interrupted process removes what it began. Throws ConfigError, saying what is wrong with the
 * place.
 */
export function prepareOutput(path: string, options: OutputOptions): OutputFile {
  if (path === standardOutput) return stdoutFile
  const isThere = path !== '' && existsSync(path)
  if (path === '' || (isThere && !statSync(path).isFile())) {
    throw new ConfigError(`cannot write to ${path || 'a file without a name'}: it is not a regular file`)
  }
  if (isThere) requireReplaceable(path, options)
  const target = isThere ? realpathSync(path) : path
  requireOutside(path, target, options.inputs)
  const partial = `${target}.partial-${process.pid}`
  const discard = () => rmSync(partial, { force: true })
  // Before the file is there: a signal in between would leave it behind.
  const stopListening = onInterruption(discard)
  try {
    explaining(path, () => closeSync(openSync(partial, 'wx', 0o600)))
  } catch (error) {
    stopListening()
    throw error
  }
  const finish = () => explaining(path, () => renameSync(partial, target))
  return {
    partial,
    finish,
    write(bytes) {
      explaining(path, () => writeFileSync(partial, bytes))
      finish()
    },
    discard: () => {
      stopListening()
      discard()
    },
  }
}

/** The same file has the same device and number, whatever its name, link or case. */
function requireReplaceable(path: string, { inputs, ownTables, force = false }: OutputOptions): void {
  const { dev, ino } = statSync(path)
  const isInput = inputs.some((input) => {
    const other = statSync(input, { throwIfNoEntry: false })
    return other?.dev === dev && other.ino === ino
  })
  if (isInput) throw new ConfigError(`${path} is the package itself: give the result another name`)
  if (!force && !isOwn(path, ownTables)) {
    throw new ConfigError(`${path} exists, and this command has not made it: give another name, or --force`)
  }
}

/** A folder that is read gets no new files. */
function requireOutside(path: string, target: string, inputs: readonly string[]): void {
  if (!existsSync(dirname(target))) return
  const parent = realpathSync(dirname(target))
  const isInside = inputs.some((input) => {
    if (!statSync(input, { throwIfNoEntry: false })?.isDirectory()) return false
    const folder = realpathSync(input)
    return parent === folder || parent.startsWith(folder.endsWith(sep) ? folder : folder + sep)
  })
  if (isInside) throw new ConfigError(`${path} lies in the package's folder: give the result another place`)
}

/** An empty file is nobody's; else it must be a SQLite file with these tables or views. */
function isOwn(path: string, ownTables: readonly string[]): boolean {
  if (statSync(path).size === 0) return true
  try {
    using file = new SqliteFile(path, { readonly: true })
    const names = file.query<{ name: string }, []>(`SELECT name FROM sqlite_master`).all()
    return ownTables.every((table) => names.some(({ name }) => name === table))
  } catch {
    return false
  }
}

/** What was begun is removed, then the signal does what it would have done. */
function onInterruption(discard: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const listeners = signals.map((signal) => {
    const listener = () => {
      discard()
      stop()
      process.kill(process.pid, signal)
    }
    process.on(signal, listener)
    return [signal, listener] as const
  })
  const stop = () => listeners.forEach(([signal, listener]) => process.off(signal, listener))
  return stop
}

const stdoutFile: OutputFile = {
  partial: '/dev/stdout',
  finish: () => {},
  write: writeToStdout,
  discard: () => {},
}

/** Written through before the process ends, also into a pipe. */
function writeToStdout(bytes: Uint8Array): void {
  explaining('standard output', () => {
    for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at)
  })
}

function explaining(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw fileError(`cannot write to ${path}`, error)
  }
}
