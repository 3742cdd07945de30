/**
 * Real servers with a failing bucket: no job is lost, and no job is reported as finished before its result is
 * stored completely.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import {
  accessKeyId,
  type BucketServer,
  type Fault,
  secretAccessKey,
  send,
  startBucketServer,
} from '../support/fakes/bucket-server.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'
import {
  createOwner,
  expectResult,
  type KnownOwner,
  launch,
  rowOf,
  setUpServers,
  shared,
  until,
} from '../support/servers/server-trial.ts'

setUpServers()

let bucket: BucketServer
let server: ServerProcess
const environment = () => ({ ...bucket.environment, S3_SECONDS: '1', LOG_LEVEL: 'debug' })
const jobs = scaled(2, 12)
let finished = 0

beforeAll(async () => {
  bucket = await startBucketServer()
  server = await launch({ environment: environment() })
})
afterEach(() => {
  bucket.setFault(null)
  for (const secret of [
    secretAccessKey,
    accessKeyId,
    'X-Amz-',
    new URL(bucket.environment.S3_ENDPOINT!).port,
  ]) {
    expect(server.output()).not.toContain(secret)
  }
})
afterAll(async () => {
  await server.stop()
  await bucket.stop()
})

/** The store that has the result of a finished package. Also checks that the stored bytes match the row. */
async function storeOf({ packageId }: KnownOwner): Promise<'postgres' | 's3'> {
  const { sql } = shared.database
  const [row] = await sql<{ sha256: Buffer; object: string | null; bytes: Buffer | null }[]>`
    SELECT blobs.sha256, stored_objects.id AS object, (SELECT string_agg(bytes, ''::bytea ORDER BY number)
      FROM blob_chunks WHERE blob_id = blobs.id) AS bytes
    FROM packages JOIN blobs ON blobs.id = packages.blob_id LEFT JOIN stored_objects ON stored_objects.blob_id = blobs.id
    WHERE packages.id = ${packageId}`
  const name = bucket.objects().find((candidate) => row!.object && candidate.endsWith(row!.object))
  const bytes = row!.object === null ? row!.bytes! : bucket.bytesOf(name!)
  expect(createHash('sha256').update(bytes).digest().equals(row!.sha256)).toBeTrue()
  return row!.object === null ? 'postgres' : 's3'
}

/** Runs jobs under a fault, and checks each of them as soon as it reports that it is finished. */
async function runJobs(count = jobs): Promise<KnownOwner[]> {
  const owners = Array.from({ length: count }, () => createOwner(server))
  await Promise.all(
    owners.map(async (owner) => {
      await owner.post()
      expect(await owner.wait(200)).toMatchObject({ isErrored: false, processingStep: 'PROCESSED' })
      await storeOf(owner)
    }),
  )
  finished += count
  return owners
}

const answering =
  (status: number): Fault =>
  (socket) =>
    send(socket, { status, headers: {}, body: Buffer.alloc(0) })
const storing =
  (change: (body: Uint8Array) => Uint8Array): Fault =>
  async (socket, request, forward) =>
    send(
      socket,
      await forward(request.method === 'PUT' ? { ...request, body: change(request.body) } : request),
    )
let calls = 0

test('a healthy bucket stores the results and serves them', async () => {
  for (const owner of await runJobs()) {
    expect(await storeOf(owner)).toBe('s3')
    await expectResult(owner)
    expect((await owner.blob()).equals(await owner.data())).toBeTrue()
  }
})

test.each<[string, Fault]>([
  ['down', (socket) => void socket.destroy()],
  ['silent', () => {}],
  ['answering 503', answering(503)],
  ['answering 403', answering(403)],
  ['storing half of the bytes and reporting success', storing((body) => body.subarray(0, body.length / 2))],
  [
    'storing other bytes and reporting success',
    storing((body) => Buffer.concat([Buffer.of(body[0]! ^ 1), body.subarray(1)])),
  ],
  [
    'lying about the length',
    async (socket, request, forward) => {
      const answer = await forward(request)
      send(socket, answer, answer.body.length + (request.method === 'GET' ? 100 : 0))
    },
  ],
])('if a bucket is %s, results stay in the database, and the API is not affected', async (_, fault) => {
  bucket.setFault(fault)
  const health = await fetch(`${server.url}/health`)
  expect(health.status).toBe(200)
  for (const owner of await runJobs()) {
    expect(await storeOf(owner)).toBe('postgres')
    await expectResult(owner)
  }
  expect(server.output()).toContain('result_kept_in_database')
})

