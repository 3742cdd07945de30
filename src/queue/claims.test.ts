import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { packageIdOf, sealResult, verifierOf } from '../crypto.ts'
import { connect } from '../db/connect.ts'
import { createStorage } from '../results/storage.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import * as claims from './claims.ts'
import { enqueue, findMany, remove } from './jobs.ts'
import { handBackAttempt, type Lease, renewLeases } from './leases.ts'
import { recordRun } from '../tests/support/servers/long-run.ts'
import { claimStatement, lineStatement } from './next-claim.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const limits = { leaseSeconds: 15, attemptsMax: 3 }
async function put(...keys: string[]): Promise<string[]> {
  const ids = keys.map(packageIdOf)
  for (const [index, packageId] of ids.entries()) {
    const verifier = verifierOf(keys[index]!, packageId)
    await enqueue(fresh.database, { packageId, verifier, sealedLink: null, queueMax: 1000 })
  }
  return ids
}
const take = (...ids: string[]) => claims.claim(fresh.database, { held: new Set(ids), ...limits })
const look = async (id: string) => (await findMany(fresh.database, [id]))[0]
/** One round of the heartbeat thread. Returns false if the lease is lost. */
const beat = async (claim: claims.Claim, progress: claims.JobProgress = {}) => {
  const shown = { progress: 0, bytesDownloaded: 0, bytesTotal: null, ...progress }
  return (await renewLeases(fresh.database, [{ claim, progress: shown }])).length === 0
}
/** Ends the lease, as after the death of the worker. */
const expire = (id: string) =>
  fresh.database.sql`UPDATE packages SET lease_until = now() - interval '1 second' WHERE id = ${id}`

test('only packages whose KEY is held are claimed, premium first, then in order of arrival, each once', async () => {
  const [a, b, c, d] = (await put('a', 'b', 'c', 'd')) as [string, string, string, string]
  await fresh.database.sql`UPDATE packages SET is_premium = true WHERE id = ${c}`
  expect(await take()).toBeNull()
  expect(await take(packageIdOf('not there'))).toBeNull()
  const taken = []
  for (let turn = 0; turn < 4; turn++) taken.push((await take(a, b, c))?.packageId)
  expect(taken).toEqual([c, a, b, undefined])
  expect(await look(d)).toMatchObject({ step: 'LOCKED' })
  expect(await look(a)).toMatchObject({ step: 'DOWNLOADING' })
})

test('20 workers on two nodes claim 100 packages, each once', async () => {
  const ids = await put(...Array.from({ length: 100 }, (_, index) => `key ${index}`))
  const other = connect(fresh.connection)
  const taken: string[] = []
  const work = async (database: typeof other) => {
    for (;;) {
      const held = await claims.claim(database, { held: new Set(ids), ...limits })
      if (!held) return
      taken.push(held.packageId)
    }
  }
  await Promise.all(Array.from({ length: 20 }, (_, index) => work(index % 2 ? other : fresh.database)))
  await other.close()
  expect(taken.sort()).toEqual(ids.sort())
})

test('a package with an expired lease is taken over, and its former worker can change nothing', async () => {
  const [id] = (await put('key')) as [string]
  const zombie = (await take(id))!
  await claims.advance(fresh.database, zombie, 'ANALYZING')
  expect(await take(id)).toBeNull()
  await expire(id)
  const heir = (await take(id))!
  expect(heir).toMatchObject({ packageId: id, attempts: 2 })
  expect(heir.fence).toBeGreaterThan(zombie.fence)
  const before = await fresh.database.sql`SELECT * FROM packages`
  const storage = createStorage(fresh.database)
  const sealed = sealResult(Buffer.from('late'), 'key', id)
  const writes = [
    beat(zombie, { progress: 99 }),
    claims.advance(fresh.database, zombie, 'ANALYZING'),
    claims.complete(fresh.database, storage, zombie, sealed),
    claims.fail(fresh.database, zombie, 'internal'),
    claims.retryLater(fresh.database, zombie, 1),
    claims.release(fresh.database, zombie),
  ]
  expect(await Promise.all(writes)).toEqual(writes.map(() => false))
  expect([...(await fresh.database.sql`SELECT * FROM packages`)]).toEqual([...before])
  expect(await fresh.database.sql`SELECT 1 FROM blobs`).toHaveLength(0)
})

test('a heartbeat renews the lease and updates the progress; an unknown total keeps the recorded one', async () => {
  const [id] = (await put('key')) as [string]
  const held = (await take(id))!
  await expire(id)
  expect(await beat(held, { progress: 41.9, bytesDownloaded: 5e9, bytesTotal: 9e9 })).toBe(true)
  expect(await take(id)).toBeNull()
  expect(await look(id)).toMatchObject({ progress: 41, bytesDownloaded: 5e9, bytesTotal: 9e9 })
  await beat(held, { progress: 250, bytesDownloaded: 5e9 })
  expect(await look(id)).toMatchObject({ progress: 100, bytesDownloaded: 5e9, bytesTotal: 9e9 })
  await beat(held, { progress: Number.NaN, bytesDownloaded: 5e9 })
  await claims.advance(fresh.database, held, 'ANALYZING')
  expect(await look(id)).toMatchObject({ step: 'ANALYZING', progress: 0, bytesDownloaded: 5e9 })
})

