/** Starts and stops a PostgreSQL server process, and stops one that a killed server left behind. */
import {
  closeSync,
  existsSync,
  fchownSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'
import { programEnvironment, runAs } from './cluster.ts'
import { inFolder } from './held-folder.ts'
import type { ServiceUser } from './service-user.ts'

const readySecondsMax = 300
const pollMs = 10

/**
 * Settings for a small server on a hobbyist's machine. All others, such as fsync, come from the cluster's
 * postgresql.conf, which initdb made.
 */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: 100,
  shared_buffers: '32MB',
  maintenance_work_mem: '32MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_parallel_workers_per_gather: 0,
  io_method: 'sync',
  jit: 'off',
  huge_pages: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_checkpoints: 'off',
  // Errors of statements can quote values, so only the server's own events are logged, without details.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: -1,
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
}

export interface PostmasterPlace {
  home: string
  cluster: string
  socketDir: string
  port: number
  logFile: string
  user: ServiceUser | null
}

export interface Postmaster {
  pid: number
  /** Resolves to the exit code when the process ends for any reason. */
  exited: Promise<number>
  /**
   * Requests a fast shutdown, then harder ones if that is too slow. Resolves when the process has ended, or
   * after 25 seconds.
   */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL and waits until it accepts connections. If it exits, or takes longer than five minutes,
 * it is stopped, and a ConfigError with a line of its log is thrown.
 */
export async function startPostmaster(place: PostmasterPlace): Promise<Postmaster> {
  // Always a new file: an existing one may be a link through which root would write elsewhere.
  rmSync(place.logFile, { force: true })
  const log = openSync(place.logFile, 'wx', 0o600)
  const child = Bun.spawn(
    [
      join(place.home, 'bin', 'postgres'),
      ...['-D', place.cluster, '-k', place.socketDir, '-p', String(place.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...runAs(place.user),
      env: programEnvironment,
      cwd: '/',
      stdin: 'ignore',
      stdout: log,
      stderr: log,
      // It gets its own session, so that Ctrl-C in a terminal reaches only the server. The server stops its
      // database last.
      detached: true,
    },
  )
  closeSync(log)
  child.unref()
  const postmaster: Postmaster = {
    pid: child.pid,
    exited: child.exited,
    stop: () => endProcess(child.pid, () => child.exitCode !== null || child.signalCode !== null),
  }
  const deadline = Date.now() + readySecondsMax * 1000
  while (!isReady(place.cluster, child.pid)) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null
    if (hasEnded || Date.now() > deadline) {
      if (!hasEnded) await postmaster.stop()
      throw new ConfigError(`the embedded PostgreSQL did not start: ${lastWords(place.logFile)}`)
    }
    await Bun.sleep(pollMs)
  }
  return postmaster
}

/**
 * Stops the PostgreSQL of a killed server, and returns whether there was one. Call it only while holding the
 * lock of the data folder: a process that still runs there is then an orphan. The orphan is not reused, so
 * that its settings, its version and the dead server's transactions end with it. Stopping takes about 100 ms.
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const pidFile = join(cluster, 'postmaster.pid')
  const [first, ...rest] = textOf(pidFile).split('\n')
  const pid = Number(first)
  if (!(pid > 0) || !isAlive(pid)) return false
  if (await isPostmasterOf(pid, cluster)) {
    await endProcess(pid, () => !isAlive(pid))
    return true
  }
  // Another process has this id now, so PostgreSQL would refuse to start. It accepts the id of its own
  // parent, so this process's id is written. PostgreSQL still checks, through the shared memory that the file
  // names, that no old process is left.
  await inFolder(cluster, async (held, descriptor) => {
    const { uid, gid } = fstatSync(descriptor)
    rmSync(join(held, 'postmaster.pid'))
    const file = openSync(join(held, 'postmaster.pid'), 'wx', 0o600)
    fchownSync(file, uid, gid)
    writeFileSync(file, [process.pid, ...rest].join('\n'))
    closeSync(file)
  })
  return false
}

/** Fast shutdown, then immediate, then SIGKILL. */
async function endProcess(pid: number, hasEnded: () => boolean): Promise<void> {
  const stages = [
    ['SIGINT', 15],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const
  for (const [signal, seconds] of stages) {
    if (hasEnded()) return
    send(pid, signal)
    const deadline = Date.now() + seconds * 1000
    while (!hasEnded() && Date.now() < deadline) await Bun.sleep(pollMs)
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has ended in the meantime.
  }
}

function isReady(cluster: string, pid: number): boolean {
  const lines = textOf(join(cluster, 'postmaster.pid')).split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

/** Whether a process is running. A zombie accepts signals but does not count. */
export function isAlive(pid: number): boolean {
  if (/\) [ZX] /.test(textOf(`/proc/${pid}/stat`))) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

/**
 * Whether a process is the PostgreSQL server of this cluster. The id of an ended server may belong to another
 * process.
 */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  const command = existsSync('/proc/self/cmdline')
    ? textOf(`/proc/${pid}/cmdline`)
    : await new Response(Bun.spawn(['ps', '-ww', '-o', 'command=', '-p', String(pid)]).stdout).text()
  return command.includes('postgres') && command.includes(cluster)
}

/** A file's text, or an empty one: a process may end, and its files disappear, between any two calls. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as { code?: string }).code ?? '')) return ''
    throw error
  }
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'no reason given'
}
