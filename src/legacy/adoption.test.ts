/** What owners get of imported results: the same bytes, or nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { connect } from '../db/connect.ts'
import { sweep } from '../queue/retention.ts'
import { bodyOf, startApi, type TestApi } from '../tests/support/servers/api.ts'
import {
  createLegacyTables,
  legacyPackage,
  type LegacyPackage,
  saveLegacy,
} from '../tests/support/fakes/legacy-database.ts'
import { scaled, seedOfRun } from '../tests/support/servers/long-run.ts'
import { importLegacy } from './import.ts'
import { createOwnKey, sealForApp } from '../page/hand-over/seal-for-app.ts'
import { isOwnResult } from './own-result.ts'
import { createLegacyResults } from './results.ts'
import { openLegacySource } from './source.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi()
  await createLegacyTables(api.database, 'with data')
})
afterAll(() => api.drop())
beforeEach(async () => {
  await api.database.sql`
    TRUNCATE saved_package_data, package_process_status, legacy_imports, legacy_results CASCADE`
})

async function takeOver(...packages: Pick<LegacyPackage, 'packageId' | 'iv' | 'ciphertext'>[]) {
  for (const saved of packages) await saveLegacy(api.database, saved)
  const source = (await openLegacySource(api.database))!
  return importLegacy({ source, target: api.database, filesDir: null, bytesMax: 1e9 })
}

type Owned = Pick<LegacyPackage, 'key' | 'packageId'>
const call = (method: string, what: string, { key, packageId }: Owned) =>
  api.call(method, `/process/${packageId}${what}`, { key })
const post = async ({ key }: Owned) =>
  bodyOf(
    await api.call('POST', '/process', {
      body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
    }),
  )
const status = async (owned: Owned) => bodyOf(await call('GET', '/status', owned))

/** The result through the route of older clients. Null for any other response. */
async function viaData(owned: Owned): Promise<Buffer | null> {
  const response = await call('GET', '/data', owned)
  return response.status === 200 ? gunzipSync(await response.arrayBuffer()) : null
}
/** The result through the route of newer clients. Null if the first response is not 200. */
async function viaBlob(owned: Owned): Promise<Buffer | null> {
  const response = await call('GET', '/blob', owned)
  if (response.status !== 200) return null
  const { url, iv } = await bodyOf(response)
  const ciphertext = Buffer.from(await (await api.send(new Request(url))).arrayBuffer())
  const key = createHash('sha256').update(owned.key).digest()
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv, 'hex'))
  return gunzipSync(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
}

describe('the owner’s first request', () => {
  const firsts: [string, (owned: LegacyPackage) => Promise<unknown>][] = [
    ['a poll', async (owned) => expect(await status(owned)).toMatchObject({ processingStep: 'PROCESSED' })],
    ['POST', async (owned) => expect(await post(owned)).toMatchObject({ isAccepted: true })],
    ['/data', async (owned) => expect(await viaData(owned)).toEqual(owned.sqlite)],
    ['/blob', async (owned) => expect(await viaBlob(owned)).toEqual(owned.sqlite)],
  ]
  test.each(firsts)(
    '%s turns the imported result into a package with a verifier and a tag',
    async (name, ask) => {
      const owned = legacyPackage(`first ${name}`, { bytes: 3_000_000 })
      await takeOver(owned)
      await ask(owned)
      expect(await viaData(owned)).toEqual(owned.sqlite)
      expect(await viaBlob(owned)).toEqual(owned.sqlite)
      expect(await status(owned)).toMatchObject({ isDataAvailable: true, isErrored: false, progress: 100 })
      expect(api.context.keyring.get(owned.packageId)).toBeNull()
      const [row] = await api.database.sql`
      SELECT octet_length(verifier) AS verifier, octet_length(tag) AS tag, (SELECT count(*) FROM legacy_chunks) AS left
      FROM packages JOIN blobs ON blobs.id = blob_id WHERE packages.id = ${owned.packageId}`
      expect(row).toEqual({ verifier: 32, tag: 32, left: 0 })
    },
  )

  test('many requests at once, on two nodes, make one package and all succeed', async () => {
    const owned = legacyPackage('many', { bytes: 200_000 })
    await takeOver(owned)
    const other = connect(api.connection)
    const node = createLegacyResults({ database: other, storage: api.context.storage, resultBytesMax: 1e9 })
    const [statuses, adoptions] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => status(owned))),
      Promise.all(Array.from({ length: 20 }, () => node.adopt(owned.packageId, owned.key))),
    ])
    await other.close()
    expect(new Set(statuses.map(({ processingStep }) => processingStep))).toEqual(new Set(['PROCESSED']))
    expect(adoptions.filter((adoption) => adoption === 'absent' || adoption === 'damaged')).toEqual([])
    expect(await api.database.sql`SELECT 1 FROM blobs WHERE package_id = ${owned.packageId}`).toHaveLength(1)
    expect(await viaData(owned)).toEqual(owned.sqlite)
  })

  test('a second adoption finds the package of the first one, and nothing after a deletion', async () => {
    const owned = legacyPackage('a moment ago')
    await takeOver(owned)
    const { legacy } = api.context
    expect(await legacy.adopt(owned.packageId, owned.key)).toBe('adopted')
    expect(await legacy.adopt(owned.packageId, owned.key)).toBe('present')
    await call('DELETE', '', owned)
    expect(await legacy.adopt(owned.packageId, owned.key)).toBe('absent')
  })

  test('the imported result replaces a failed package, but not a waiting one', async () => {
    const [failed, waiting] = [legacyPackage('failed'), legacyPackage('waiting')]
    for (const owned of [failed, waiting]) await post(owned)
    await api.failWith(failed.key, 'link_expired')
    expect(await takeOver(failed, waiting)).toMatchObject({ imported: 1, present: 1 })
    expect(await status(failed)).toMatchObject({ errorMessageCode: 'EXPIRED_LINK' })
    expect(await post(failed)).toMatchObject({ isAccepted: true })
    expect(await status(failed)).toMatchObject({
      isDataAvailable: true,
      isErrored: false,
      errorMessageCode: null,
    })
    expect(await viaData(failed)).toEqual(failed.sqlite)
    expect(await status(waiting)).toMatchObject({ processingStep: 'LOCKED' })
  })
})

