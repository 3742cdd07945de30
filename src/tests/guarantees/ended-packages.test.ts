/** However a package ends, its row keeps nothing that only an unfinished package needs. */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { packageIdOf, sealLink, sealResult, verifierOf } from '../../crypto.ts'
import { createLegacyResults } from '../../legacy/results.ts'
import { claim, complete, fail } from '../../queue/claims.ts'
import { enqueue } from '../../queue/jobs.ts'
import { removeLeftLinks } from '../../queue/retention.ts'
import { insertUpload } from '../../queue/uploads.ts'
import { createStorage } from '../../results/storage.ts'
import { legacyPackage } from '../support/fakes/legacy-database.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const owned = legacyPackage('ended')
const { key, packageId } = owned
const verifier = verifierOf(key, packageId)
const submit = () =>
  enqueue(fresh.database, {
    ...{ packageId, verifier, queueMax: 10 },
    sealedLink: sealLink('https://packages.example/of/the/owner.zip', key, packageId),
    sender: { address: 'hash of an address', packagesMax: 10 },
  })
const take = async (attemptsMax = 5) =>
  claim(fresh.database, { held: new Set([packageId]), leaseSeconds: 15, attemptsMax })
const expire = () => fresh.database.sql`UPDATE packages SET lease_until = now() - interval '1 second'`
const prepare = () => createStorage(fresh.database).prepare(sealResult(gzipSync('x'), key, packageId))
const row = async () => {
  const [found] = await fresh.database.sql`
    SELECT step, error_detail, sealed_link, address, lease_until, finished_at IS NOT NULL AS is_finished FROM packages`
  return found
}
const nothingLeft = { sealed_link: null, address: null, lease_until: null, is_finished: true }

/** Each ending of a package, and what its row then says. */
const endings: Record<string, [end: () => Promise<unknown>, state: Record<string, unknown>]> = {
  'its result is stored': [
    async () => {
      await submit()
      await complete(fresh.database, createStorage(fresh.database), (await take())!, await prepare())
    },
    { step: 'PROCESSED', error_detail: null },
  ],
  'its job fails': [
    async () => {
      await submit()
      await fail(fresh.database, (await take())!, 'link_expired')
    },
    { error_detail: 'link_expired' },
  ],
  'it crashed its workers too often': [
    async () => {
      await submit()
      expect(await take(1)).not.toBeNull()
      await expire()
      expect(await take(1)).toBeNull()
    },
    { error_detail: 'analysis_crashed' },
  ],
  'an imported result replaces its failure, which an older version wrote': [
    async () => {
      await submit()
      await fresh.database.sql`
        UPDATE packages SET error_code = 'UNKNOWN_ERROR', error_detail = 'analysis_crashed', finished_at = now()`
      await importOwned()
      const storage = createStorage(fresh.database)
      const legacy = createLegacyResults({ database: fresh.database, storage, resultBytesMax: 1e9 })
      expect(await legacy.adopt(packageId, key)).toBe('adopted')
    },
    { step: 'PROCESSED', error_detail: null },
  ],
  'a browser uploads its result': [
    async () => {
      const upload = { packageId, verifier, prepared: await prepare() }
      expect(await insertUpload(fresh.database, createStorage(fresh.database), upload, 10)).toBe('accepted')
    },
    { step: 'PROCESSED', error_detail: null },
  ],
  'it ended in an older version, which kept its link': [
    async () => {
      await submit()
      await fresh.database.sql`
        UPDATE packages SET error_code = 'UNKNOWN_ERROR', error_detail = 'analysis_crashed', finished_at = now(),
          address = NULL`
      expect(await removeLeftLinks(fresh.database)).toBe(1)
    },
    { error_detail: 'analysis_crashed' },
  ],
}

async function importOwned(): Promise<void> {
  const { sql } = fresh.database
  await sql`INSERT INTO legacy_results (package_id, iv, length, is_premium, created_at)
    VALUES (${packageId}, ${owned.iv}, ${owned.ciphertext.length}, false, now())`
  await sql`INSERT INTO legacy_chunks (package_id, number, bytes) VALUES (${packageId}, 0, ${owned.ciphertext})`
}

test.each(Object.keys(endings))('no link and no address is left when %s', async (name) => {
  const [end, state] = endings[name]!
  await end()
  expect(await row()).toMatchObject({ ...nothingLeft, ...state })
})

test('the links of packages that wait or are in progress are kept', async () => {
  await submit()
  const sealed = (await row())!.sealed_link
  expect(sealed).not.toBeNull()
  const waiting = { packageId: packageIdOf('waiting'), verifier: randomBytes(32) }
  await enqueue(fresh.database, { ...waiting, sealedLink: Buffer.from('sealed'), queueMax: 10 })
  expect(await take()).toMatchObject({ sealedLink: sealed })
  expect(await removeLeftLinks(fresh.database)).toBe(0)
  const kept = await fresh.database.sql`SELECT step FROM packages WHERE sealed_link IS NOT NULL ORDER BY step`
  expect(kept.map(({ step }) => step)).toEqual(['DOWNLOADING', 'LOCKED'])
})
