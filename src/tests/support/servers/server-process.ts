/** Runs a server like its users: as a separate process, from source or as the executable under test. */
import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ServerProcess {
  /** `http://localhost:port`. */
  url: string
  dataDir: string
  pid: number
  /** Everything it printed so far. */
  output(): string
  /** Sends a signal and does not wait for its effect. */
  signal(signal: NodeJS.Signals): void
  /** Resolves with the exit code, however it ended. */
  exited: Promise<number>
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number>
  /** Sends SIGKILL: the hardest crash. */
  kill(): Promise<void>
}

/**
 * The part of this process's environment that every program under test gets. scripts/test sets the last two
 * variables, for all processes that the tests start.
 */
export const inherited: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'HOME', 'MIMALLOC_PURGE_DELAY', 'BUN_JSC_thresholdForFTLOptimizeAfterWarmUp'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)

/** The command under test: the executable that scripts/build names, or else the source. */
export const command: readonly string[] = process.env.DUMPUS_EXECUTABLE
  ? [process.env.DUMPUS_EXECUTABLE]
  : [process.execPath, join(import.meta.dir, '../../../main.ts')]

/** Runs a command until it ends. Of this process's environment, it gets little more than PATH and HOME. */
export async function runCommand(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(args, environment)
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { stdout, stderr, exitCode }
}

/** A folder for DATA_DIR that an unprivileged database may enter. */
export function createDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-server-test-'))
  chmodSync(folder, 0o711)
  return folder
}

/** Removes a folder of `createDataDir`. Tries again if its database is still writing its last bytes. */
export function removeDataDir(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/**
 * Starts a server on a free port and waits until it prints its address. If it ends before, throws with its
 * output. An undefined variable is not inherited. `program` replaces the server under test.
 */
export async function startServer(
  environment: Record<string, string | undefined>,
  program: readonly string[] = command,
): Promise<ServerProcess> {
  const child = spawn(['serve'], { PORT: '0', ...environment }, program)
  let output = ''
  const started = Promise.withResolvers<string>()
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) {
      output += decoder.decode(chunk, { stream: true })
      const address = /running at (http:\/\/\S+)/.exec(output)?.[1]
      if (address) started.resolve(address)
    }
  }
  const collected = Promise.all([collect(child.stdout), collect(child.stderr)])
  void child.exited.then((code) => started.reject(new Error(`the server ended with ${code}:\n${output}`)))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const code = await child.exited
    await collected
    return code
  }
  return {
    url: await started.promise,
    dataDir: environment.DATA_DIR ?? '',
    pid: child.pid,
    output: () => output,
    signal: (signal) => child.kill(signal),
    exited: child.exited,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  }
}

function spawn(args: readonly string[], environment: Record<string, string | undefined>, program = command) {
  return Bun.spawn([...program, ...args], {
    env: { ...inherited, ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
}