test('one round renews the leases that are still held, returns the lost ones, and skips locked rows', async () => {
  const ids = await put('kept', 'deleted', 'taken over', 'being changed')
  const leases: Lease[] = []
  for (const id of ids) {
    leases.push({ claim: (await take(id))!, progress: { progress: 1, bytesDownloaded: 2, bytesTotal: 3 } })
  }
  for (const id of ids) await expire(id)
  await remove(fresh.database, ids[1]!)
  await take(ids[2]!)
  await expire(ids[2]!)
  const lost = await fresh.database.sql.begin(async (sql) => {
    await sql`SELECT FROM packages WHERE id = ${ids[3]!} FOR UPDATE`
    return renewLeases(fresh.database, leases)
  })
  expect(lost.map(({ claim }) => claim.packageId)).toEqual([ids[1]!, ids[2]!])
  expect((await take(...ids))?.packageId).toBe(ids[2]!)
  expect((await take(...ids))?.packageId).toBe(ids[3]!)
  expect(await take(...ids)).toBeNull()
})

test('a start is taken back if its worker was alive, unless the package was restarted since', async () => {
  const [id] = (await put('key')) as [string]
  const attempts = async () => (await fresh.database.sql`SELECT attempts FROM packages`)[0]!.attempts
  const alive = (await take(id))!
  await expire(id)
  expect(await take(id)).toMatchObject({ attempts: 2 })
  await handBackAttempt(fresh.database, alive)
  expect(await attempts()).toBe(1)
  await remove(fresh.database, id)
  await put('key')
  const heir = await take(id)
  await handBackAttempt(fresh.database, alive)
  expect([await attempts(), heir?.attempts]).toEqual([1, 1])
})

test('a package that crashes its workers is errored after attemptsMax starts, and blocks no others', async () => {
  const [bad, good] = (await put('bad', 'good')) as [string, string]
  for (let start = 1; start <= limits.attemptsMax; start++) {
    expect(await take(bad)).toMatchObject({ packageId: bad, attempts: start })
    await expire(bad)
  }
  expect(await take(bad, good)).toMatchObject({ packageId: good })
  expect(await look(bad)).toMatchObject({ errorCode: 'UNKNOWN_ERROR', errorDetail: 'analysis_crashed' })
  expect(await take(bad)).toBeNull()
})

test('release and retryLater put the package back without counting the start', async () => {
  const [id] = (await put('key')) as [string]
  for (let turn = 0; turn < limits.attemptsMax + 2; turn++) {
    const held = (await take(id))!
    expect(held.attempts).toBe(1)
    expect(await claims.release(fresh.database, held)).toBe(true)
  }
  expect(await look(id)).toMatchObject({ step: 'LOCKED', progress: 0, errorCode: null })
  expect(await claims.retryLater(fresh.database, (await take(id))!, 60)).toBe(true)
  expect(await look(id)).toMatchObject({ step: 'LOCKED' })
  expect(await take(id)).toBeNull()
  await fresh.database
    .sql`UPDATE packages SET not_before = now() - interval '1 second', started_at = now() - interval '90 seconds'`
  expect(await take(id)).toMatchObject({ attempts: 1, secondsSinceFirstStart: expect.closeTo(90, -1) })
})

test('the result and PROCESSED are stored together or not at all', async () => {
  const [id] = (await put('key')) as [string]
  const held = (await take(id))!
  const storage = createStorage(fresh.database)
  const sealed = sealResult(Buffer.alloc(3_000_000, 'x'), 'key', id)
  const failing: typeof storage.write = async (...given) => {
    await storage.write(...given)
    throw new Error('disk failure')
  }
  await expect(claims.complete(fresh.database, { write: failing }, held, sealed)).rejects.toThrow(
    'disk failure',
  )
  expect(await look(id)).toMatchObject({ step: 'DOWNLOADING', blobId: null })
  expect(await fresh.database.sql`SELECT 1 FROM blobs`).toHaveLength(0)
  expect(await claims.complete(fresh.database, storage, held, sealed)).toBe(true)
  const state = (await look(id))!
  expect(state).toMatchObject({ step: 'PROCESSED', progress: 100 })
  expect(await storage.readAll(state.blobId!)).toEqual(sealed.ciphertext)
  expect(await claims.complete(fresh.database, storage, held, sealed)).toBe(false)
  expect(await claims.fail(fresh.database, held, 'internal')).toBe(false)
})

