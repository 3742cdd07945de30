import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { mountSmallDisk } from '../../tests/support/servers/small-disk.ts'
import { connect, type Connection } from '../connect.ts'
import { openCluster } from './cluster.ts'
import { startEmbedded, type EmbeddedDatabase } from './embedded.ts'
import { postgresVersion } from './postgres-files.ts'
import { isAlive, isPostmasterOf } from './postmaster.ts'

let folder: string
const running: EmbeddedDatabase[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dumpus-embedded-'))
  await chmod(folder, 0o711)
  const { stop } = await start('template')
  await stop()
}, 120_000)

afterEach(async () => {
  for (const embedded of running.splice(0)) await embedded.stop()
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }), 120_000)

/**
 * Copies the data folder that `beforeAll` made, because making a new one takes more than a second.
 */
async function prepare(name: string): Promise<void> {
  await mkdir(join(folder, name), { mode: 0o711 })
  await symlink(`../template/postgres-${postgresVersion}`, join(folder, name, `postgres-${postgresVersion}`))
  await Bun.$`cp -Rp ${join(folder, 'template/cluster')} ${join(folder, name, 'cluster')}`.quiet()
}

async function start(name: string, events: string[] = []): Promise<EmbeddedDatabase> {
  const logger = createLogger('debug', (line) => events.push(JSON.parse(line).event))
  const embedded = await startEmbedded({ dataDir: join(folder, name) }, logger)
  running.push(embedded)
  return embedded
}

/** Runs statements on a separate connection, and returns the rows of the last one. */
async function run(connection: Connection, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const database = connect(connection, { connectionsMax: 1 })
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = [...(await database.sql.unsafe(statement))]
    return rows
  } finally {
    await database.close()
  }
}

