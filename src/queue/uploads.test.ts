import { afterEach, beforeEach, expect, test } from 'bun:test'
import { randomBytes, randomUUID } from 'node:crypto'
import { packageIdOf, sealResult, verifierOf } from '../crypto.ts'
import { connect } from '../db/connect.ts'
import { createStorage } from '../results/storage.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { insertUpload } from './uploads.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

function newUpload() {
  const key = randomUUID()
  const packageId = packageIdOf(key)
  const prepared = sealResult(randomBytes(1000), key, packageId)
  return { packageId, verifier: verifierOf(key, packageId), prepared }
}

test('simultaneous uploads on two nodes do not exceed the limit', async () => {
  const other = connect(fresh.connection)
  const verdicts = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const database = index % 2 ? fresh.database : other
      return insertUpload(database, createStorage(database), newUpload(), 3)
    }),
  )
  await other.close()
  expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(3)
  expect(verdicts.filter((verdict) => verdict === 'full')).toHaveLength(17)
  expect(await fresh.database.sql`SELECT step FROM packages`).toHaveLength(3)
})

test('a repeated upload is accepted even when it is sent twice at once or nothing more has room', async () => {
  const { database } = fresh
  const upload = newUpload()
  const insert = () => insertUpload(database, createStorage(database), upload, 1)
  expect(await Promise.all([insert(), insert()])).toEqual(['accepted', 'accepted'])
  expect(await insert()).toBe('accepted')
  expect(await database.sql`SELECT id FROM blobs`).toHaveLength(1)
})
