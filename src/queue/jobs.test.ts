import { afterEach, beforeEach, expect, test } from 'bun:test'
import { packageIdOf, sealResult, verifierOf } from '../crypto.ts'
import { connect } from '../db/connect.ts'
import { createStorage } from '../results/storage.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { claim, complete, fail } from './claims.ts'
import { enqueue, findMany, findUnfinished, markSeen, remove } from './jobs.ts'
import { readLine } from './line.ts'
import { sweep } from './retention.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const newPackage = (key: string, queueMax = 100) => {
  const packageId = packageIdOf(key)
  return { packageId, verifier: verifierOf(key, packageId), sealedLink: null, queueMax }
}
const put = (key: string, queueMax?: number) => enqueue(fresh.database, newPackage(key, queueMax))
const take = (...keys: string[]) =>
  claim(fresh.database, { held: new Set(keys.map(packageIdOf)), leaseSeconds: 15, attemptsMax: 5 })
const look = async (key: string) => (await findMany(fresh.database, [packageIdOf(key)]))[0]

test('200 submissions of one package at once on two nodes make one row and are all accepted', async () => {
  const other = connect(fresh.connection)
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      enqueue(index % 2 ? fresh.database : other, newPackage('same key')),
    ),
  )
  await other.close()
  expect(new Set(answers)).toEqual(new Set(['accepted']))
  expect(await fresh.database.sql`SELECT id, attempts FROM packages`).toMatchObject([
    { id: packageIdOf('same key'), attempts: 0 },
  ])
})

test('another KEY with the same package id is unauthorized and changes nothing', async () => {
  await put('first')
  const collision = { ...newPackage('first'), verifier: verifierOf('second', packageIdOf('first')) }
  expect(await enqueue(fresh.database, collision)).toBe('unauthorized')
  expect((await look('first'))!.verifier).toEqual(newPackage('first').verifier)
})

test('a new package records the lengths of the queues', async () => {
  for (const key of ['a', 'b', 'c']) await put(key)
  await fresh.database.sql`UPDATE packages SET is_premium = true WHERE id = ${packageIdOf('b')}`
  await put('d')
  expect(await look('d')).toMatchObject({
    standardWhenJoined: 3,
    premiumWhenJoined: 1,
    step: 'LOCKED',
    progress: 0,
  })
})

test('the queue accepts queueMax waiting packages, even when many arrive at once', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => put(`key ${index}`, 7)))
  expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(7)
  expect(answers.filter((answer) => answer === 'queue_full')).toHaveLength(33)
  expect(await take(...Array.from({ length: 40 }, (_, index) => `key ${index}`))).not.toBeNull()
  expect(await put('one more', 7)).toBe('accepted')
})

test('a package in progress or processed is accepted and not restarted', async () => {
  await put('key')
  const held = (await take('key'))!
  expect(await put('key')).toBe('accepted')
  expect(await look('key')).toMatchObject({ step: 'DOWNLOADING' })
  const storage = createStorage(fresh.database)
  expect(
    await complete(fresh.database, storage, held, sealResult(Buffer.from('result'), 'key', held.packageId)),
  ).toBe(true)
  expect(await put('key')).toBe('accepted')
  expect(await look('key')).toMatchObject({ step: 'PROCESSED', progress: 100 })
})

test('a package that errored or lost its result starts again with fresh counters and a higher fence', async () => {
  await put('key')
  const first = (await take('key'))!
  await fail(fresh.database, first, 'download_failed')
  expect(await look('key')).toMatchObject({ errorCode: 'UNKNOWN_ERROR', errorDetail: 'download_failed' })
  expect(await put('key')).toBe('accepted')
  expect(await look('key')).toMatchObject({ step: 'LOCKED', errorCode: null, errorDetail: null, progress: 0 })
  const second = (await take('key'))!
  expect(second).toMatchObject({ attempts: 1, secondsSinceFirstStart: 0 })
  expect(second.fence).toBeGreaterThan(first.fence)

  const storage = createStorage(fresh.database)
  await complete(fresh.database, storage, second, sealResult(Buffer.from('result'), 'key', second.packageId))
  await fresh.database.sql`DELETE FROM blobs`
  expect(await put('key')).toBe('accepted')
  expect(await look('key')).toMatchObject({ step: 'LOCKED', blobId: null })
})

