/**
 * This version and the version before the newest migration share one database: upgrade and downgrade, with
 * jobs in flight.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { connect, type Database } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { type Migration, readMigrations } from '../../db/migration-files.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import { type PreviousVersion, unpackPreviousVersion } from '../support/servers/previous-version.ts'
import {
  createOwner,
  expectResult,
  folder,
  launch,
  rowOf,
  setUpServers,
  until,
} from '../support/servers/server-trial.ts'

setUpServers()

let previous: PreviousVersion
let fresh: TestDatabase

beforeAll(async () => {
  previous = await unpackPreviousVersion(folder())
  fresh = await freshDatabase({ isEmpty: true })
})
afterAll(() => fresh.drop())

test.concurrent(
  'a newer server joins an older one, takes over, and hands back to it, without losing a job',
  async () => {
    const options = { databaseUrl: fresh.url, environment: { WORKERS: '1' } }
    const launchOld = () => launch({ ...options, program: previous.program })
    const downloading = async (owner: Parameters<typeof rowOf>[0]) =>
      until(async () => (await rowOf(owner, fresh.database))!.step === 'DOWNLOADING')
    const slow = { bytesPerSecond: 100_000 }

    const old = await launchOld()
    expect(await appliedTo(fresh.database)).toBe(previous.migrationCount)
    const early = createOwner(old)
    await early.post()
    await early.wait()
    const inFlight = createOwner(old, slow)
    await inFlight.post()
    await downloading(inFlight)
    const newer = await launch(options)
    expect(await appliedTo(fresh.database)).toBe(readMigrations().length)
    // The older server continues to work on the newer tables.
    await inFlight.wait()
    const working = createOwner(old, { bytesPerSecond: 100_000 })
    const waiting = createOwner(old)
    for (const owner of [working, waiting]) await owner.post()
    await downloading(working)
    await old.kill()
    for (const owner of [early, inFlight, working, waiting]) owner.server = newer
    for (const owner of [working, waiting]) await owner.wait(100)

    const back = [createOwner(newer, { bytesPerSecond: 100_000 }), createOwner(newer)]
    for (const owner of back) await owner.post()
    await downloading(back[0]!)
    const oldAgain = await launchOld()
    await newer.kill()
    for (const owner of back) owner.server = oldAgain
    for (const owner of back) await owner.wait(100)
    const owners = [early, inFlight, working, waiting, ...back]
    // The older server reads what the newer one wrote, and the newer one reads what the older one wrote.
    const newerAgain = await launch(options)
    for (const owner of owners) {
      for (const server of [oldAgain, newerAgain]) {
        owner.server = server
        await expectResult(owner, fresh.database)
      }
    }
    recordRun(
      'G22',
      `from ${previous.commit} to this version and back: ${owners.length}/${owners.length} jobs done and verified`,
    )
  },
)

const rowCount = 100_000
const blobCount = scaled(10_000, 100_000)

test.concurrent(
  'no migration blocks a statement for more than 100 ms (a busy machine has a higher limit)',
  async () => {
    const [first, ...others] = readMigrations()
    expect(others).not.toBeEmpty()
    // A busy machine may pause this process during a migration. A slow migration is slow in every attempt.
    for (let tries = 1; ; tries++) {
      const { blocked, statements, lockWaitMs } = await migrateInUse([first!], others, rowCount)
      expect(statements).toBeGreaterThan(0)
      if (blocked > 0 && tries < 6) continue
      expect(blocked).toBe(0)
      return recordRun(
        'G22',
        `${others.length} migrations of ${rowCount} rows: ${statements} statements beside them, none blocked for ${lockWaitMs} ms`,
      )
    }
  },
)

test.concurrent('a migration that blocks a table is detected', async () => {
  const slow = { tag: 'slow', hash: 'of it', createdAt: Date.parse('2100-01-01') }
  const statements = ['ALTER TABLE packages ADD COLUMN more text']
  const further = (lockWaitMs: number) => [
    { ...slow, statements: [...statements, `SELECT pg_sleep(${(5 * lockWaitMs) / 1000})`] },
  ]
  const { blocked } = await migrateInUse(readMigrations(), further, 100)
  expect(blocked).toBeGreaterThan(0)
})

/**
 * Applies further migrations to a filled database while it is in use. Counts the statements that waited for a
 * lock longer than `lockWaitMs`: 100 ms, or twice the slowest statement before the migration began. The
 * latter keeps a busy machine from being mistaken for a slow migration.
 */
