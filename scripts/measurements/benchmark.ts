/**
 * The inputs of every measurement: the program under test, the packages, the number of runs, and a function
 * for progress lines.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Size } from '../../src/synthetic-package/options.ts'

export interface Benchmark {
  /** The requested sizes, small ones first; never empty. */
  sizes: readonly Size[]
  runs: number
  program: Program
  /** Prints a line of progress. */
  say(line: string): void
}

/** The server's program: the executable if it was built, otherwise the source. */
export interface Program {
  command: readonly string[]
  /** Null if it was not built. */
  executable: string | null
  description: string
}

export const root = join(import.meta.dir, '../..')
/** Packages and results; git-ignored. */
export const cacheFolder = join(root, 'build/benchmark')

/** dist/dumpus-server if it exists. The description warns if it is older than the source. */
export function findProgram(): Program {
  const executable = join(root, 'dist/dumpus-server')
  if (!existsSync(executable)) {
    const command = [process.execPath, '--no-env-file', join(root, 'src/main.ts')]
    return { command, executable: null, description: 'from source: there is no dist/dumpus-server' }
  }
  const built = statSync(executable).mtimeMs
  const isOld = sourceFiles().some((file) => statSync(file).mtimeMs > built)
  const description = `dist/dumpus-server${isOld ? ' (OLDER than the source: run scripts/build)' : ''}`
  return { command: [executable], executable, description }
}

/** The largest of the requested sizes. Most limits apply to L. */
export function largestOf({ sizes }: Benchmark): Size {
  return sizes.at(-1)!
}

/** The environment of every measured process, without the caller's settings. */
export function environmentOf(settings: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings }
}

/** The repository's files that become part of the executable, and the list of its packages (bun.lock). */
export function sourceFiles(): string[] {
  const folders = ['src', 'drizzle', 'patches'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  )
  return folders
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .concat(['package.json', 'bun.lock'].map((name) => join(root, name)))
    .filter((path) => !path.startsWith(join(root, 'src/tests/')))
}