test('a bucket that is slow and sometimes fails still gets results, and none is lost', async () => {
  bucket.setFault(async (socket, request, forward) => {
    await Bun.sleep(200)
    if (++calls % 3 === 0) return socket.destroy()
    send(socket, await forward(request))
  })
  const owners: KnownOwner[] = []
  const stores = new Set<string>()
  // On a busy machine, the attempts of an upload may all take too long.
  for (let tries = 0; tries < 5 && !stores.has('s3'); tries++) {
    for (const owner of await runJobs()) {
      owners.push(owner)
      stores.add(await storeOf(owner))
    }
  }
  expect(stores).toContain('s3')
  bucket.setFault(null)
  for (const owner of owners) await expectResult(owner)
})

test('results in a bucket that is down are not reported as gone, and can be read again when the bucket is back', async () => {
  const [owner] = (await runJobs(1)) as [KnownOwner]
  expect(await storeOf(owner)).toBe('s3')
  bucket.setFault(answering(503))
  const headers = { authorization: `Bearer ${owner.key}` }
  expect((await fetch(`${server.url}/process/${owner.packageId}/data`, { headers })).status).toBe(503)
  expect((await owner.status()).processingStep).toBe('PROCESSED')
  bucket.setFault(null)
  await expectResult(owner)
})

test('a server killed during an upload loses no job, and its leftovers are deleted', async () => {
  const holding = Promise.withResolvers<void>()
  bucket.setFault(async (socket, request, forward) => {
    if (request.method !== 'PUT') return send(socket, await forward(request))
    await forward(request)
    holding.resolve()
  })
  const owner = createOwner(server)
  await owner.post()
  await holding.promise
  expect((await rowOf(owner))!.step).toBe('ANALYZING')
  await server.kill()
  bucket.setFault(null)
  await shared.database
    .sql`UPDATE stored_objects SET created_at = now() - interval '2 hours' WHERE blob_id IS NULL`
  const orphans = async () =>
    (await shared.database.sql`SELECT FROM stored_objects WHERE blob_id IS NULL`).length
  expect(await orphans()).toBeGreaterThan(0)
  server = await launch({ environment: environment() })
  owner.server = server
  await owner.wait()
  await expectResult(owner)
  expect(await storeOf(owner)).toBe('s3')
  await until(async () => (await orphans()) === 0)
  const inUse = await shared.database.sql<{ id: string }[]>`SELECT id::text FROM stored_objects`
  expect(bucket.objects().map((name) => name.split('/')[1]!)).toEqual(inUse.map(({ id }) => id).sort())
  expect(server.output()).toContain('orphans_removed')
})

test('a bucket that refuses the keys or does not exist gives a clear error at the start', async () => {
  for (const wrong of [{ S3_SECRET_ACCESS_KEY: 'another-secret' }, { S3_BUCKET: 'no-such-bucket' }]) {
    const starting = launch({ environment: { ...environment(), ...wrong } })
    const error = (await starting.then(
      () => null,
      (thrown: unknown) => thrown,
    )) as Error
    expect(error.message).toContain('ended with 2')
    expect(error.message).toContain('S3_BUCKET')
    for (const secret of [secretAccessKey, accessKeyId, 'another-secret'])
      expect(error.message).not.toContain(secret)
  }
})

test('a server with an embedded database starts although its bucket is unreachable', async () => {
  bucket.setFault(() => {})
  const own = await launch({ databaseUrl: null, environment: environment() })
  bucket.setFault(null)
  const before = bucket.objects().length
  const owner = createOwner(own)
  await owner.post()
  await owner.wait()
  expect(bucket.objects().length).toBe(before + 1)
  expect((await owner.blob()).equals(await owner.data())).toBeTrue()
  await owner.delete()
  await until(() => bucket.objects().length === before)
  await own.stop()
  recordRun(
    'G11',
    `${finished} jobs with a bucket that was down, silent, slow, lying or refusing: all finished, none before its result was stored`,
  )
})
