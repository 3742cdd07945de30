/**
 * Moving results in both directions: they are readable at every moment, a move can be resumed, and modified
 * results are never moved.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { loadConfig } from '../config/config.ts'
import { packageIdOf, sealResult } from '../crypto.ts'
import { packages, storedObjects } from '../db/schema.ts'
import { createLogger } from '../telemetry/logger.ts'
import {
  type BucketServer,
  secretAccessKey,
  send,
  startBucketServer,
} from '../tests/support/fakes/bucket-server.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { runCommand } from '../tests/support/servers/server-process.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { countElsewhere, moveResults, type Place } from './move.ts'
import { sweepObjects } from './sweep.ts'
import { createStorage } from './storage.ts'
import { inBucket } from './placement.ts'
import { type Storage, StorageError } from './store.ts'

const MiB = 1024 * 1024
let fresh: TestDatabase
let server: BucketServer
let bucket: Bucket
let storages: Record<Place, Storage>

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startBucketServer()
  bucket = createBucket(loadConfig({ ...server.environment, S3_SECONDS: '5' }), 'folder')!
  storages = {
    postgres: createStorage(fresh.database, bucket),
    s3: createStorage(fresh.database, bucket, inBucket(fresh.database, bucket, createLogger('silent'))),
  }
})
beforeEach(async () => {
  await fresh.database.sql`TRUNCATE packages, blobs, blob_chunks, stored_objects`
  for (const name of server.objects()) server.remove(name)
})
afterEach(() => server.setFault(null))
afterAll(async () => {
  await fresh.drop()
  await server.stop()
})

/** Stores results of these sizes. Returns their blob ids with the SHA-256 of their ciphertext. */
async function store(place: Place, sizes: number[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const size of sizes) {
    const key = randomUUID()
    const packageId = packageIdOf(key)
    await fresh.database.orm.insert(packages).values({ id: packageId, verifier: randomBytes(32) })
    const sealed = sealResult(randomBytes(size), key, packageId)
    const prepared = await storages[place].prepare(sealed)
    const blobId = await fresh.database.orm.transaction((transaction) =>
      storages[place].write(transaction, packageId, prepared),
    )
    hashes.set(blobId, sealed.sha256.toString('hex'))
  }
  return hashes
}

async function hashOf(blobId: string): Promise<string> {
  return createHash('sha256')
    .update(await storages.postgres.readAll(blobId))
    .digest('hex')
}

async function expectAllReadable(stored: Map<string, string>): Promise<void> {
  for (const [blobId, hash] of stored) expect(await hashOf(blobId)).toBe(hash)
}

const placesOf = async () => {
  const [row] = await fresh.database.sql<{ postgres: number; s3: number }[]>`
    SELECT (SELECT count(DISTINCT blob_id) FROM blob_chunks) AS postgres,
      (SELECT count(*) FROM stored_objects WHERE blob_id IS NOT NULL) AS s3`
  return row
}

test('every result is readable all the time, in both directions', async () => {
  const stored = await store('postgres', [1, MiB, 5 * MiB + 3, 9 * MiB])
  let isMoving = true
  let reads = 0
  const reader = async (blobId: string, hash: string) => {
    while (isMoving) {
      expect(await hashOf(blobId)).toBe(hash)
      reads++
      await Bun.sleep(20)
    }
  }
  const slowly = async (blobId: string, hash: string) => {
    const digest = createHash('sha256')
    for await (const piece of storages.s3.read(blobId)) {
      digest.update(piece)
      await Bun.sleep(100)
    }
    expect(digest.digest('hex')).toBe(hash)
  }
  const readers = [...stored].flatMap(([id, hash]) => [reader(id, hash), slowly(id, hash)])
  expect(await moveResults(fresh.database, bucket, 's3')).toEqual({ moved: 4, damaged: 0 })
  expect(await placesOf()).toEqual({ postgres: 0, s3: 4 })
  expect(await moveResults(fresh.database, bucket, 'postgres')).toEqual({ moved: 4, damaged: 0 })
  await sweepObjects(fresh.database, bucket)
  expect(await placesOf()).toEqual({ postgres: 4, s3: 0 })
  expect(server.objects()).toEqual([])
  isMoving = false
  await Promise.all(readers)
  expect(reads).toBeGreaterThan(0)
  await expectAllReadable(stored)
})

