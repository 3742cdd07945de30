/**
 * Results and objects that belong to nothing are removed after their grace period. Those that belong to a
 * package, or still may, are kept.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { randomBytes, randomUUID } from 'node:crypto'
import { loadConfig } from '../config/config.ts'
import { packageIdOf, sealResult } from '../crypto.ts'
import { blobs, packages, storedObjects } from '../db/schema.ts'
import { createLogger } from '../telemetry/logger.ts'
import { claim, complete } from '../queue/claims.ts'
import { enqueue } from '../queue/jobs.ts'
import { Keyring } from '../queue/keyring.ts'
import { type BucketServer, send, startBucketServer } from '../tests/support/fakes/bucket-server.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { startMaintenance } from '../worker/housekeeping.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { sweepObjects, sweepUnknownObjects, sweepUnnamedBlobs } from './sweep.ts'
import { inBucket, upload } from './placement.ts'
import { createStorage } from './storage.ts'
import { type Storage, StorageError } from './store.ts'

let fresh: TestDatabase
let server: BucketServer
let bucket: Bucket
let storage: Storage

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startBucketServer()
  bucket = createBucket(loadConfig({ ...server.environment, S3_SECONDS: '60' }), 'folder')!
  storage = createStorage(fresh.database, bucket, inBucket(fresh.database, bucket, createLogger('silent')))
})
beforeEach(async () => {
  server.setFault(null)
  await fresh.database.sql`TRUNCATE packages, blobs, blob_chunks, stored_objects`
  for (const name of server.objects()) server.remove(name)
})
afterAll(async () => {
  await fresh.drop()
  await server.stop()
})

/** A processed package with a result in the bucket. */
async function processed(): Promise<string> {
  const key = randomUUID()
  const packageId = packageIdOf(key)
  const { database } = fresh
  await enqueue(database, { packageId, verifier: randomBytes(32), sealedLink: null, queueMax: 100 })
  const held = await claim(database, { held: new Set([packageId]), leaseSeconds: 15, attemptsMax: 5 })
  const prepared = await storage.prepare(sealResult(randomBytes(1000), key, packageId))
  expect(await complete(database, storage, held!, prepared)).toBeTrue()
  return packageId
}

const sealed = () => sealResult(randomBytes(100), 'key', packageIdOf('key'))
const age = (hours: number) =>
  fresh.database.sql`UPDATE stored_objects SET created_at = created_at - make_interval(hours => ${hours})`
const sweepAll = async () => ({
  ...(await sweepObjects(fresh.database, bucket)),
  unknown: await sweepUnknownObjects(fresh.database, bucket),
  unnamed: await sweepUnnamedBlobs(fresh.database),
})
const nothing = { deleted: 0, unfinished: 0, unknown: 0, unnamed: 0 }

test('a healthy server has nothing to sweep, however long it has run', async () => {
  for (let count = 0; count < 5; count++) await processed()
  await upload(fresh.database, bucket, sealed())
  await fresh.database.sql`UPDATE blobs SET created_at = created_at - interval '80 days'`
  await fresh.database.sql`
    UPDATE stored_objects SET created_at = created_at - interval '80 days' WHERE blob_id IS NOT NULL`
  for (const name of server.objects()) server.age(name, 80 * 24)
  expect(await sweepAll()).toEqual(nothing)
  expect(server.objects().length).toBe(6)
})

test('the object of a deleted package is removed at once, others are kept', async () => {
  const packageId = await processed()
  await processed()
  await fresh.database.sql`DELETE FROM packages WHERE id = ${packageId}`
  expect(await sweepAll()).toEqual({ ...nothing, deleted: 1 })
  expect(await sweepAll()).toEqual(nothing)
  expect(server.objects().length).toBe(1)
  expect(await fresh.database.orm.$count(storedObjects)).toBe(1)
})

test('an unfinished upload is removed after an hour, with or without its object', async () => {
  await upload(fresh.database, bucket, sealed())
  await fresh.database.orm.insert(storedObjects).values({ id: randomUUID() })
  expect(await sweepAll()).toEqual(nothing)
  await age(2)
  expect(await sweepAll()).toEqual({ ...nothing, unfinished: 2 })
  expect(server.objects()).toEqual([])
})

test('an object that was swept can no longer become a result', async () => {
  const packageId = await processed()
  const prepared = await storage.prepare(sealed())
  await age(2)
  await sweepObjects(fresh.database, bucket)
  const writing = fresh.database.orm.transaction((transaction) =>
    storage.write(transaction, packageId, prepared),
  )
  await expect(writing).rejects.toBeInstanceOf(StorageError)
})

