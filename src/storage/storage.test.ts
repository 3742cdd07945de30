import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { openResult, packageIdOf, sealResult, isGenuineResult, type SealedResult } from '../crypto.ts'
import { blobChunks, blobs, packages } from '../db/schema.ts'
import { freshDatabase, type TestDatabase } from '../testing/database.ts'
import { createPostgresStorage } from './postgres.ts'
import { BlobChangedError, type Storage } from './storage.ts'

const key = 'K'.repeat(500)
const packageId = packageIdOf(key)
const MiB = 1024 * 1024
let fresh: TestDatabase
let storage: Storage

beforeAll(async () => {
  fresh = await freshDatabase()
  storage = createPostgresStorage(fresh.database)
  await fresh.database.orm.insert(packages).values({ id: packageId, verifier: randomBytes(32) })
})
afterAll(() => fresh.drop())

const write = (sealed: SealedResult) =>
  fresh.database.orm.transaction((transaction) => storage.write(transaction, packageId, sealed))

/** Everything that was given before the end or the error. */
async function drain(blobId: string): Promise<{ bytes: Buffer; error: unknown }> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of storage.read(blobId)) chunks.push(chunk)
    return { bytes: Buffer.concat(chunks), error: null }
  } catch (error) {
    return { bytes: Buffer.concat(chunks), error }
  }
}

describe('results in PostgreSQL', () => {
  test.each([1, 15, 16, MiB - 17, MiB - 16, MiB - 1, MiB, 3 * MiB + 5])(
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

  test('nothing is seen of a transaction that is undone', async () => {
    const before = await write(sealResult(randomBytes(10), key, packageId))
    let id = ''
    const undone = fresh.database.orm.transaction(async (transaction) => {
      id = await storage.write(transaction, packageId, sealResult(randomBytes(10), key, packageId))
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

  const faults: [string, (blobId: string) => Promise<unknown>][] = [
    ['a changed bit in the first piece', (id) => flipBit(id, 0)],
    ['a changed bit in the last piece', (id) => flipBit(id, 2)],
    [
      'a missing piece',
      (id) => fresh.database.sql`DELETE FROM blob_chunks WHERE blob_id = ${id} AND number = 1`,
    ],
    [
      'a cut last piece',
      (id) =>
        fresh.database
          .sql`UPDATE blob_chunks SET bytes = substr(bytes, 1, 7) WHERE blob_id = ${id} AND number = 2`,
    ],
    [
      'two swapped pieces',
      (id) =>
        fresh.database
          .sql`UPDATE blob_chunks SET number = 1000 - number WHERE blob_id = ${id} AND number < 2`,
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
  test.each(faults)('%s is found before the last byte is given', async (_, damage) => {
    const sealed = sealResult(randomBytes(2 * MiB + 100), key, packageId)
    const blobId = await write(sealed)
    await damage(blobId)
    const { bytes, error } = await drain(blobId)
    expect(error).toBeInstanceOf(BlobChangedError)
    expect(bytes.length).toBeLessThan(sealed.ciphertext.length - 1)
    await expect(storage.readAll(blobId)).rejects.toBeInstanceOf(BlobChangedError)
  })

  test('a result deleted while it is read never completes', async () => {
    const blobId = await write(sealResult(randomBytes(4 * MiB), key, packageId))
    const reading = storage.read(blobId)[Symbol.asyncIterator]()
    expect((await reading.next()).done).toBe(false)
    await fresh.database.orm.delete(packages).where(eq(packages.id, packageId))
    const rest = async () => {
      while (!(await reading.next()).done);
    }
    await expect(rest()).rejects.toBeInstanceOf(BlobChangedError)
    expect(await fresh.database.orm.$count(blobChunks)).toBe(0)
    expect(await storage.describe(blobId)).toBeNull()
  })
})

async function flipBit(blobId: string, number: number): Promise<void> {
  await fresh.database.sql`
    UPDATE blob_chunks SET bytes = set_bit(bytes, 5, 1 - get_bit(bytes, 5))
    WHERE blob_id = ${blobId} AND number = ${number}`
}
