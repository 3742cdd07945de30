/** The requirements on every result storage, tested on both: the database, and a bucket of a real server. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { loadConfig } from '../config/config.ts'
import { openResult, packageIdOf, sealResult, isGenuineResult, type SealedResult } from '../crypto.ts'
import { blobChunks, blobs, packages, storedObjects } from '../db/schema.ts'
import { createLogger } from '../telemetry/logger.ts'
import { type BucketServer, startBucketServer } from '../tests/support/fakes/bucket-server.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { recordRun, scaled, seedOfRun } from '../tests/support/servers/long-run.ts'
import { Random } from '../synthetic-package/random.ts'
import { createBucket } from './bucket.ts'
import { createStorage } from './storage.ts'
import { inBucket } from './placement.ts'
import { BlobChangedError, type Storage } from './store.ts'

const key = 'K'.repeat(500)
const packageId = packageIdOf(key)
const MiB = 1024 * 1024
const log: string[] = []
let fresh: TestDatabase
let server: BucketServer

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startBucketServer()
  await fresh.database.orm.insert(packages).values({ id: packageId, verifier: randomBytes(32) })
})
afterAll(async () => {
  await fresh.drop()
  await server.stop()
})

interface Kind {
  open(): Storage
  /** Replaces the stored ciphertext by what `change` makes of it. */
  damage(blobId: string, change: (bytes: Buffer) => Uint8Array): Promise<unknown>
}

const kinds: [string, Kind][] = [
  [
    'PostgreSQL',
    {
      open: () => createStorage(fresh.database),
      async damage(blobId, change) {
        const { sql } = fresh.database
        const chunks = await sql<{ bytes: Buffer }[]>`
          SELECT bytes FROM blob_chunks WHERE blob_id = ${blobId} ORDER BY number`
        const changed = change(Buffer.concat(chunks.map(({ bytes }) => bytes)))
        await sql`DELETE FROM blob_chunks WHERE blob_id = ${blobId}`
        for (let start = 0, number = 0; start < changed.length; start += MiB, number++) {
          const bytes = changed.subarray(start, start + MiB)
          await sql`INSERT INTO blob_chunks (blob_id, number, bytes) VALUES (${blobId}, ${number}, ${bytes})`
        }
      },
    },
  ],
  [
    'a bucket',
    {
      open: () => {
        const bucket = createBucket(loadConfig(server.environment), 'folder')!
        const logger = createLogger('debug', (line) => log.push(line))
        return createStorage(fresh.database, bucket, inBucket(fresh.database, bucket, logger))
      },
      async damage(blobId, change) {
        const [object] = await fresh.database.orm
          .select()
          .from(storedObjects)
          .where(eq(storedObjects.blobId, blobId))
        server.damage(`folder/${object!.id}`, change)
      },
    },
  ],
]