describe('an upload under the id of an imported result', () => {
  const upload = ({ packageId }: Owned) =>
    api.send(
      new Request(`http://localhost/results/${packageId}`, {
        method: 'POST',
        body: sealForApp(Bun.gzipSync('not the owner’s'), { ...createOwnKey(), packageId }),
      }),
    )
  const firsts: [string, (owned: LegacyPackage) => Promise<unknown>][] = [
    ['a poll', status],
    ['POST', post],
    ['/data', viaData],
    ['/blob', viaBlob],
  ]

  test('is refused', async () => {
    const owned = legacyPackage('refused')
    await takeOver(owned)
    expect((await upload(owned)).status).toBe(409)
    expect(await status(owned)).toMatchObject({ processingStep: 'PROCESSED', isErrored: false })
    expect(await viaData(owned)).toEqual(owned.sqlite)
  })

  test.each(firsts)(
    'is replaced when the owner asks, if it was there before the import (%s)',
    async (name, ask) => {
      const owned = legacyPackage(`squatted ${name}`)
      expect((await upload(owned)).status).toBe(200)
      expect(await takeOver(owned)).toMatchObject({ imported: 1 })
      await ask(owned)
      expect(await viaBlob(owned)).toEqual(owned.sqlite)
      expect(await status(owned)).toMatchObject({ processingStep: 'PROCESSED', isErrored: false })
      expect(await api.database.sql`SELECT 1 FROM blobs WHERE package_id = ${owned.packageId}`).toHaveLength(
        1,
      )
    },
  )
})

test('another KEY gets 401 and changes nothing', async () => {
  const owned = legacyPackage('mine')
  await takeOver(owned)
  const thief = { key: legacyPackage('thief').key, packageId: owned.packageId }
  for (const [method, what] of [
    ['GET', '/status'],
    ['GET', '/data'],
    ['GET', '/blob'],
    ['DELETE', ''],
  ] as const)
    expect((await call(method, what, thief)).status).toBe(401)
  expect(await api.database.sql`SELECT 1 FROM legacy_results`).toHaveLength(1)
  expect(await viaData(owned)).toEqual(owned.sqlite)
})

const hex = (text: string) => Buffer.from(text).toString('hex')

test('a deleted result is completely gone, and a second import does not restore it', async () => {
  const [before, after] = [legacyPackage('deleted before'), legacyPackage('deleted after')]
  await takeOver(before, after)
  await status(after)
  for (const owned of [before, after]) {
    expect(await bodyOf(await call('DELETE', '', owned))).toEqual({ isDeleted: true, errorMessageCode: null })
    expect(await bodyOf(await call('DELETE', '', owned))).toMatchObject({ isDeleted: false })
  }
  expect(await takeOver()).toMatchObject({ imported: 0, already: 2 })
  for (const owned of [before, after]) {
    expect(await status(owned)).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    for (const table of [
      'packages',
      'blobs',
      'blob_chunks',
      'legacy_results',
      'legacy_chunks',
      'legacy_imports',
    ]) {
      const rows = await api.database.sql`
        SELECT 1 FROM ${api.database.sql(table)} AS line
        WHERE line::text LIKE ${`%${owned.packageId}%`} OR line::text LIKE ${`%${hex(owned.packageId)}%`}`
      expect([table, rows.length]).toEqual([table, 0])
    }
  }
})

