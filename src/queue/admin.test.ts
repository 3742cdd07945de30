import { afterEach, beforeEach, expect, test } from 'bun:test'
import { packageIdOf, sealResult, verifierOf } from '../crypto.ts'
import { createStorage } from '../results/storage.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { countAll, findSummary, listPackages, retry, upgrade } from './admin.ts'
import { claim, complete, fail, release } from './claims.ts'
import { enqueue, findMany, remove } from './jobs.ts'
import { readLine } from './line.ts'
import { StatusCache } from './status-cache.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const put = (key: string) => {
  const packageId = packageIdOf(key)
  const verifier = verifierOf(key, packageId)
  return enqueue(fresh.database, { packageId, verifier, sealedLink: null, queueMax: 1000 })
}
const take = async (...keys: string[]) =>
  (await claim(fresh.database, { held: new Set(keys.map(packageIdOf)), leaseSeconds: 15, attemptsMax: 5 }))!
const finish = async (key: string) => {
  const sealed = sealResult(Buffer.from('result'), key, packageIdOf(key))
  await complete(fresh.database, createStorage(fresh.database), await take(key), sealed)
}
const line = async () =>
  (await readLine(fresh.database)).filter(({ stage }) => stage === 'waiting').map(({ id }) => id)
const look = async (key: string) => (await findMany(fresh.database, [packageIdOf(key)]))[0]!
const idsOf = (...keys: string[]) => keys.map(packageIdOf)

test('upgraded packages go before all others, in the order of their upgrades', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) await put(key)
  for (const key of ['d', 'b', 'e']) expect(await upgrade(fresh.database, packageIdOf(key))).toBe('done')
  expect(await line()).toEqual(idsOf('d', 'b', 'e', 'a', 'c'))
  const taken = []
  for (let turn = 0; turn < 5; turn++) taken.push((await take('a', 'b', 'c', 'd', 'e')).packageId)
  expect(taken).toEqual(idsOf('d', 'b', 'e', 'a', 'c'))
})

test('an upgrade records the present length of the premium queue, and keeps the recorded length of the standard queue', async () => {
  for (const key of ['a', 'b', 'c']) await put(key)
  await upgrade(fresh.database, packageIdOf('a'))
  await put('d')
  expect(await look('d')).toMatchObject({ standardWhenJoined: 3, premiumWhenJoined: 1, isPremium: false })
  await upgrade(fresh.database, packageIdOf('b'))
  await upgrade(fresh.database, packageIdOf('d'))
  expect(await look('d')).toMatchObject({ standardWhenJoined: 3, premiumWhenJoined: 2, isPremium: true })
  expect(await look('a')).toMatchObject({ standardWhenJoined: 0, premiumWhenJoined: 0, isPremium: true })
})

test('a second upgrade changes nothing', async () => {
  for (const key of ['a', 'b']) await put(key)
  for (const key of ['a', 'b', 'a']) expect(await upgrade(fresh.database, packageIdOf(key))).toBe('done')
  expect(await line()).toEqual(idsOf('a', 'b'))
})

test('a running package is upgraded in case it returns to the queue; a finished one is not', async () => {
  for (const key of ['running', 'ready', 'failed', 'other']) await put(key)
  const running = await take('running')
  await finish('ready')
  await fail(fresh.database, await take('failed'), 'archive_corrupt')
  expect(await upgrade(fresh.database, packageIdOf('running'))).toBe('done')
  expect(await upgrade(fresh.database, packageIdOf('ready'))).toBe('not_waiting')
  expect(await upgrade(fresh.database, packageIdOf('failed'))).toBe('not_waiting')
  expect(await upgrade(fresh.database, packageIdOf('nobody'))).toBe('unknown')
  expect(await release(fresh.database, running)).toBe(true)
  expect(await line()).toEqual(idsOf('running', 'other'))
  expect((await look('ready')).isPremium).toBe(false)
})

test('a premium package that fails and is submitted again stays premium', async () => {
  for (const key of ['a', 'b', 'c']) await put(key)
  await upgrade(fresh.database, packageIdOf('b'))
  await fail(fresh.database, await take('b'), 'download_failed')
  await upgrade(fresh.database, packageIdOf('c'))
  await put('b')
  expect(await line()).toEqual(idsOf('c', 'b', 'a'))
  expect(await look('b')).toMatchObject({ isPremium: true, standardWhenJoined: 2, premiumWhenJoined: 1 })
})

test('upgrades and new packages at the same time: every count was true at some moment, and none occurs twice', async () => {
  const keys = Array.from({ length: 30 }, (_, index) => `key ${index}`)
  for (const key of keys) await put(key)
  await Promise.all(
    keys.flatMap((key, index) => [upgrade(fresh.database, packageIdOf(key)), put(`new ${index}`)]),
  )
  const states = await findMany(fresh.database, idsOf(...keys))
  const joined = states.map(({ premiumWhenJoined }) => premiumWhenJoined!).sort((a, b) => a - b)
  expect(joined).toEqual(keys.map((_, index) => index))
  const statusCache = new StatusCache(fresh.database, { windowMs: 0 })
  for (const { id, premiumWhenJoined } of states)
    expect((await statusCache.read(id))!.position.ahead).toBe(premiumWhenJoined!)
})

