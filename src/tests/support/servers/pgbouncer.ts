/**
 * A real PgBouncer in front of the tests' PostgreSQL. It comes from Debian's package, which `scripts/setup
 * --tests` installs if possible.
 */
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceUserOf } from '../../../db/embedded/service-user.ts'

export interface PgBouncer {
  /** The address of the same database through the pooler. */
  url: string
  stop(): Promise<void>
}

export interface PgBouncerOptions {
  mode: 'transaction' | 'session' | 'statement'
  /** Maximum number of PostgreSQL sessions of the pooler. */
  sessionsMax?: number
  /** More lines for the section [pgbouncer]. */
  more?: string[]
}

const program = process.env.TEST_PGBOUNCER ?? '/usr/sbin/pgbouncer'

/**
 * Whether the tests must run with PgBouncer: where it is installed, where TEST_PGBOUNCER is set to its path,
 * and on Debian-based systems, where it can be installed.
 */
export const expectsPgBouncer =
  process.env.TEST_PGBOUNCER !== undefined || existsSync(program) || existsSync('/usr/bin/apt-get')

/** Starts one in front of the database at this address and waits until it accepts connections. */
export async function startPgBouncer(url: string, options: PgBouncerOptions): Promise<PgBouncer> {
  if (!existsSync(program)) {
    throw new Error(`${program} is missing: apt-get install pgbouncer, or set TEST_PGBOUNCER to its path`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-pgbouncer-'))
  const user = serviceUserOf(folder)
  const port = freePort()
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(config, configOf(url, port, options))
  chmodSync(folder, 0o700)
  // PgBouncer refuses to run as root, and only the embedded server's own user can use its socket.
  if (user) for (const path of [folder, config]) chownSync(path, user.uid, user.gid)
  const child = Bun.spawn([program, config], {
    ...(user && { uid: user.uid, gid: user.gid }),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log = new Response(child.stderr).text()
  const own = new URL(url)
  const stop = async () => {
    child.kill('SIGKILL')
    await child.exited
    rmSync(folder, { recursive: true, force: true })
  }
  for (const end = performance.now() + 20_000; !(await listens(port)); await Bun.sleep(20)) {
    if (child.exitCode === null && performance.now() < end) continue
    await stop()
    throw new Error(`PgBouncer did not start:\n${await log}`)
  }
  return { url: `postgres://${own.username}@127.0.0.1:${port}${own.pathname}`, stop }
}

function configOf(url: string, port: number, { mode, sessionsMax = 5, more = [] }: PgBouncerOptions): string {
  const { username, password, hostname, port: serverPort, searchParams } = new URL(url)
  const server = [
    `host=${searchParams.get('host') ?? hostname}`,
    `port=${serverPort || 5432}`,
    `user=${decodeURIComponent(username)}`,
    ...(password ? [`password=${decodeURIComponent(password)}`] : []),
  ]
  return [
    '[databases]',
    `* = ${server.join(' ')}`,
    '[pgbouncer]',
    ...['listen_addr = 127.0.0.1', `listen_port = ${port}`, 'unix_socket_dir =', 'auth_type = any'],
    ...[`pool_mode = ${mode}`, `default_pool_size = ${sessionsMax}`, 'server_login_retry = 1'],
    ...more,
    '',
  ].join('\n')
}

function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop()
  return port
}

async function listens(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {} } })
    socket.end()
    return true
  } catch {
    return false
  }
}