test('when the bucket fails, moved results stay moved, and the next call moves the rest', async () => {
  const stored = await store('postgres', [10, 20, 30, 40])
  let uploads = 0
  server.setFault(async (socket, request, forward) => {
    if (request.method === 'PUT' && ++uploads > 2) return socket.destroy()
    send(socket, await forward(request))
  })
  await expect(moveResults(fresh.database, bucket, 's3')).rejects.toBeInstanceOf(StorageError)
  expect(await placesOf()).toEqual({ postgres: 2, s3: 2 })
  await expectAllReadable(stored)
  server.setFault(null)
  expect(await moveResults(fresh.database, bucket, 's3')).toEqual({ moved: 2, damaged: 0 })
  expect(await moveResults(fresh.database, bucket, 's3')).toEqual({ moved: 0, damaged: 0 })
  expect(await countElsewhere(fresh.database, 's3')).toBe(0)
  await expectAllReadable(stored)
})

test('nothing is moved to a bucket that stores other bytes', async () => {
  const stored = await store('postgres', [1000])
  server.setFault(async (socket, request, forward) => {
    const body = request.method === 'PUT' ? Buffer.alloc(request.body.length) : request.body
    send(socket, await forward({ ...request, body }))
  })
  await expect(moveResults(fresh.database, bucket, 's3')).rejects.toMatchObject({ code: 'object_differs' })
  expect(await placesOf()).toEqual({ postgres: 1, s3: 0 })
  await expectAllReadable(stored)
})

test.each<[Place, Place]>([
  ['postgres', 's3'],
  ['s3', 'postgres'],
])('from %s, a damaged result stays and is counted, a deleted one is not counted', async (from, to) => {
  const stored = await store(from, [1000, 2000, 3000])
  const ids = [...stored.keys()].sort()
  if (from === 's3') {
    const [object] = await fresh.database.sql`SELECT id FROM stored_objects WHERE blob_id = ${ids[1]!}`
    server.damage(`folder/${object!.id}`, (bytes) => bytes.fill(0, 5, 6))
  } else {
    await fresh.database
      .sql`UPDATE blob_chunks SET bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1) WHERE blob_id = ${ids[1]!}`
  }
  const moving = moveResults(fresh.database, bucket, to, ({ moved }) => {
    if (moved === 1) void fresh.database.sql`DELETE FROM blobs WHERE id = ${ids[2]!}`.execute()
  })
  const { moved, damaged } = await moving
  expect(damaged).toBe(1)
  // The deletion may come before or after the third one was moved.
  expect(moved).toBeGreaterThanOrEqual(1)
  expect(await countElsewhere(fresh.database, to)).toBe(1)
  expect(await hashOf(ids[0]!)).toBe(stored.get(ids[0]!)!)
})

test('several moves at once move each result once', async () => {
  const stored = await store(
    'postgres',
    Array.from({ length: 8 }, (_, index) => 1000 + index),
  )
  const moves = await Promise.all([1, 2, 3].map(() => moveResults(fresh.database, bucket, 's3')))
  expect(moves.reduce((sum, { moved }) => sum + moved, 0)).toBe(8)
  await sweepObjects(fresh.database, bucket)
  expect(server.objects().length).toBe(8)
  expect(await fresh.database.orm.$count(storedObjects)).toBe(8)
  await expectAllReadable(stored)
})

test('the command moves, reports the outcome, and prints no secret', async () => {
  const environment = { DATABASE_URL: fresh.url, ...server.environment }
  await store('postgres', [10, 20])
  const there = await runCommand(['move-results', '--to', 's3'], environment)
  expect(there).toMatchObject({ stdout: 'moved 2, damaged 0, left 0\n', exitCode: 0 })
  expect(server.objects().length).toBe(2)
  const back = await runCommand(['move-results', '--to', 'postgres'], environment)
  expect(back).toMatchObject({ stdout: 'moved 2, damaged 0, left 0\n', exitCode: 0 })
  expect(server.objects()).toEqual([])
  server.setFault((socket) => void socket.destroy())
  const failed = await runCommand(['move-results', '--to', 's3'], environment)
  expect(failed.exitCode).toBe(1)
  expect(failed.stderr).toContain('Run this again')
  const unset = await runCommand(['move-results', '--to', 's3'], { DATABASE_URL: fresh.url })
  expect(unset.exitCode).toBe(2)
  expect(unset.stderr).toContain('S3_ENDPOINT')
  for (const { stdout, stderr } of [there, back, failed, unset])
    expect(stdout + stderr).not.toContain(secretAccessKey)
})