async function migrateInUse(
  before: Migration[],
  further: Migration[] | ((lockWaitMs: number) => Migration[]),
  rows: number,
) {
  const filled = await freshDatabase({ isEmpty: true })
  await migrate(filled.database, before)
  await fill(filled.database, rows)
  const users = connect(filled.connection, { connectionsMax: uses.length })
  const sessions = await Promise.all(uses.map(() => users.sql.reserve()))
  const lockWaitMs = Math.ceil(Math.max(100, 2 * (await slowestOf(sessions, rows))))
  const used = { statements: 0, blocked: 0, lockWaitMs }
  let isOver = false
  const isReady = Promise.withResolvers<void>()
  const using = uses.map(async (use, index) => {
    const session = sessions[index]!
    await session`SELECT set_config('lock_timeout', ${`${lockWaitMs}ms`}, false)`
    while (!isOver) {
      await use(session, used.statements % rows).catch((error: { code?: string }) => {
        if (error.code !== '55P03') throw error
        used.blocked++
      })
      used.statements++
      if (used.statements > 10 * uses.length) isReady.resolve()
    }
    session.release()
  })
  await isReady.promise
  expect(used.blocked).toBe(0)
  used.statements = 0
  const migrations = typeof further === 'function' ? further(lockWaitMs) : further
  expect(await migrate(filled.database, [...before, ...migrations])).toEqual(migrations.map(({ tag }) => tag))
  isOver = true
  await Promise.all(using)
  await users.close()
  await filled.drop()
  return used
}

type Session = Awaited<ReturnType<Database['sql']['reserve']>>

/** Milliseconds of the slowest statement while all sessions are in use and nothing migrates. */
async function slowestOf(sessions: Session[], rows: number): Promise<number> {
  let slowest = 0
  await Promise.all(
    uses.map(async (use, index) => {
      for (let number = 0; number < 50; number++) {
        const begun = performance.now()
        await use(sessions[index]!, number % rows)
        slowest = Math.max(slowest, performance.now() - begun)
      }
    }),
  )
  return slowest
}

/** Statements that use the tables and columns of the first migration. All later versions must keep these. */
const uses: ((session: Session, number: number) => Promise<unknown>)[] = [
  (session, number) => session`SELECT step FROM packages WHERE id = md5(${number}::text)`,
  (session, number) => session`UPDATE packages SET updated_at = now() WHERE id = md5(${number}::text)`,
  (session) => session`
    INSERT INTO packages (id, verifier) VALUES (md5(random()::text), 'x') ON CONFLICT DO NOTHING`,
  (session, number) => session`SELECT length FROM blobs WHERE package_id = md5(${number}::text)`,
  (session, number) => session`
    UPDATE blob_chunks SET bytes = 'y' WHERE blob_id = md5(${number}::text)::uuid AND number = 0`,
]

async function fill({ sql }: Database, rows: number): Promise<void> {
  await sql`
    INSERT INTO packages (id, verifier, step, blob_id, finished_at)
    SELECT md5(n::text), 'v', 'PROCESSED', md5(n::text)::uuid, now() FROM generate_series(0, ${rows - 1}::int) AS n`
  await sql`
    INSERT INTO blobs (id, package_id, iv, sha256, tag, length)
    SELECT md5(n::text)::uuid, md5(n::text), 'i', 's', 't', 1 FROM generate_series(0, ${Math.min(rows, blobCount) - 1}::int) AS n`
  await sql`
    INSERT INTO blob_chunks (blob_id, number, bytes)
    SELECT md5(n::text)::uuid, 0, 'x' FROM generate_series(0, ${Math.min(rows, blobCount) - 1}::int) AS n`
}

async function appliedTo({ sql }: Database): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`SELECT count(*)::int AS count FROM drizzle.__drizzle_migrations`
  return row!.count
}