/** Starts the embedded database of a folder in another process. */
async function startElsewhere(
  name: string,
): Promise<{ pid: number; connection: Connection; kill(): Promise<void> }> {
  const script = join(import.meta.dir, '../../tests/support/servers/embedded-server.ts')
  const child = Bun.spawn([process.execPath, script, join(folder, name)], {
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const reader = child.stdout.getReader()
  let text = ''
  while (!text.includes('\n')) {
    const { value, done } = await reader.read()
    if (done) throw new Error('the other server ended')
    text += new TextDecoder().decode(value)
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await child.exited
  }
  return { pid: child.pid, connection: JSON.parse(text), kill }
}

async function postmasterPid(name: string): Promise<number> {
  return Number((await readFile(join(folder, name, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0])
}

describe('an embedded database', () => {
  test('is a durable PostgreSQL 18 that listens only on a private socket', async () => {
    const { connection, version } = await start('first')
    expect(version).toStartWith('18.')
    const [row] = await run(
      connection,
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('fsync') AS fsync,
        current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages,
        current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS addresses,
        current_setting('server_encoding') AS encoding`,
    )
    const durable = { fsync: 'on', commit: 'on', pages: 'on', checksums: 'on' }
    expect(row).toEqual({ ...durable, major: 18, addresses: '', encoding: 'UTF8' })
    const { socketDir } = connection as { socketDir: string }
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700)
    const cluster = await stat(join(folder, 'first/cluster'))
    expect(cluster.mode & 0o777).toBe(0o700)
    expect(cluster.uid).not.toBe(0)
  })

  test('keeps its data across a restart, and unpacks and creates nothing again', async () => {
    const first = await start('restart')
    await run(first.connection, 'CREATE TABLE kept (value int)', 'INSERT INTO kept VALUES (42)')
    const made = await stat(join(folder, 'restart', `postgres-${first.version}`))
    await first.stop()
    await first.stop()
    const second = await start('restart')
    expect(await run(second.connection, 'SELECT value FROM kept')).toEqual([{ value: 42 }])
    expect((await stat(join(folder, 'restart', `postgres-${first.version}`))).ino).toBe(made.ino)
    await second.stop()
    expect((await readdir(join(folder, 'restart'))).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  test('refuses a second server on the same folder, in this process and in another', async () => {
    await prepare('shared')
    await start('shared')
    const again = await start('shared').catch((error) => error)
    expect(again).toBeInstanceOf(ConfigError)
    expect(again.message).toContain('another dumpus-server is using DATA_DIR')
    await expect(startElsewhere('shared')).rejects.toThrow('the other server ended')
  })

  test('is taken over from a server that was killed, with everything that was committed', async () => {
    await prepare('killed')
    const other = await startElsewhere('killed')
    await run(other.connection, 'CREATE TABLE kept (value int)', 'INSERT INTO kept VALUES (7)')
    const orphan = await postmasterPid('killed')
    await other.kill()
    const events: string[] = []
    const { connection, stop } = await start('killed', events)
    expect(events).toEqual(['postgres_left_behind_stopped', 'postgres_started'])
    expect(await run(connection, 'SELECT value FROM kept')).toEqual([{ value: 7 }])
    expect(await postmasterPid('killed')).not.toBe(orphan)
    await stop()
    expect(isAlive(orphan)).toBe(false)
    expect(await isPostmasterOf(orphan, join(folder, 'killed/cluster'))).toBe(false)
  })

  test('starts when the process id of a dead postmaster was reused', async () => {
    await prepare('reused')
    const other = await startElsewhere('reused')
    await run(other.connection, 'CREATE TABLE kept (value int)', 'INSERT INTO kept VALUES (8)')
    const orphan = await postmasterPid('reused')
    await other.kill()
    process.kill(orphan, 'SIGKILL')
    const bystander = Bun.spawn(['sleep', '30'], { stdio: ['ignore', 'ignore', 'ignore'] })
    const pidFile = join(folder, 'reused/cluster/postmaster.pid')
    const lines = (await readFile(pidFile, 'utf8')).split('\n')
    await writeFile(pidFile, [bystander.pid, ...lines.slice(1)].join('\n'))
    const { connection } = await start('reused')
    expect(await run(connection, 'SELECT value FROM kept')).toEqual([{ value: 8 }])
    expect(bystander.exitCode).toBeNull()
    bystander.kill()
  })

  test('is started again when PostgreSQL is killed, and the same pool reconnects', async () => {
    await prepare('crash')
    const events: string[] = []
    const { connection } = await start('crash', events)
    const database = connect(connection)
    await database.sql`CREATE TABLE kept (value int)`
    await database.sql`INSERT INTO kept VALUES (9)`
    process.kill(await postmasterPid('crash'), 'SIGKILL')
    while (!events.includes('postgres_restarted')) await Bun.sleep(20)
    const [row] = await database.sql`SELECT value FROM kept`.catch(() => database.sql`SELECT value FROM kept`)
    expect(row).toEqual({ value: 9 })
    await database.close()
  })

  test('starts after an initdb and an unpacking that were cut off', async () => {
    await mkdir(join(folder, 'cut/cluster.unfinished/base'), { recursive: true })
    await mkdir(join(folder, `cut/postgres-${postgresVersion}.unfinished/bin`), { recursive: true })
    await chmod(join(folder, 'cut'), 0o711)
    const { connection } = await start('cut')
    expect(await run(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('works in a folder whose path is too long for a socket', async () => {
    const { connection } = await start('long-'.repeat(30))
    expect(await run(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    const { socketDir } = connection as { socketDir: string }
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700)
    await running.at(-1)!.stop()
    await expect(stat(socketDir)).rejects.toThrow()
  })

  test('logs no statement, value or error of a statement', async () => {
    await prepare('quiet')
    const { connection } = await start('quiet')
    const log = () => readFile(join(folder, 'quiet/postgres.log'), 'utf8')
    const failing = [
      `SELECT 'canary-value'::int`,
      `SELECT canary_column`,
      `DO $$ BEGIN RAISE WARNING 'canary'; END $$`,
    ]
    for (const statement of failing) await run(connection, statement).catch(() => {})
    expect(await log()).toContain('ready to accept connections')
    expect(await log()).not.toContain('canary')
    // The log does contain them after this setting, so the check above can fail.
    await run(connection, `SET log_min_messages = 'error'`, `SELECT 'canary-value'::int`).catch(() => {})
    expect(await log()).toContain('canary')
  })

  test('runs as the owner of its folder, or says which folder that user cannot enter', async () => {
    await prepare('owned')
    const isRoot = process.getuid?.() === 0
    // Only a server that runs as root can give the database to another user.
    if (isRoot) await chown(join(folder, 'owned'), 1, 1)
    const { connection, stop } = await start('owned')
    expect((await stat(join(folder, 'owned/cluster/base'))).uid).toBe(isRoot ? 1 : process.getuid!())
    expect(await run(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await stop()
    await mkdir(join(folder, 'closed'), { mode: 0o700 })
    const result = await start('closed/inside').catch((error) => error)
    if (isRoot) expect(result.message).toContain(`because ${await realpath(folder)}/closed is closed to it`)
    else expect(result.version).toBe(postgresVersion)
  })

  test('says that the user has no name, which initdb requires', async () => {
    // Only root can run as another user.
    if (process.getuid?.() !== 0) return
    await mkdir(join(folder, 'nameless'), { mode: 0o711 })
    const home = join(folder, `template/postgres-${postgresVersion}`)
    const user = { name: 'nobody knows', uid: 54_321, gid: 54_321 }
    const opening = openCluster({ home, dataDir: join(folder, 'nameless'), user })
    await expect(opening).rejects.toThrow('the system has no name for the user number 54321')
    expect(await readdir(join(folder, 'nameless'))).toEqual([])
  })

  test('says that the disk is full, and leaves no unfinished files on it', async () => {
    await mkdir(join(folder, 'small'))
    const disk = mountSmallDisk(join(folder, 'small'), 30)
    if (!disk) return
    await expect(start('small')).rejects.toThrow('is full: a new data folder takes 100 MB')
    expect(await readdir(disk.path)).toEqual(['server.lock'])
    disk.unmount()
  })

  test('says which version created a database that it cannot open', async () => {
    await prepare('newer')
    const { stop } = await start('newer')
    await stop()
    await writeFile(join(folder, 'newer/cluster/PG_VERSION'), '99\n')
    await expect(start('newer')).rejects.toThrow(
      'DATA_DIR has a database of PostgreSQL 99, but this server contains PostgreSQL 18',
    )
  })

  test('gives PostgreSQL’s own reason when it does not start', async () => {
    await prepare('broken')
    const { stop } = await start('broken')
    await stop()
    await writeFile(join(folder, 'broken/cluster/postgresql.conf'), 'no_such_setting = 1\n')
    await expect(start('broken')).rejects.toThrow(/did not start: .*FATAL/)
  })
})