test('while a result is written, the package is not taken over, a deletion waits, and heartbeats continue', async () => {
  const [id] = (await put('key')) as [string]
  const held = (await take(id))!
  const storage = createStorage(fresh.database)
  let deleted: Promise<boolean> | undefined
  const slow: typeof storage.write = async (...given) => {
    const blobId = await storage.write(...given)
    await expire(id)
    expect(await take(id)).toBeNull()
    expect(await beat(held)).toBe(true)
    deleted = remove(fresh.database, id)
    return blobId
  }
  await claims.complete(fresh.database, { write: slow }, held, sealResult(Buffer.from('x'), 'key', id))
  expect(await deleted).toBe(true)
  const [left] = await fresh.database
    .sql`SELECT (SELECT count(*) FROM packages) + (SELECT count(*) FROM blobs) AS rows`
  expect(left).toEqual({ rows: 0 })
})

test('the claim is lost if the package is deleted before its result is written', async () => {
  const [id] = (await put('key')) as [string]
  const held = (await take(id))!
  const storage = createStorage(fresh.database)
  const late: typeof storage.write = async (...given) => {
    await remove(fresh.database, id)
    return storage.write(...given)
  }
  expect(
    await claims.complete(fresh.database, { write: late }, held, sealResult(Buffer.from('x'), 'key', id)),
  ).toBe(false)
})

describe('with 10,000 waiting and 100,000 finished packages', () => {
  const all = Array.from({ length: 10_000 }, (_, index) => packageIdOf(String(index + 1)))
  let long: TestDatabase
  const take = (...ids: string[]) => claims.claim(long.database, { held: new Set(ids), ...limits })
  beforeAll(async () => {
    // A busy machine needs more than the usual time to insert all rows.
    long = await freshDatabase({ statementSeconds: 300 })
    await long.database.sql`
      INSERT INTO packages (id, verifier, queued_at, error_code, finished_at)
      SELECT md5(number::text), 'x', now() - make_interval(secs => 200000 - number),
        CASE WHEN number > 10000 THEN 'EXPIRED_LINK' END, CASE WHEN number > 10000 THEN now() END
      FROM generate_series(1, 110000) AS number`
    await long.database.sql`ANALYZE packages`
  })
  afterEach(async () => {
    await long.database.sql`
      UPDATE packages SET step = 'LOCKED', lease_until = NULL, attempts = 0, is_premium = false
      WHERE step <> 'LOCKED' OR is_premium`
  })
  afterAll(() => long.drop())
  const planOf = async (statement: (sql: never) => unknown) => {
    const plan = await long.database.sql.begin(
      (sql) => sql<{ 'QUERY PLAN': string }[]>`EXPLAIN (ANALYZE) ${statement(sql as never) as never}`,
    )
    return plan.map((line) => line['QUERY PLAN']).join('\n')
  }

  test('a claim uses indexes and never reads the whole table', async () => {
    const head = await planOf((sql) => lineStatement(sql, 50))
    expect(head).toContain('Index Scan using packages_in_order')
    expect(head).not.toMatch(/Seq Scan|Sort/)
    for (const ids of [all.slice(-1), all.slice(-500)]) {
      const plan = await planOf((sql) => claimStatement(sql, ids, limits))
      expect(plan).toContain('Index Scan using packages_pkey')
      expect(plan).not.toContain('Seq Scan')
    }
    recordRun(
      'G20',
      '10,000 waiting, 100,000 finished: the head of the queue, and claims among 1 and 500 ids, use indexes only',
    )
  })

  test('the first package whose KEY is held is claimed, wherever it is in the queue', async () => {
    const shuffled = all.toSorted((a, b) => (a.slice(8) < b.slice(8) ? -1 : 1))
    expect((await take(...shuffled))?.packageId).toBe(all[0])
    expect((await take(...shuffled))?.packageId).toBe(all[1])
    const held = (from: number) => shuffled.filter((id) => all.indexOf(id) >= from)
    for (const from of [30, 5000, 8000, 9600]) {
      expect((await take(...held(from)))?.packageId).toBe(all[from])
      expect((await take(...held(from)))?.packageId).toBe(all[from + 1])
    }
    await long.database.sql`UPDATE packages SET is_premium = true WHERE id = ${all[9000]!}`
    expect((await take(...shuffled))?.packageId).toBe(all[9000])
    // None of these ids is in the queue, so the whole queue is read and nothing is claimed.
    expect(await take(...all.slice(0, 800).map((id) => packageIdOf(id)))).toBeNull()
  })

  test('packages that others are claiming are skipped, even if they fill the head of the queue', async () => {
    for (const busy of [10, 60]) {
      await long.database.sql.begin(async (sql) => {
        await sql`SELECT FROM packages WHERE id = ANY(${all.slice(0, busy)}::text[]) FOR UPDATE`
        for (const [number, held] of [10_000, 200, 70].entries()) {
          expect((await take(...all.slice(0, held)))?.packageId).toBe(all[busy + number])
        }
      })
    }
  })

  test('simultaneous claims with 10,000 held KEYs take the first packages, each once', async () => {
    const other = connect(long.connection)
    const claimed = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        claims.claim(index % 2 ? other : long.database, { held: new Set(all), ...limits }),
      ),
    )
    await other.close()
    const taken = claimed.map((claim) => claim!.packageId)
    expect(taken.toSorted()).toEqual(all.slice(0, 16).toSorted())
  })
})