test('a deleted package is gone with its result, and its late worker cannot write to the package posted later', async () => {
  await put('key')
  const late = (await take('key'))!
  expect(await remove(fresh.database, packageIdOf('key'))).toBe(true)
  expect(await remove(fresh.database, packageIdOf('key'))).toBe(false)
  await put('key')
  const current = (await take('key'))!
  const storage = createStorage(fresh.database)
  const sealed = sealResult(Buffer.from('result'), 'key', late.packageId)
  expect(await complete(fresh.database, storage, late, sealed)).toBe(false)
  expect(await fail(fresh.database, late, 'internal')).toBe(false)
  expect(await complete(fresh.database, storage, current, sealed)).toBe(true)
  await remove(fresh.database, packageIdOf('key'))
  const [left] = await fresh.database.sql`
    SELECT (SELECT count(*) FROM blobs) + (SELECT count(*) FROM blob_chunks) + (SELECT count(*) FROM packages) AS rows`
  expect(left).toEqual({ rows: 0 })
})

test('the line has premium packages first, then the order of arrival, and the stage of each', async () => {
  for (const key of ['a', 'b', 'c', 'd']) await put(key)
  await fresh.database.sql`UPDATE packages SET is_premium = true WHERE id = ${packageIdOf('c')}`
  await take('a')
  const list = await readLine(fresh.database)
  expect([...list]).toEqual([
    { id: packageIdOf('c'), isPremium: true, stage: 'waiting' },
    { id: packageIdOf('a'), isPremium: false, stage: 'downloading' },
    { id: packageIdOf('b'), isPremium: false, stage: 'waiting' },
    { id: packageIdOf('d'), isPremium: false, stage: 'waiting' },
  ])
  expect(await readLine(fresh.database, 1)).toHaveLength(1)
  await fail(fresh.database, (await take('d'))!, 'internal')
  const unfinished = await findUnfinished(fresh.database, ['a', 'b', 'd', 'x'].map(packageIdOf))
  expect(unfinished.sort()).toEqual(['a', 'b'].map(packageIdOf).sort())
})

test('packages whose owners have not polled recently do not count towards queueMax', async () => {
  for (const key of ['a', 'b', 'c']) await put(key)
  const full = newPackage('d', 3)
  expect(await enqueue(fresh.database, full)).toBe('queue_full')
  await fresh.database.sql`UPDATE packages SET seen_at = now() - interval '31 minutes'`
  expect(await enqueue(fresh.database, full)).toBe('accepted')
  await markSeen(fresh.database, ['a', 'b'].map(packageIdOf))
  expect(await enqueue(fresh.database, newPackage('e', 3))).toBe('queue_full')
  expect((await findUnfinished(fresh.database, ['a', 'b', 'c', 'd'].map(packageIdOf))).length).toBe(4)
})

test('a poll is recorded only if the recorded one is more than five minutes old', async () => {
  await put('a')
  const versionOf = async () => (await fresh.database.sql`SELECT xmin::text FROM packages`)[0]!.xmin
  const before = await versionOf()
  for (let minute = 0; minute < 3; minute++) await markSeen(fresh.database, [packageIdOf('a')])
  expect(await versionOf()).toBe(before)
  await fresh.database.sql`UPDATE packages SET seen_at = now() - interval '6 minutes'`
  const old = await versionOf()
  await markSeen(fresh.database, [packageIdOf('a')])
  expect(await versionOf()).not.toBe(old)
})

test('the sweep deletes expired rows and nothing else', async () => {
  const storage = createStorage(fresh.database)
  const keys = ['old result', 'result', 'old failure', 'failure', 'abandoned', 'waiting', 'running']
  for (const key of keys) await put(key)
  for (const key of ['old result', 'result']) {
    const held = (await take(key))!
    await complete(fresh.database, storage, held, sealResult(Buffer.from('result'), key, held.packageId))
  }
  for (const key of ['old failure', 'failure']) await fail(fresh.database, (await take(key))!, 'internal')
  await take('running')
  const ago = (key: string, days: number) => fresh.database.sql`
    UPDATE packages SET queued_at = now() - make_interval(days => ${days}), seen_at = now() - make_interval(days => ${days}),
      finished_at = CASE WHEN finished_at IS NULL THEN NULL ELSE now() - make_interval(days => ${days}) END
    WHERE id = ${packageIdOf(key)}`
  await ago('old result', 91)
  await ago('result', 89)
  await ago('old failure', 8)
  await ago('failure', 6)
  await ago('abandoned', 15)
  await ago('waiting', 13)
  await ago('running', 91)
  expect(await sweep(fresh.database, { resultDays: 90, errorDays: 7, abandonedDays: 14 })).toEqual({
    results: 1,
    failures: 1,
    abandoned: 1,
    legacy: 0,
  })
  const left = await findMany(fresh.database, keys.map(packageIdOf))
  expect(left.map(({ id }) => id).sort()).toEqual(
    ['result', 'failure', 'waiting', 'running'].map(packageIdOf).sort(),
  )
})
