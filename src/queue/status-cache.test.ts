import { afterEach, beforeEach, expect, test } from 'bun:test'
import { packageIdOf, verifierOf } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { TimeLimitError } from '../platform/time-limit.ts'
import { interceptedDatabase } from '../tests/support/fakes/intercepted-database.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { claim } from './claims.ts'
import { enqueue, remove } from './jobs.ts'
import { StatusCache } from './status-cache.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

async function put(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => packageIdOf(`key ${index}`))
  for (const packageId of ids) {
    await enqueue(fresh.database, {
      packageId,
      verifier: verifierOf('x', packageId),
      sealedLink: null,
      queueMax: 1000,
    })
  }
  return ids
}

/** The test database, with a counter of its statements. */
function counted(): { database: Database; statements: () => number } {
  let statements = 0
  const database = interceptedDatabase(fresh.database, (send) => {
    statements++
    return send()
  })
  return { database, statements: () => statements }
}

test('simultaneous polls share two statements, and queue positions are right', async () => {
  const ids = await put(50)
  const { database, statements } = counted()
  let now = 1e6
  const statusCache = new StatusCache(database, { now: () => now })
  const answers = await Promise.all(
    [...ids, ...ids, packageIdOf('unknown')].map((id) => statusCache.read(id)),
  )
  expect(statements()).toBe(2)
  expect(answers.at(-1)).toBeNull()
  expect(answers.slice(0, 50).map((answer) => answer?.position.ahead)).toEqual(ids.map((_, index) => index))
  expect(answers[0]!.position).toEqual({ premiumTotal: 0, allTotal: 50, ahead: 0 })
  await Promise.all(ids.map((id) => statusCache.read(id)))
  now += 249
  await Promise.all(ids.map((id) => statusCache.read(id)))
  expect(statements()).toBe(2)
  now += 1
  await Promise.all(ids.map((id) => statusCache.read(id)))
  expect(statements()).toBe(3)
  now += 750
  await Promise.all(ids.map((id) => statusCache.read(id)))
  expect(statements()).toBe(5)
})

test('a state that clients treat as final is never served from memory, since another node may have changed it', async () => {
  const statusCache = new StatusCache(fresh.database, { windowMs: 0, freshMs: 60_000 })
  const id = packageIdOf('key 0')
  expect(await statusCache.read(id)).toBeNull()
  await put(1)
  expect((await statusCache.read(id))?.state.errorCode).toBeNull()
  await fresh.database.sql`UPDATE packages SET error_code = 'EXPIRED_LINK' WHERE id = ${id}`
  const other = new StatusCache(fresh.database, { windowMs: 0, freshMs: 60_000 })
  expect((await other.read(id))?.state.errorCode).toBe('EXPIRED_LINK')
  await fresh.database.sql`UPDATE packages SET error_code = NULL WHERE id = ${id}`
  expect((await other.read(id))?.state.errorCode).toBeNull()
})

test('queue positions follow every change made here, and need no statement while nothing changes', async () => {
  const ids = await put(5)
  const { database, statements } = counted()
  const statusCache = new StatusCache(database, { windowMs: 0, freshMs: 60_000, positionsMs: 60_000 })
  const placeOf = async (id: string) => {
    const { ahead, allTotal } = (await statusCache.read(id))!.position
    return `${ahead} of ${allTotal}`
  }
  const untilPlace = async (id: string, place: string) => {
    while ((await placeOf(id)) !== place) await Bun.sleep(1)
  }
  expect(await placeOf(ids[4]!)).toBe('4 of 5')
  await remove(fresh.database, ids[0]!)
  statusCache.invalidate(ids[0]!)
  await untilPlace(ids[4]!, '3 of 4')
  await put(7)
  statusCache.invalidate(packageIdOf('key 6'))
  await untilPlace(ids[4]!, '3 of 7')
  await untilPlace(packageIdOf('key 6'), '6 of 7')
  const before = statements()
  for (let poll = 0; poll < 1000; poll++) await statusCache.read(ids[4]!)
  expect(statements()).toBe(before)
})

test('the first waiting package is behind all running packages, even if it is premium', async () => {
  const ids = await put(4)
  const limits = { leaseSeconds: 15, attemptsMax: 5 }
  for (const id of ids.slice(0, 2)) await claim(fresh.database, { held: new Set([id]), ...limits })
  await fresh.database.sql`UPDATE packages SET is_premium = true WHERE id = ${ids[3]!}`
  const statusCache = new StatusCache(fresh.database)
  const positions = await Promise.all(ids.map(async (id) => (await statusCache.read(id))!.position))
  expect(positions).toEqual([
    { premiumTotal: 1, allTotal: 4, ahead: 0 },
    { premiumTotal: 1, allTotal: 4, ahead: 0 },
    { premiumTotal: 1, allTotal: 4, ahead: 3 },
    { premiumTotal: 1, allTotal: 4, ahead: 2 },
  ])
})

