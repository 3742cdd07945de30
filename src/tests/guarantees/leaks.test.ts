/**
 * No key, link or text of a package is ever at rest unencrypted. A real server processes packages that
 * succeed, fail, wait and are deleted. Then everything that it wrote and printed, and its answers to bad
 * requests, are searched.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect, type Database } from '../../db/connect.ts'
import { startEmbedded } from '../../db/embedded/embedded.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { type FakeDiscord, type Faults, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import {
  type Leak,
  leaksIn,
  leaksInProcess,
  magicsIn,
  processesOf,
  secretOf,
  type Secret,
} from '../support/judges/leak-scanner.ts'
import { type CleanFiles, leaksInFolder } from '../support/judges/folder-scanner.ts'
import { Owner } from '../support/servers/owner.ts'
import { provoke } from '../support/hostile/provocations.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'
import { tapWrites } from '../support/judges/write-tap.ts'

setDefaultTimeout(180_000)

const canary = 'quokka-lantern-9902'
const isEncrypted = (path: string) => path.includes('/spool/')

let discord: FakeDiscord
let archive: Uint8Array
/** Its analysis takes long enough to delete the package or to kill the server meanwhile. */
let large: Uint8Array
let nextKey = 88_000
let keys: string[] = []

beforeAll(async () => {
  discord = await startFakeDiscord()
  archive = (await packageBytes({ canary, messages: 800, events: 1500, seed: 3 })).archive
  large = (await packageBytes({ canary, messages: 25_000, events: 80_000, seed: 4 })).archive
})
afterAll(() => discord.stop())

function newKey(): string {
  keys.push(randomKey(nextKey++))
  return keys.at(-1)!
}

let known: Secret[] = []

/** Returns the same array until there is a new key, because the scanner prepares each array once. */
function secretsNow(): Secret[] {
  if (known.length === keys.length + 1) return known
  const ofKeys = keys.map((key, number) => secretOf(`KEY ${number}`, key))
  known = [secretOf('text of the package', canary), ...ofKeys]
  return known
}

function ownerOf(server: ServerProcess, bytes: Uint8Array, faults?: Faults): Owner {
  const key = newKey()
  discord.offer(key, bytes, faults)
  return new Owner(server, key, discord.link(key))
}

/**
 * Submits packages that succeed, fail, wait and are deleted. Returns the leaks in answers to bad requests.
 */
async function live(server: ServerProcess): Promise<Leak[]> {
  const happy = ownerOf(server, archive)
  await happy.post()
  expect((await happy.wait()).processingStep).toBe('PROCESSED')
  // The result must contain the canary; otherwise its absence elsewhere proves nothing.
  expect(leaksIn(await happy.data(), secretsNow(), 'result')).toHaveLength(1)
  await happy.blob()

  const failing: [Uint8Array, Faults?][] = [
    [damaged(archive)],
    [archive.subarray(0, archive.length >> 1)],
    [archive, { status: 403 }],
    [archive, { html: true }],
    [archive, { redirectTo: `https://169.254.169.254/?upn=${newKey()}&t=${canary}` }],
    [archive, { redirectLoop: true }],
  ]
  for (const [bytes, faults] of failing) {
    const owner = ownerOf(server, bytes, faults)
    await owner.post()
    expect((await owner.wait()).isErrored).toBeTrue()
  }

  const waiting = ownerOf(server, archive, { status500Times: 99 })
  await waiting.post()
  await waiting.poll(
    ({ processingStep }) => processingStep === 'DOWNLOADING' && discord.downloads(waiting.key) >= 2,
  )
  const unreachable = new Owner(server, newKey(), '')
  await new Owner(server, unreachable.key, `http://127.0.0.1:1/ls/click?upn=${unreachable.key}`).post()
  await Bun.sleep(300)

  const deleted = ownerOf(server, large)
  await deleted.post()
  await deleted.poll(({ processingStep }) => processingStep === 'ANALYZING')
  await deleted.delete()

  return provoke(server, happy, newKey(), secretsNow)
}

/** Changes one byte of a member's data. */
function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[copy.length >> 1]! ^= 0xff
  return copy
}