test('polls show at once that an upgraded package is at the end of the premium packages', async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) await put(key)
  for (const key of ['d', 'e']) await upgrade(fresh.database, packageIdOf(key))
  const statusCache = new StatusCache(fresh.database, { windowMs: 0, freshMs: 0, positionsMs: 60_000 })
  const position = async (key: string) => (await statusCache.read(packageIdOf(key)))!.position
  expect(await position('e')).toEqual({ premiumTotal: 2, allTotal: 5, ahead: 1 })
  expect(await position('c')).toEqual({ premiumTotal: 2, allTotal: 5, ahead: 4 })
  await upgrade(fresh.database, packageIdOf('c'))
  expect((await position('c')).ahead).toBe(2)
})

test('an errored package can wait again, with fresh counters; its late worker cannot write', async () => {
  for (const key of ['a', 'b']) await put(key)
  const late = await take('a')
  await fail(fresh.database, late, 'download_failed')
  expect(await retry(fresh.database, packageIdOf('a'))).toBe('done')
  expect(await retry(fresh.database, packageIdOf('a'))).toBe('not_errored')
  expect(await retry(fresh.database, packageIdOf('nobody'))).toBe('unknown')
  expect(await look('a')).toMatchObject({
    step: 'LOCKED',
    errorCode: null,
    errorDetail: null,
    standardWhenJoined: 1,
  })
  expect(await line()).toEqual(idsOf('b', 'a'))
  const again = await take('a')
  expect(again).toMatchObject({ attempts: 1, secondsSinceFirstStart: 0 })
  expect(await fail(fresh.database, late, 'internal')).toBe(false)
})

test('the list is newest first, can be filtered by state, comes in pages, and contains nothing secret', async () => {
  for (const key of ['waiting', 'running', 'ready', 'failed']) await put(key)
  await upgrade(fresh.database, packageIdOf('waiting'))
  await take('running')
  await finish('ready')
  await fail(fresh.database, await take('failed'), 'archive_corrupt')
  const list = await listPackages(fresh.database, { limit: 10 })
  expect(list.map(({ packageId }) => packageId)).toEqual(idsOf('failed', 'ready', 'running', 'waiting'))
  for (const [state, key] of [
    ['waiting', 'waiting'],
    ['running', 'running'],
    ['processed', 'ready'],
    ['errored', 'failed'],
  ] as const) {
    const found = await listPackages(fresh.database, { state, limit: 10 })
    expect(found.map(({ packageId }) => packageId)).toEqual(idsOf(key))
  }
  const [first, second] = await listPackages(fresh.database, { limit: 2 })
  const rest = await listPackages(fresh.database, { limit: 2, after: second!.packageId })
  expect([first, second, ...rest]).toEqual(list)
  expect(await listPackages(fresh.database, { limit: 2, after: rest[1]!.packageId })).toEqual([])

  const ready = (await findSummary(fresh.database, packageIdOf('ready')))!
  expect(ready).toEqual({
    ...{ packageId: packageIdOf('ready'), state: 'processed', step: 'PROCESSED', isPremium: false },
    ...{ errorMessageCode: null, errorDetail: null, progress: 100, bytesDownloaded: 0, bytesTotal: null },
    ...{ resultBytes: 16, attempts: 1, upgradedAt: null },
    ...{ createdAt: expect.any(String), queuedAt: expect.any(String) },
    ...{ startedAt: expect.any(String), finishedAt: expect.any(String) },
  })
  expect(Math.abs(Date.parse(ready.finishedAt!) - Date.now())).toBeLessThan(60_000)
  expect(await findSummary(fresh.database, packageIdOf('nobody'))).toBeNull()
})

test('the totals count every state, and errored packages by their detail', async () => {
  expect(await countAll(fresh.database)).toMatchObject({ waiting: 0, errors: {}, longestWaitSeconds: null })
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await put(key)
  await upgrade(fresh.database, packageIdOf('a'))
  await finish('b')
  await fail(fresh.database, await take('c'), 'link_expired')
  await fail(fresh.database, await take('d'), 'link_expired')
  await fail(fresh.database, await take('e'), 'archive_bomb')
  await take('f')
  await remove(fresh.database, packageIdOf('f'))
  await put('f')
  await take('f')
  await fresh.database.sql`
    UPDATE packages SET queued_at = now() - interval '90 seconds' WHERE id = ${packageIdOf('g')}`
  const stats = await countAll(fresh.database)
  expect(stats).toEqual({
    ...{ waiting: 2, waitingPremium: 1, running: 1, processed: 1, errored: 3, legacy: 0 },
    ...{ errors: { link_expired: 2, archive_bomb: 1 }, resultBytes: 16 },
    ...{ longestWaitSeconds: stats.longestWaitSeconds, databaseBytes: stats.databaseBytes },
  })
  expect(stats.longestWaitSeconds).toBeGreaterThanOrEqual(90)
  expect(stats.databaseBytes).toBeGreaterThan(1e6)
})
