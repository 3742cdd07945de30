/**
 * G10: there is no room for the download or in the database. The job waits, no partial data is visible, the
 * API answers, and the job resumes by itself.
 */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Database } from '../../db/connect.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../db/embedded/embedded.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { lyingZip } from '../support/hostile/lying-zip-writer.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import { Owner } from '../support/servers/owner.ts'
import { plainArchive, plainMembers } from '../support/hostile/plain-archive.ts'
import {
  command,
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'
import { mountSmallDisk, type SmallDisk } from '../support/servers/small-disk.ts'

setDefaultTimeout(120_000)

const MiB = 1024 * 1024
const folder = createDataDir()
/** Exceeds the file size limit and the spool's disk below. */
const large = lyingZip([
  ...plainMembers,
  { name: 'padding.bin', content: Buffer.alloc(6 * MiB), stored: true },
])
/** Its result does not fit into the free space of an existing database page. */
let lively: Uint8Array
let discord: FakeDiscord
let nextKey = 61_000
const servers: ServerProcess[] = []
let rounds = 0

beforeAll(async () => {
  discord = await startFakeDiscord()
  lively = (await packageBytes({ messages: 4000, events: 6000, seed: 5 })).archive
})
afterEach(async () => {
  for (const server of servers.splice(0)) expect(await server.stop()).toBe(0)
})
afterAll(() => {
  discord.stop()
  removeDataDir(folder)
  recordRun('G10', `${rounds} times full and recovered`)
})

async function start(environment: Record<string, string>, program = command): Promise<ServerProcess> {
  const settings = { DL_ZIP_WHITELISTED_DOMAINS: discord.origin, POSTS_BURST: '1000' }
  const server = await startServer({ ...settings, ...environment }, program)
  servers.push(server)
  return server
}

function ownerOf(server: ServerProcess, archive: Uint8Array): Owner {
  const key = randomKey(nextKey++)
  discord.offer(key, archive)
  return new Owner(server, key, discord.link(key))
}

async function expectAlive(server: ServerProcess): Promise<void> {
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
}

/** The length of each server's output at the end of the earlier cases. */
const seen = new WeakMap<ServerProcess, number>()

/** Waits until the log has the new event. Then checks the status: the job is waiting, not failed. */
async function expectWaiting(owner: Owner, server: ServerProcess, logged: string): Promise<void> {
  while (!server.output().slice(seen.get(server)).includes(logged)) await Bun.sleep(20)
  seen.set(server, server.output().length)
  await owner.poll(({ processingStep }) => processingStep !== null)
  expect(await owner.status()).toMatchObject({
    isErrored: false,
    errorMessageCode: null,
    isDataAvailable: false,
  })
}

/** Skips the pause of half a minute before the next attempt. */
const hurry = (database: Database) => database.sql`UPDATE packages SET not_before = now()`

/** Counts incomplete blobs, chunks without a blob, and PROCESSED packages without a blob. */
async function halves(database: Database): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`
    SELECT (SELECT count(*) FROM blobs WHERE length <> coalesce(
        (SELECT sum(length(bytes)) FROM blob_chunks WHERE blob_id = blobs.id), 0))::int
      + (SELECT count(*) FROM blob_chunks WHERE blob_id NOT IN (SELECT id FROM blobs))::int
      + (SELECT count(*) FROM packages WHERE step = 'PROCESSED' AND blob_id IS NULL)::int AS count`
  return row!.count
}

async function expectProcessed(owner: Owner): Promise<void> {
  expect(await owner.wait()).toMatchObject({ processingStep: 'PROCESSED', isErrored: false })
  expect((await owner.data()).subarray(0, 15).toString()).toBe('SQLite format 3')
  expect((await owner.blob()).subarray(0, 15).toString()).toBe('SQLite format 3')
}