describe.each(kinds)('results in %s', (_, kind) => {
  let storage: Storage
  beforeAll(() => void (storage = kind.open()))

  async function write(sealed: SealedResult): Promise<string> {
    const prepared = await storage.prepare(sealed)
    return fresh.database.orm.transaction((transaction) => storage.write(transaction, packageId, prepared))
  }

  /** All bytes that were yielded before the end or the error. */
  async function drain(blobId: string): Promise<{ bytes: Buffer; error: unknown }> {
    const chunks: Uint8Array[] = []
    try {
      for await (const chunk of storage.read(blobId)) chunks.push(chunk)
      return { bytes: Buffer.concat(chunks), error: null }
    } catch (error) {
      return { bytes: Buffer.concat(chunks), error }
    }
  }

  test.each([1, 15, 16, MiB - 17, MiB - 16, MiB - 1, MiB, 3 * MiB + 5, 4 * MiB - 1, 9 * MiB])(
    '%d bytes come back',
    async (size) => {
      const plaintext = randomBytes(size)
      const sealed = sealResult(plaintext, key, packageId)
      const blobId = await write(sealed)
      const described = (await storage.describe(blobId))!
      expect(described.length).toBe(sealed.ciphertext.length)
      expect(isGenuineResult(described, key, described.packageId)).toBe(true)
      expect((await drain(blobId)).bytes.equals(sealed.ciphertext)).toBe(true)
      const ciphertext = Buffer.from(await storage.readAll(blobId))
      const stored = { iv: Buffer.from(described.iv), ciphertext, sha256: Buffer.from(described.sha256) }
      expect(
        openResult({ ...stored, tag: Buffer.from(described.tag) }, key, packageId).equals(plaintext),
      ).toBe(true)
    },
  )

  test('a new write has a new id and replaces the old one', async () => {
    const first = await write(sealResult(randomBytes(10), key, packageId))
    const second = await write(sealResult(randomBytes(10), key, packageId))
    expect(second).not.toBe(first)
    expect(await storage.describe(first)).toBeNull()
    expect(await storage.describe(second)).not.toBeNull()
    expect(await fresh.database.orm.$count(blobs)).toBe(1)
  })

  test('a transaction that is rolled back has no visible effect', async () => {
    const before = await write(sealResult(randomBytes(10), key, packageId))
    const prepared = await storage.prepare(sealResult(randomBytes(10), key, packageId))
    let id = ''
    const undone = fresh.database.orm.transaction(async (transaction) => {
      id = await storage.write(transaction, packageId, prepared)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await storage.describe(id)).toBeNull()
    expect(await storage.describe(before)).not.toBeNull()
  })

  test.each([
    '',
    'nonsense',
    "'; DROP TABLE blobs; --",
    '\0',
    crypto.randomUUID(),
    crypto.randomUUID().toUpperCase(),
  ])('there is no result %p', async (blobId) => {
    expect(await storage.describe(blobId)).toBeNull()
    expect((await drain(blobId)).error).toBeInstanceOf(BlobChangedError)
    await expect(storage.readAll(blobId)).rejects.toBeInstanceOf(BlobChangedError)
  })

  const size = 5 * MiB + 100
  const faults: [string, (blobId: string) => Promise<unknown>][] = [
    ['a changed bit in the first piece', (id) => kind.damage(id, (bytes) => flipped(bytes, 5))],
    ['a changed bit in the last piece', (id) => kind.damage(id, (bytes) => flipped(bytes, size * 8 - 9))],
    [
      'a missing piece',
      (id) => kind.damage(id, (bytes) => Buffer.concat([bytes.subarray(0, MiB), bytes.subarray(2 * MiB)])),
    ],
    ['a missing end', (id) => kind.damage(id, (bytes) => bytes.subarray(0, 4 * MiB))],
    ['a cut last piece', (id) => kind.damage(id, (bytes) => bytes.subarray(0, -7))],
    ['one byte more', (id) => kind.damage(id, (bytes) => Buffer.concat([bytes, Buffer.of(0)]))],
    ['one byte only', (id) => kind.damage(id, (bytes) => bytes.subarray(0, 1))],
    [
      'two swapped pieces',
      (id) =>
        kind.damage(id, (bytes) =>
          Buffer.concat([bytes.subarray(MiB, 2 * MiB), bytes.subarray(0, MiB), bytes.subarray(2 * MiB)]),
        ),
    ],
    ['another length', (id) => fresh.database.sql`UPDATE blobs SET length = length - 1 WHERE id = ${id}`],
    [
      'another hash',
      (id) =>
        fresh.database.orm
          .update(blobs)
          .set({ sha256: randomBytes(32) })
          .where(eq(blobs.id, id)),
    ],
  ]
  test.each(faults)('%s is detected before the last byte is yielded', async (_, damage) => {
    const sealed = sealResult(randomBytes(size), key, packageId)
    const blobId = await write(sealed)
    await damage(blobId)
    const { bytes, error } = await drain(blobId)
    expect(error).toBeInstanceOf(BlobChangedError)
    expect(bytes.length).toBeLessThan(sealed.ciphertext.length - 1)
    await expect(storage.readAll(blobId)).rejects.toBeInstanceOf(BlobChangedError)
  })

  test('a changed bit of ciphertext, iv or tag is always detected', async () => {
    const seed = seedOfRun()
    console.log(`TEST_SEED=${seed}`)
    const random = new Random(seed)
    const sealed = sealResult(randomBytes(5000), key, packageId)
    const blobId = await write(sealed)
    const count = scaled(100, 1000)
    let detected = 0
    for (let flips = 0; flips < count; flips++) {
      const target = (['ciphertext', 'iv', 'tag'] as const)[flips % 3]!
      const bit = random.integer(0, sealed[target].length * 8 - 1)
      const flip = () =>
        target === 'ciphertext'
          ? kind.damage(blobId, (bytes) => flipped(bytes, bit))
          : fresh.database.orm
              .update(blobs)
              .set({ [target]: flipped(sealed[target], bit) })
              .where(eq(blobs.id, blobId))
      await flip()
      const described = (await storage.describe(blobId))!
      const isRead = (await drain(blobId)).error === null
      if (!isRead || !isGenuineResult(described, key, packageId)) detected++
      if (target === 'ciphertext') await flip()
      else
        await fresh.database.orm
          .update(blobs)
          .set({ [target]: sealed[target] })
          .where(eq(blobs.id, blobId))
    }
    expect(detected).toBe(count)
    expect((await drain(blobId)).bytes.equals(sealed.ciphertext)).toBe(true)
    recordRun(
      'G23',
      `${kind === kinds[0]![1] ? 'PostgreSQL' : 'bucket'}: ${count} bit flips, ${detected} detected, seed ${seed}`,
    )
  })

  test('a result that is deleted while it is read never completes', async () => {
    const others = new Set(server.objects())
    const blobId = await write(sealResult(randomBytes(9 * MiB), key, packageId))
    const reading = storage.read(blobId)[Symbol.asyncIterator]()
    expect((await reading.next()).done).toBe(false)
    await fresh.database.orm.delete(packages).where(eq(packages.id, packageId))
    for (const name of server.objects()) if (!others.has(name)) server.remove(name)
    const rest = async () => {
      while (!(await reading.next()).done);
    }
    await expect(rest()).rejects.toBeInstanceOf(BlobChangedError)
    expect(await fresh.database.orm.$count(blobChunks)).toBe(0)
    expect(await storage.describe(blobId)).toBeNull()
    await fresh.database.orm.insert(packages).values({ id: packageId, verifier: randomBytes(32) })
  })
})

test('the bucket was used, nothing was logged, and names of objects reveal nothing', () => {
  expect(server.objects().length).toBeGreaterThan(20)
  for (const name of server.objects())
    expect(name).toMatch(/^folder\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(server.objects().join()).not.toContain(packageId)
  expect(log).toEqual([])
})

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}