test('a change made here is seen at once, even during a read', async () => {
  const [id] = (await put(1)) as [string]
  const statusCache = new StatusCache(fresh.database, { windowMs: 0, freshMs: 60_000 })
  expect(await statusCache.read(id)).not.toBeNull()
  await remove(fresh.database, id)
  expect(await statusCache.read(id)).not.toBeNull()
  statusCache.invalidate(id)
  expect(await statusCache.read(id)).toBeNull()

  const held = Promise.withResolvers<void>()
  const { database, hold } = slow()
  hold(held.promise)
  const late = new StatusCache(database, { windowMs: 0 })
  const answer = late.read(id)
  await Bun.sleep(20)
  await put(1)
  late.invalidate(id)
  held.resolve()
  expect((await answer)?.state.id).toBe(id)
})

/** The database, with a switch that makes its statements wait or fail. */
function slow() {
  let held: Promise<void> | null = null
  const database = interceptedDatabase(fresh.database, (send) => (held ?? Promise.resolve()).then(send))
  return { database, hold: (until: Promise<void> | null) => (held = until) }
}

test('a briefly slow database delays no poll of a cached unfinished package', async () => {
  const [known, changed] = (await put(2)) as [string, string]
  const { database, hold } = slow()
  // A poll that begins while the clock stands still never exceeds its patience, so the database answers it.
  let standsStillAt: number | null = null
  const now = () => standsStillAt ?? performance.now()
  const options = { windowMs: 0, freshMs: 0, patienceMs: 5, staleMs: 60_000, now }
  const statusCache = new StatusCache(database, options)
  const strict = new StatusCache(database, { ...options, staleMs: 0 })
  await Promise.all([statusCache.read(known), statusCache.read(changed), strict.read(known)])
  await fresh.database.sql`UPDATE packages SET step = 'DOWNLOADING'`
  const { promise, resolve } = Promise.withResolvers<void>()
  hold(promise)
  const waiting = [statusCache.read(changed), statusCache.read(packageIdOf('unknown')), strict.read(known)]
  statusCache.invalidate(changed)
  const told = [await statusCache.read(known), await statusCache.read(known)]
  expect(told.map((status) => status!.state.step)).toEqual(['LOCKED', 'LOCKED'])
  expect(await Promise.race([...waiting, Bun.sleep(50)])).toBeUndefined()
  standsStillAt = performance.now()
  hold(null)
  resolve()
  const later = await Promise.all(waiting)
  expect(later.map((status) => status?.state.step)).toEqual(['DOWNLOADING', undefined, 'DOWNLOADING'])
  expect((await statusCache.read(known))!.state.step).toBe('DOWNLOADING')
})

test('a poll that was answered from memory leaves no promise that could fail later', async () => {
  const [id] = (await put(1)) as [string]
  const { database, hold } = slow()
  const statusCache = new StatusCache(database, {
    windowMs: 0,
    freshMs: 0,
    patienceMs: 5,
    staleMs: 60_000,
  })
  await statusCache.read(id)
  const strays: unknown[] = []
  const note = (reason: unknown) => strays.push(reason)
  process.on('unhandledRejection', note)
  const { promise, resolve } = Promise.withResolvers<void>()
  hold(promise)
  await statusCache.read(id)
  statusCache.invalidate(id)
  const gone = Promise.reject(new Error('gone'))
  gone.catch(() => {})
  hold(gone)
  resolve()
  await Bun.sleep(100)
  process.off('unhandledRejection', note)
  expect(strays).toEqual([])
})

test('a database that fails or hangs rejects every waiting read, and the next reads work again', async () => {
  const [id] = (await put(1)) as [string]
  let mode: 'well' | 'failing' | 'hanging' = 'failing'
  const database = interceptedDatabase(fresh.database, (send) => {
    if (mode === 'failing') return Promise.reject(new Error('gone'))
    return mode === 'hanging' ? new Promise(() => {}) : send()
  })
  const statusCache = new StatusCache(database, { windowMs: 0, readMs: 100 })
  const settled = async () =>
    (await Promise.allSettled([statusCache.read(id), statusCache.read('x')])).map(({ status }) => status)
  expect(await settled()).toEqual(['rejected', 'rejected'])
  mode = 'hanging'
  expect(await settled()).toEqual(['rejected', 'rejected'])
  await expect(statusCache.read(id)).rejects.toBeInstanceOf(TimeLimitError)
  mode = 'well'
  // A read of a busy database may itself take longer than `readMs`.
  for (;;) {
    const answer = await statusCache.read(id).catch(() => null)
    if (answer) return expect(answer.state.id).toBe(id)
  }
})

test('polls of more packages than one statement may read are refused', async () => {
  const ids = await put(6)
  const statusCache = new StatusCache(fresh.database, { entriesMax: 3, windowMs: 0 })
  const settled = await Promise.allSettled(ids.map((id) => statusCache.read(id)))
  expect(settled.map(({ status }) => status).sort()).toEqual([
    ...Array(3).fill('fulfilled'),
    ...Array(3).fill('rejected'),
  ])
})
