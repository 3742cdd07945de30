/** The command `view`: serves the page with a result from a file, to this machine only. */
import { readFileSync } from 'node:fs'
import { Database } from 'bun:sqlite'
import { ConfigError } from '../config/config.ts'
import type { Command } from './command.ts'
import { fileError, requireReadable } from './file-errors.ts'

export const viewCommand: Command = {
  usage: [['view STATS.sqlite', 'Serve a result of analyze to a browser on this machine. Ends with Ctrl-C.']],
  arguments: ['STATS.sqlite'],
  examples: [['dumpus-server view stats.sqlite', 'Prints an address to open on this machine.']],
  async run({ arguments: [path] }) {
    await viewUntilStopped(readResult(path!))
    return 0
  },
}

/** Serves the page with this result until Ctrl-C or another signal that ends processes. */
export async function viewUntilStopped(sqlite: Uint8Array): Promise<void> {
  const stopped = Promise.withResolvers<void>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped.resolve())
  // Imported here, so that `analyze` and other commands start without it.
  const { serveView } = await import('../http/view-server.ts')
  const server = serveView(sqlite)
  process.stderr.write(`Open ${server.address}\nOnly this machine can reach it. Press Ctrl-C to end.\n`)
  await stopped.promise
  await server.stop()
}

/**
 * Reads the file. Throws a ConfigError if it is not a result of `analyze` or its path is wrong, and a
 * CommandError if the machine fails.
 */
function readResult(path: string): Uint8Array {
  const doing = `cannot read ${path}`
  requireReadable(path)
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw fileError(doing, error)
  }
  if (!isResult(bytes)) throw new ConfigError(`${doing}: it is not a result of analyze`)
  return bytes
}

function isResult(bytes: Uint8Array): boolean {
  try {
    using database = Database.deserialize(bytes)
    return database.query('SELECT count(*) AS rows FROM package_data').get() !== null
  } catch {
    return false
  }
}
