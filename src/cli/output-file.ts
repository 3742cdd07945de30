/**
 * The output file of a command. It is checked before the work begins, and replaced in one step at the end.
 */
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
  /** The path of the unfinished file. `finish` moves it to the target. */
  partial: string
  finish(): void
  /** Writes the whole file at once. */
  write(bytes: Uint8Array): void
  /** Call this at the end in any case. Removes the file if it is unfinished, and stops handling signals. */
  discard(): void
}

export interface OutputOptions {
  /** The inputs of the command. They are never overwritten, under any name. */
  inputs: readonly string[]
  /** An older output of this command is recognized by these tables, and may be replaced. */
  ownTables: readonly string[]
  /** Replaces any other file, too. */
  force?: boolean
}

/** The output path that means standard output. */
export const standardOutput = '-'

/**
 * Ensures that a result can be written to `path`. Symbolic links to files are followed. Devices, folders and
 * inputs are never replaced. Other files are replaced only if they are empty, an older result, or with
 * `force`. `-` means standard output. An interrupted process removes its unfinished file. Throws a
 * ConfigError that explains why the path cannot be used, or a CommandError if the machine fails.
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
  // A process id would not do: in a container it is always 1, and a killed run leaves its file behind.
  const partial = `${target}.partial-${crypto.randomUUID()}`
  const discard = () => rmSync(partial, { force: true })
  // Signals are handled before the file exists, so that none can leave it behind.
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

/**
 * Refuses inputs and files of others. An input has the same device and inode under any name, link or case.
 */
function requireReplaceable(path: string, { inputs, ownTables, force = false }: OutputOptions): void {
  const { dev, ino } = statSync(path)
  const isInput = inputs.some((input) => {
    const other = statSync(input, { throwIfNoEntry: false })
    return other?.dev === dev && other.ino === ino
  })
  if (isInput) throw new ConfigError(`${path} is the package itself: give the result another name`)
  if (!force && !isOwn(path, ownTables)) {
    throw new ConfigError(`${path} exists and was not made by this command: give another name, or --force`)
  }
}

/** Refuses paths inside a folder that is an input. */
function requireOutside(path: string, target: string, inputs: readonly string[]): void {
  if (!existsSync(dirname(target))) return
  const parent = realpathSync(dirname(target))
  const isInside = inputs.some((input) => {
    if (!statSync(input, { throwIfNoEntry: false })?.isDirectory()) return false
    const folder = realpathSync(input)
    return parent === folder || parent.startsWith(folder.endsWith(sep) ? folder : folder + sep)
  })
  if (isInside) throw new ConfigError(`${path} is inside the package's folder: write the result elsewhere`)
}

/** True for an empty file, and for a SQLite file with these tables or views. */
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

/** Removes the unfinished file on a signal, and then lets the signal have its usual effect. */
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

/** Writes synchronously, also to a pipe, so that nothing is lost when the process exits. */
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