describe.each(['embedded', 'given'])('on the %s database', (kind) => {
  let given: TestDatabase | null = null
  let dataDir: string
  const tapDir = createDataDir()
  let temporaryDir: string
  let settings: Record<string, string>
  const outputs: string[] = []
  const clean: CleanFiles = new Map()

  beforeAll(async () => {
    keys = []
    known = []
    dataDir = await createUsedDataDir()
    temporaryDir = join(dataDir, 'temporary')
    mkdirSync(temporaryDir)
    chmodSync(temporaryDir, 0o1777)
    given = kind === 'given' ? await freshDatabase() : null
    // This database logs every statement with its parameters, as an operator's own may.
    if (given) {
      const name = new URL(given.url).pathname.slice(1)
      await given.database.sql.unsafe(`ALTER DATABASE ${name} SET log_statement = 'all'`)
      await given.database.sql.unsafe(`ALTER DATABASE ${name} SET log_parameter_max_length = -1`)
    }
    settings = {
      DATA_DIR: dataDir,
      TMPDIR: temporaryDir,
      LOG_LEVEL: 'debug',
      DL_ZIP_WHITELISTED_DOMAINS: `${discord.origin},http://127.0.0.1:1`,
      POSTS_PER_MINUTE: '1000',
      PACKAGES_PER_ADDRESS_MAX: '1000',
      POSTS_BURST: '1000',
      DOWNLOAD_TRIES_MAX: '2',
      DOWNLOAD_PAUSE_MILLISECONDS: '10',
      LEASE_SECONDS: '3',
      HEARTBEAT_SECONDS: '1',
      ...(given && { DATABASE_URL: given.url }),
    }
  })
  afterAll(async () => {
    await given?.drop()
    removeDataDir(dataDir)
    removeDataDir(tapDir)
  })

  const expectClean = (leaks: Leak[]) => expect(leaks).toEqual([])

  /** Checks the folders of the server and of its database, whether they are running or not. */
  async function expectFoldersClean(): Promise<void> {
    const folders = [dataDir]
    if (given) {
      const [row] = await given.database.sql<
        { dir: string }[]
      >`SELECT current_setting('data_directory') AS dir`
      folders.push(dirname(row!.dir))
    }
    for (const folder of folders) {
      const { leaks, bytes } = leaksInFolder(folder, secretsNow(), isEncrypted, clean)
      expectClean(leaks)
      if (folder !== dataDir || !given) expect(bytes).toBeGreaterThan(10_000_000)
    }
  }

  test('nothing readable of packages is left anywhere, whatever happens to them', async () => {
    const server = await startServer(settings)
    const pids = processesOf(dataDir)
    expect(pids.length).toBeGreaterThan(given ? 0 : 3)
    const tap = await tapWrites(pids, join(tapDir, 'tap.log'))
    if (tap === null)
      console.error('the write tap is not available on this machine: strace is missing or not allowed')

    expectClean(await live(server))
    for (const pid of processesOf(dataDir)) expectClean(leaksInProcess(pid, secretsNow()))
    await expectFoldersClean()

    const { written, unseen } = (await tap?.stop()) ?? { written: new Map<string, Buffer>(), unseen: [] }
    expect(unseen).toEqual([])
    if (tap) {
      // Checks the detector: it saw the writes to the spools and to the database's files.
      const spools = [...written].filter(([path]) => isEncrypted(path))
      expect(spools.reduce((sum, [, bytes]) => sum + bytes.length, 0)).toBeGreaterThan(archive.length)
      if (!given) expect([...written.keys()].some((path) => path.includes('pg_wal'))).toBeTrue()
    }
    for (const [path, bytes] of written) {
      expectClean(leaksIn(bytes, secretsNow(), `written to ${path}`))
      if (isEncrypted(path)) expectClean(magicsIn(bytes, `written to ${path}`))
    }

    expect(await server.stop()).toBe(0)
    outputs.push(server.output())
    await expectFoldersClean()
  })

  test('a server that is killed during a job leaves nothing readable either', async () => {
    const first = await startServer(settings)
    const release = Promise.withResolvers<void>()
    const downloading = ownerOf(first, large, { hold: { afterBytes: 1_500_000, until: release.promise } })
    await downloading.post()
    await downloading.poll(({ bytesDownloaded }) => (bytesDownloaded ?? 0) >= 1_000_000)
    await first.kill()
    release.resolve()
    await expectFoldersClean()

    const second = await startServer(settings)
    const analyzing = ownerOf(second, large)
    await analyzing.post()
    await analyzing.poll(({ processingStep }) => processingStep === 'ANALYZING')
    await second.kill()
    await expectFoldersClean()

    const third = await startServer(settings)
    for (const owner of [downloading, analyzing]) {
      owner.server = third
      expect((await owner.wait()).processingStep).toBe('PROCESSED')
    }
    await expectFoldersClean()
    expect(await third.stop()).toBe(0)
    outputs.push(...[first, second, third].map((server) => server.output()))
  })

  test('the server’s output contains no secret', () => {
    const output = outputs.join('\n')
    expect(output).toContain('job_started')
    expect(output).toContain('archive_corrupt')
    expectClean(leaksIn(Buffer.from(output), secretsNow(), 'output'))
    expect(output).not.toContain('upn=')
  })

  test('the rows contain no secret; one that is planted is found', async () => {
    // The servers have stopped. The rows are searched as well as the files, because PostgreSQL may compress
    // long values in its files.
    const embedded = given ? null : await startEmbedded({ dataDir }, createLogger('silent'))
    const database = given?.database ?? connect(embedded!.connection)
    try {
      const [packages] = await database.sql`SELECT count(*)::int AS count FROM packages`
      expect(packages!.count).toBeGreaterThan(5)
      expectClean(await leaksInRows(database, secretsNow()))
      await database.sql.unsafe(`CREATE TABLE planted AS SELECT '${canary}' AS text`)
      expect((await leaksInRows(database, secretsNow())).map(({ where }) => where)).toEqual([
        expect.stringContaining('planted.text'),
      ])
    } finally {
      if (embedded) await database.close()
      await embedded?.stop()
    }
  })
})

async function leaksInRows({ sql }: Database, secrets: readonly Secret[]): Promise<Leak[]> {
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
  const leaks: Leak[] = []
  for (const { name } of tables) {
    for (const row of await sql.unsafe(`SELECT * FROM ${name}`)) {
      for (const [column, value] of Object.entries(row)) {
        const bytes = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? '')
        const where = `${name}.${column}`
        leaks.push(...leaksIn(bytes, secrets, where), ...magicsIn(bytes, where))
      }
    }
  }
  return leaks
}