test('a result that nobody requests is swept RESULT_DAYS after its import', async () => {
  const owned = legacyPackage('forgotten')
  await takeOver(owned)
  expect(await sweep(api.database, { resultDays: 90, errorDays: 7, abandonedDays: 14 })).toMatchObject({
    legacy: 0,
  })
  await api.database.sql`UPDATE legacy_results SET imported_at = now() - interval '91 days'`
  expect(await sweep(api.database, { resultDays: 90, errorDays: 7, abandonedDays: 14 })).toMatchObject({
    legacy: 1,
  })
  expect(await api.database.sql`SELECT 1 FROM legacy_chunks`).toHaveLength(0)
})

describe('a damaged result', () => {
  const faults: [string, (owned: LegacyPackage, other: LegacyPackage) => Partial<LegacyPackage>][] = [
    ['a cut', ({ ciphertext }) => ({ ciphertext: ciphertext.subarray(0, -16) })],
    [
      'a missing block',
      ({ ciphertext: c }) => ({ ciphertext: Buffer.concat([c.subarray(0, 64), c.subarray(80)]) }),
    ],
    ['another IV', () => ({ iv: randomBytes(16) })],
    ['the result of another package', (_, { ciphertext, iv }) => ({ ciphertext, iv })],
    ['zeros', ({ ciphertext }) => ({ ciphertext: Buffer.alloc(ciphertext.length) })],
    [
      'no SQLite',
      () => legacyPackage('that is not SQLite', { content: Buffer.from('no database'.repeat(100)) }),
    ],
  ]
  test.each(faults)('(%s) is never served, and its owner can submit the link again', async (name, damage) => {
    const owned = legacyPackage(`damaged by ${name}`)
    const wrong = damage(owned, legacyPackage('other'))
    await takeOver({ ...owned, iv: wrong.iv ?? owned.iv, ciphertext: wrong.ciphertext ?? owned.ciphertext })
    expect(await viaData(owned)).toBeNull()
    expect(await viaBlob(owned)).toBeNull()
    expect(await status(owned)).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    expect(api.lines.filter((line) => line.includes('legacy_result_damaged'))).not.toEqual([])
    expect(api.lines.join()).not.toContain(owned.packageId)
    expect(await post(owned)).toMatchObject({ isAccepted: true })
    expect(await status(owned)).toMatchObject({ isErrored: false, processingStep: 'LOCKED' })
    await api.finish(owned.key, gzipSync('anew'))
    expect(await viaData(owned)).toEqual(Buffer.from('anew'))
  })

  test('after any flipped bit of ciphertext or IV, the same database is returned, or none', async () => {
    const seed = seedOfRun()
    console.log(`seed ${seed}`)
    const random = (max: number, turn: number) =>
      createHash('sha256').update(`${seed} ${turn}`).digest().readUIntBE(0, 6) % max
    const owned = legacyPackage('flipped', { bytes: 2000 })
    let refused = 0
    const flips = scaled(400, 20_000)
    for (let turn = 0; turn < flips; turn++) {
      const whole = Buffer.concat([owned.iv, owned.ciphertext])
      const bit = random(whole.length * 8, turn)
      whole[bit >> 3]! ^= 1 << (bit & 7)
      const iv = whole.subarray(0, 16)
      const ciphertext = whole.subarray(16)
      if (!(await isOwnResult(ciphertext, iv, owned.key, 1e6))) {
        refused++
        continue
      }
      const decipher = createDecipheriv('aes-256-cbc', createHash('sha256').update(owned.key).digest(), iv)
      const gzip = Uint8Array.from([...decipher.update(ciphertext), ...decipher.final()])
      expect(gunzipSync(gzip).equals(owned.sqlite)).toBeTrue()
    }
    // Only a flip in 7 bytes of the IV may be undetected. It changes the text flag, the time, the extra flags
    // or the system in the gzip header.
    expect(refused).toBeGreaterThan(flips * 0.95)
  })

  test('a result that decompresses to more than the limit is refused', async () => {
    const content = Buffer.concat([Buffer.from('SQLite format 3\0', 'latin1'), Buffer.alloc(50_000_000)])
    const bomb = legacyPackage('bomb', { content })
    expect(await isOwnResult(bomb.ciphertext, bomb.iv, bomb.key, content.length)).toBe(true)
    expect(await isOwnResult(bomb.ciphertext, bomb.iv, bomb.key, content.length - 1)).toBe(false)
  })

  test('a result that lost a part after the import is not served', async () => {
    const owned = legacyPackage('lost', { bytes: 2_500_000 })
    await takeOver(owned)
    await api.database.sql`DELETE FROM legacy_chunks WHERE number = 1`
    expect(await viaData(owned)).toBeNull()
    expect(await status(owned)).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  })
})