describe('on any machine', () => {
  let shared: TestDatabase
  beforeAll(async () => {
    shared = await freshDatabase()
  })
  afterAll(() => shared.drop())

  test('a download beyond the file size limit waits, and other packages continue', async () => {
    const spoolDir = join(folder, 'limited')
    // SIGXFSZ, which the system sends first, would end the process.
    const limited = ['sh', '-c', 'trap "" XFSZ; ulimit -f 4096; exec "$@"', 'sh', ...command]
    const settings = { DATABASE_URL: shared.url, DATA_DIR: folder, DL_ZIP_TMP_PATH: spoolDir }
    const server = await start(settings, limited)
    const owner = ownerOf(server, large)
    await owner.post()
    await expectWaiting(owner, server, 'disk_full')
    await expectAlive(server)
    await expectProcessedAfterPost(ownerOf(server, plainArchive()))
    expect(await owner.status()).toMatchObject({ isErrored: false })
    expect(await owner.delete()).toMatchObject({ isDeleted: true })
    rounds++
  })

  test('a result without room in the database is stored when there is room', async () => {
    const server = await start({ DATABASE_URL: shared.url, DATA_DIR: folder })
    const { sql } = shared.database
    // The chunks of a result are refused with PostgreSQL's own error. The row in `blobs` is already written
    // then.
    await sql`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$`
    await sql`CREATE TRIGGER refuse AFTER INSERT ON blob_chunks FOR EACH ROW EXECUTE FUNCTION refuse()`
    const owner = ownerOf(server, lively)
    await owner.post()
    await expectWaiting(owner, server, 'result_not_stored_yet')
    await expectAlive(server)
    expect(await halves(shared.database)).toBe(0)
    expect((await owner.get('blob')).status).toBe(404)
    await sql`DROP FUNCTION refuse CASCADE`
    await expectProcessed(owner)
    expect(await halves(shared.database)).toBe(0)
    rounds++
  })
})

async function expectProcessedAfterPost(owner: Owner): Promise<void> {
  expect(await owner.post()).toMatchObject({ isAccepted: true })
  await expectProcessed(owner)
}

const disks = { spool: mountIn('spool', 4), database: mountIn('database', 220) }

function mountIn(name: string, mebibytes: number): SmallDisk | null {
  const path = join(folder, name)
  mkdirSync(path)
  return mountSmallDisk(path, mebibytes)
}

const { spool, database: disk } = disks
if (spool && disk) {
  describe('on small disks', () => {
    let embedded: EmbeddedDatabase
    let database: Database
    let server: ServerProcess

    beforeAll(async () => {
      embedded = await startEmbedded({ dataDir: disk.path }, createLogger('silent'))
      database = connect(embedded.connection)
    })
    afterAll(async () => {
      await database.close()
      await embedded.stop()
      for (const one of [spool, disk]) one.unmount()
    })

    async function startHere(): Promise<void> {
      const { socketDir, port, user } = embedded.connection as Exclude<typeof embedded.connection, string>
      const url = `postgres://${user}@localhost:${port}/postgres?host=${encodeURIComponent(socketDir)}`
      server = await start({ DATABASE_URL: url, DATA_DIR: folder, DL_ZIP_TMP_PATH: spool!.path })
    }

    test('a full spool makes the job wait', async () => {
      await startHere()
      for (let round = 0; round < scaled(1, 5); round++) {
        spool.fill()
        const owner = ownerOf(server, plainArchive())
        await owner.post()
        await expectWaiting(owner, server, 'disk_full')
        await expectAlive(server)
        spool.empty()
        await hurry(database)
        await expectProcessed(owner)
        rounds++
      }
      const tooLarge = ownerOf(server, large)
      await tooLarge.post()
      await expectWaiting(tooLarge, server, 'disk_full')
      await expectProcessedAfterPost(ownerOf(server, plainArchive()))
      await tooLarge.delete()
    })

    test('a full database makes the job wait', async () => {
      await startHere()
      await expectProcessedAfterPost(ownerOf(server, plainArchive()))
      for (let round = 0; round < scaled(1, 5); round++) {
        const owner = ownerOf(server, lively)
        disk.fill()
        // The server may refuse with an empty 503. The client repeats the request then.
        while (!(await owner.post().catch(() => null))) await Bun.sleep(50)
        for (let poll = 0; poll < 20; poll++) {
          const response = await owner.get('status')
          expect([200, 503]).toContain(response.status)
          if (response.status === 503) expect(await response.text()).toBe('')
          else expect(await response.json()).toMatchObject({ isErrored: false, isDataAvailable: false })
          await Bun.sleep(50)
        }
        await expectWaiting(owner, server, 'result_not_stored_yet')
        expect(await halves(database)).toBe(0)
        disk.empty()
        await expectProcessed(owner)
        expect(await halves(database)).toBe(0)
        rounds++
      }
      await expectProcessedAfterPost(ownerOf(server, plainArchive()))
    })
  })
}