test('an object in this database’s folder without a row is removed after a day; other folders are kept', async () => {
  const [id, young] = [randomUUID(), randomUUID()]
  const other = createBucket(loadConfig(server.environment), 'another-folder')!
  for (const name of [id, young]) await bucket.write(name, Buffer.from('x'))
  await bucket.write('somebody’s.txt', Buffer.from('x'))
  await other.write(id, Buffer.from('x'))
  for (const name of server.objects()) if (!name.endsWith(young)) server.age(name, 25)
  expect(await sweepAll()).toEqual({ ...nothing, unknown: 2 })
  expect(server.objects()).toEqual([`another-folder/${id}`, `folder/${young}`])
})

test('a list of more objects than fit on one page is complete', async () => {
  const names = Array.from({ length: 1003 }, () => randomUUID())
  await bucket.write(names[0]!, Buffer.from('x'))
  for (const name of names.slice(1)) server.copy(`folder/${names[0]}`, `folder/${name}`)
  for (const name of server.objects()) server.age(name, 25)
  const listed: string[] = []
  for await (const page of bucket.list()) listed.push(...page.map(({ id }) => id))
  expect(listed.sort()).toEqual(names.sort())
})

test('a result that its package does not name is removed after an hour', async () => {
  const packageId = await processed()
  const { iv, sha256, tag } = sealed()
  await fresh.database.orm.insert(blobs).values({ id: randomUUID(), packageId, iv, sha256, tag, length: 100 })
  expect(await sweepAll()).toEqual(nothing)
  await fresh.database.sql`UPDATE blobs SET created_at = created_at - interval '2 hours'`
  expect(await sweepAll()).toEqual({ ...nothing, unnamed: 1 })
  expect(await fresh.database.orm.$count(blobs)).toBe(1)
})

test('while the bucket is unreachable no row is lost, and afterwards everything is removed', async () => {
  const packageId = await processed()
  await fresh.database.sql`DELETE FROM packages WHERE id = ${packageId}`
  server.setFault((socket) => void socket.destroy())
  await expect(sweepObjects(fresh.database, bucket)).rejects.toBeInstanceOf(StorageError)
  expect(await fresh.database.orm.$count(storedObjects)).toBe(1)
  server.setFault(null)
  expect(await sweepAll()).toEqual({ ...nothing, deleted: 1 })
})

test('several nodes sweep together: each object is removed once', async () => {
  for (let count = 0; count < 6; count++) await processed()
  await fresh.database.sql`DELETE FROM packages`
  const sweeps = await Promise.all(Array.from({ length: 3 }, () => sweepObjects(fresh.database, bucket)))
  expect(sweeps.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(6)
  expect(server.objects()).toEqual([])
})

test('housekeeping logs and counts what it removed, and logs nothing on a healthy server', async () => {
  const run = async () => {
    const lines: string[] = []
    const counts: Record<string, number> = {}
    const stop = startMaintenance({
      config: { resultDays: 90, errorDays: 7, abandonedDays: 14 },
      database: fresh.database,
      keyring: new Keyring({ holdSeconds: 60, sizeMax: 10 }),
      logger: createLogger('debug', (line) => lines.push(line)),
      bucket,
      onSwept: (kind, count) => void (counts[kind] = (counts[kind] ?? 0) + count),
    })
    await stop()
    return { lines: lines.map((line) => JSON.parse(line)), counts }
  }
  await processed()
  expect(await run()).toEqual({ lines: [], counts: {} })

  const deleted = await processed()
  await fresh.database.sql`DELETE FROM packages WHERE id = ${deleted}`
  await fresh.database.orm
    .insert(storedObjects)
    .values({ id: randomUUID(), createdAt: new Date(Date.now() - 2 * 3600 * 1000) })
  const { lines, counts } = await run()
  expect(counts).toEqual({ deleted: 1, unfinished: 1 })
  expect(lines).toMatchObject([
    { level: 'info', event: 'objects_removed', deleted: 1 },
    { level: 'warn', event: 'orphans_removed', unfinished: 1 },
  ])

  server.setFault((socket) => send(socket, { status: 503, headers: {}, body: Buffer.alloc(0) }))
  await fresh.database.sql`DELETE FROM packages`
  expect((await run()).lines).toMatchObject([
    { event: 'housekeeping_failed', round: 'sweep_of_bucket' },
    { event: 'housekeeping_failed', round: 'sweep_of_objects' },
  ])
  expect(await fresh.database.orm.$count(packages)).toBe(0)
})
