import { afterEach, beforeEach, expect, test } from 'bun:test'
import { packageIdOf, verifierOf } from '../crypto.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { upgrade } from './admin.ts'
import * as claims from './claims.ts'
import { enqueue } from './jobs.ts'
import { readLine } from './line.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

/** Package id → its name, which begins with its address: `a1` is the first package of `a`. */
const nameOf = new Map<string, string>()
async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    const packageId = packageIdOf(name)
    nameOf.set(packageId, name)
    const sender = { address: name[0]!, packagesMax: 6 }
    const verifier = verifierOf(name, packageId)
    const verdict = await enqueue(fresh.database, {
      packageId,
      verifier,
      sealedLink: null,
      queueMax: 100,
      sender,
    })
    expect([name, verdict]).toEqual([name, 'accepted'])
  }
}
const claimNext = (busyAddresses: string[] = []) =>
  claims.claim(fresh.database, {
    held: new Map([...nameOf].map(([id]) => [id, id])),
    ...{ leaseSeconds: 15, attemptsMax: 3, choice: { busyAddresses } },
  })
const takeNext = async (busyAddresses?: string[]) =>
  nameOf.get((await claimNext(busyAddresses))?.packageId ?? '')

test('addresses take turns, however many packages one of them sends; each address keeps its order of arrival', async () => {
  await put('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1')
  const taken = []
  for (let turn = 0; turn < 7; turn++) taken.push(await takeNext())
  expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4'])
})

test('a newcomer waits for one package of somebody who sent many, not for all of them', async () => {
  await put('a1', 'a2', 'a3', 'a4', 'a5', 'a6')
  expect([await takeNext(), await takeNext()]).toEqual(['a1', 'a2'])
  await put('b1')
  expect((await readLine(fresh.database)).map(({ id }) => nameOf.get(id))).toEqual([
    'a1',
    'a2',
    'a3',
    'b1',
    'a4',
    'a5',
    'a6',
  ])
  expect([await takeNext(), await takeNext()]).toEqual(['a3', 'b1'])
})

test('newcomers do not starve those who sent many: newcomers join later and later turns', async () => {
  await put('a1', 'a2', 'a3')
  const taken: unknown[] = []
  for (const newcomer of ['b1', 'c1', 'd1', 'e1', 'f1', 'g1', 'h1', 'i1']) {
    taken.push(await takeNext())
    await put(newcomer)
  }
  expect(taken).toEqual(['a1', 'a2', 'b1', 'a3', 'c1', 'd1', 'e1', 'f1'])
})

test('premium packages go first, in the order of their upgrades', async () => {
  await put('a1', 'a2', 'a3', 'b1')
  for (const name of ['a3', 'a2']) await upgrade(fresh.database, packageIdOf(name))
  const taken = []
  for (let turn = 0; turn < 4; turn++) taken.push(await takeNext())
  expect(taken).toEqual(['a3', 'a2', 'a1', 'b1'])
})

test('packages of addresses that have used up their share are skipped', async () => {
  await put('a1', 'a2', 'b1', 'b2')
  expect(await takeNext(['a'])).toBe('b1')
  expect(await takeNext(['a', 'b'])).toBeUndefined()
  expect(await takeNext(['b'])).toBe('a1')
})

test('an address can have a limited number of packages that have not ended; submitting one of them again is accepted', async () => {
  await put('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1')
  const again = (name: string) => {
    const packageId = packageIdOf(name)
    return enqueue(fresh.database, {
      ...{ packageId, verifier: verifierOf(name, packageId), sealedLink: null, queueMax: 100 },
      sender: { address: 'a', packagesMax: 6 },
    })
  }
  expect(await again('a7')).toBe('address_full')
  expect(await again('a3')).toBe('accepted')
  await claims.fail(fresh.database, (await claimNext())!, 'link_expired')
  expect(await again('a7')).toBe('accepted')
})

test('the address is forgotten when its package has ended', async () => {
  await put('a1', 'b1')
  await claims.fail(fresh.database, (await claimNext())!, 'link_expired')
  const rows = await fresh.database.sql`SELECT address, error_code FROM packages ORDER BY queued_at`
  expect(rows.map(({ address, error_code }) => [address, error_code])).toEqual([
    [null, 'EXPIRED_LINK'],
    ['b', null],
  ])
})

test('times that were written while the clock was far ahead block nothing', async () => {
  await put('a1', 'b1', 'c1')
  const claim = (await claimNext())!
  await claims.retryLater(fresh.database, claim, 30)
  await fresh.database
    .sql`UPDATE packages SET not_before = not_before + interval '100 days' WHERE id = ${claim.packageId}`
  expect(await takeNext()).toBe('a1')
  await fresh.database
    .sql`UPDATE packages SET lease_until = now() + interval '100 days' WHERE step = 'DOWNLOADING'`
  expect(await takeNext()).toBe('a1')
  expect(await takeNext()).toBe('b1')
})
