/**
 * Importing databases of dumpus-api: which packages, from which versions, repeatedly, and without changing
 * the old database.
 */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import {
  createLegacyTables,
  legacyPackage,
  type LegacyPackage,
  type LegacyVersion,
  saveLegacy,
} from '../tests/support/fakes/legacy-database.ts'
import { type ImportCounts, importLegacy } from './import.ts'
import { openLegacySource } from './source.ts'

let old: TestDatabase
let fresh: TestDatabase
let filesDir: string
beforeEach(async () => {
  ;[old, fresh] = await Promise.all([freshDatabase({ isEmpty: true }), freshDatabase()])
  filesDir = mkdtempSync(join(tmpdir(), 'dumpus-legacy-'))
})
afterEach(async () => {
  await Promise.all([old.drop(), fresh.drop()])
  rmSync(filesDir, { recursive: true })
})

const none: ImportCounts = {
  ...{ imported: 0, importedBytes: 0, already: 0, present: 0, unfinished: 0, withoutData: 0, unusable: 0 },
}
async function takeOver(files: string | null = null, bytesMax = 1e9): Promise<ImportCounts> {
  const source = (await openLegacySource(old.database))!
  return importLegacy({ source, target: fresh.database, filesDir: files, bytesMax })
}
const everything = async () => [
  ...(await old.database.sql`SELECT xmin, ctid, * FROM saved_package_data ORDER BY id`),
  ...(await old.database.sql`SELECT xmin, ctid, * FROM package_process_status ORDER BY id`),
]
/** An imported result as it is stored here, with its chunks joined. */
async function here(packageId: string) {
  const [row] = await fresh.database.sql<{ iv: Buffer; length: number; isPremium: boolean }[]>`
    SELECT iv, length, is_premium AS "isPremium" FROM legacy_results WHERE package_id = ${packageId}`
  const chunks = await fresh.database.sql<{ bytes: Buffer }[]>`
    SELECT bytes FROM legacy_chunks WHERE package_id = ${packageId} ORDER BY number`
  const ciphertext: Buffer = Buffer.concat(chunks.map(({ bytes }) => bytes))
  return row && { ...row, ciphertext }
}
const expected = ({ iv, ciphertext }: LegacyPackage, isPremium = false) => ({
  ...{ iv, ciphertext, isPremium, length: ciphertext.length },
})

test.each(['with data', 'early'] satisfies LegacyVersion[])(
  'version %s: every byte is imported, with the IV in either form',
  async (version) => {
    await createLegacyTables(old.database, version)
    const packages = [100, 1_048_550, 2_500_000].map((bytes, index) =>
      legacyPackage(`sizes ${index}`, { bytes }),
    )
    for (const [index, owned] of packages.entries())
      await saveLegacy(old.database, owned, { ivForm: index % 2 ? 'bytea text' : 'hex' })
    const before = await everything()
    const importedBytes = packages.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0)
    expect(await takeOver()).toEqual({ ...none, imported: 3, importedBytes })
    for (const owned of packages) expect(await here(owned.packageId)).toEqual(expected(owned))
    expect(await takeOver()).toEqual({ ...none, already: 3 })
    expect(await everything()).toEqual(before)
  },
)

test('results that were in a bucket are read from a folder, which may be given to a later run', async () => {
  await createLegacyTables(old.database, 'with bucket')
  const [there, missing] = [legacyPackage('there', { bytes: 1_500_000 }), legacyPackage('missing')]
  for (const owned of [there, missing]) await saveLegacy(old.database, owned, { isInBucket: true })
  expect(await takeOver()).toEqual({ ...none, withoutData: 2 })
  writeFileSync(join(filesDir, `${there.packageId}.bin`), there.ciphertext)
  expect(await takeOver(filesDir)).toMatchObject({ imported: 1, withoutData: 1 })
  expect(await here(there.packageId)).toEqual(expected(there))
  writeFileSync(join(filesDir, `${missing.packageId}.bin`), missing.ciphertext)
  expect(await takeOver(filesDir)).toMatchObject({ imported: 1, already: 1 })
})

test('packages that are unfinished or unusable are not imported', async () => {
  await createLegacyTables(old.database, 'with data')
  const statuses = [{ step: 'ANALYZING' }, { is_errored: true }, { is_cancelled: true }]
  for (const [index, status] of statuses.entries())
    await saveLegacy(old.database, legacyPackage(`unfinished ${index}`), { status })
  await old.database.sql`
    INSERT INTO saved_package_data (package_id, encrypted_data, iv)
    VALUES (md5('no status'), decode(repeat('00', 64), 'hex'), repeat('0', 32)), ('demo', '\\x00', 'demo')`
  const odd = legacyPackage('odd')
  const unusable = [
    { packageId: odd.packageId.toUpperCase() },
    { packageId: `${odd.packageId.slice(1)}'` },
    { packageId: legacyPackage('short IV').packageId, iv: odd.iv.subarray(1) },
    { packageId: legacyPackage('no IV').packageId, iv: Buffer.alloc(0) },
    { packageId: legacyPackage('no blocks').packageId, ciphertext: odd.ciphertext.subarray(1) },
    { packageId: legacyPackage('empty').packageId, ciphertext: Buffer.alloc(0) },
    { packageId: legacyPackage('long').packageId, ciphertext: Buffer.alloc(8016) },
  ]
  for (const wrong of unusable) await saveLegacy(old.database, { ...odd, ...wrong })
  expect(await takeOver(null, 8000)).toEqual({ ...none, unfinished: 4, unusable: unusable.length + 1 })
  expect(await fresh.database.sql`SELECT 1 FROM legacy_results`).toHaveLength(0)
  expect(await fresh.database.sql`SELECT 1 FROM legacy_imports`).toHaveLength(0)
})

test('of several rows the newest counts, and premium packages remain premium', async () => {
  await createLegacyTables(old.database, 'with data')
  const [first, second] = [legacyPackage('twice'), legacyPackage('twice')]
  await saveLegacy(old.database, first, { status: { is_errored: true } })
  await saveLegacy(old.database, second, { status: { is_upgraded: true } })
  expect(await takeOver()).toMatchObject({ imported: 1, already: 1 })
  expect(await here(second.packageId)).toEqual(expected(second, true))
})

test('two simultaneous imports import each package once', async () => {
  await createLegacyTables(old.database, 'with data')
  // Exactly two pieces each. Their content does not matter here.
  const packages = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...legacyPackage(name),
    ciphertext: Buffer.alloc(2 * 1024 * 1024, name),
  }))
  for (const owned of packages) await saveLegacy(old.database, owned)
  const both = await Promise.all([takeOver(), takeOver()])
  expect(both.map(({ imported, already }) => imported + already)).toEqual([5, 5])
  expect(both[0].imported + both[1].imported).toBe(5)
  for (const owned of packages) expect(await here(owned.packageId)).toEqual(expected(owned))
})

test('an interrupted import leaves only complete packages, and the next one continues', async () => {
  await createLegacyTables(old.database, 'with data')
  const packages = ['a', 'b', 'c'].map((name) => legacyPackage(name, { bytes: 2_500_000 }))
  for (const owned of packages) await saveLegacy(old.database, owned)
  const source = (await openLegacySource(old.database))!
  let pieces = 0
  const breaking: typeof source = {
    ...source,
    async *read(row) {
      for await (const piece of source.read(row)) {
        if (++pieces === 5) throw new Error('cut')
        yield piece
      }
    },
  }
  const broken = importLegacy({ source: breaking, target: fresh.database, filesDir: null, bytesMax: 1e9 })
  expect(await broken.catch((error: Error) => error.message)).toBe('cut')
  expect(await fresh.database.sql`SELECT 1 FROM legacy_results`).toHaveLength(1)
  expect(await fresh.database.sql`SELECT DISTINCT package_id FROM legacy_chunks`).toHaveLength(1)
  expect(await takeOver()).toMatchObject({ imported: 2, already: 1 })
  for (const owned of packages) expect(await here(owned.packageId)).toEqual(expected(owned))
})

test('a row that is deleted while it is read is not imported at all', async () => {
  await createLegacyTables(old.database, 'with data')
  await saveLegacy(old.database, legacyPackage('gone', { bytes: 2_500_000 }))
  const source = (await openLegacySource(old.database))!
  const vanishing: typeof source = {
    ...source,
    async *read(row) {
      for await (const piece of source.read(row)) {
        yield piece
        await old.database.sql`DELETE FROM saved_package_data`
      }
    },
  }
  const counts = await importLegacy({
    ...{ source: vanishing, target: fresh.database, filesDir: null, bytesMax: 1e9 },
  })
  expect(counts).toEqual({ ...none, unusable: 1 })
  expect(await fresh.database.sql`SELECT 1 FROM legacy_chunks`).toHaveLength(0)
})

test('more rows than one batch are imported, with progress after each row', async () => {
  await createLegacyTables(old.database, 'with data')
  await old.database.sql`
    INSERT INTO saved_package_data (package_id, encrypted_data, iv)
    SELECT md5(number::text), decode(repeat('ab', 48), 'hex'), repeat('1', 32) FROM generate_series(1, 450) AS number`
  await old.database.sql`
    INSERT INTO package_process_status (package_id, step)
    SELECT md5(number::text), 'PROCESSED' FROM generate_series(1, 450) AS number`
  const seen: number[] = []
  const source = (await openLegacySource(old.database))!
  const counts = await importLegacy({
    ...{ source, target: fresh.database, filesDir: null, bytesMax: 1e9 },
    onProgress: (done, total) => seen.push(done, total),
  })
  expect(counts).toEqual({ ...none, imported: 450, importedBytes: 450 * 48 })
  expect(seen).toEqual(Array.from({ length: 450 }, (_, index) => [index + 1, 450]).flat())
})

test('the import cannot write to the old database, and refuses a database that is not of dumpus-api', async () => {
  expect(await openLegacySource(fresh.database)).toBeNull()
  await createLegacyTables(old.database, 'with data')
  await old.database.sql.unsafe(`
    CREATE FUNCTION pry() RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM saved_package_data; RETURN true; EXCEPTION WHEN read_only_sql_transaction THEN RETURN false; END $$;
    ALTER TABLE package_process_status RENAME TO hidden;
    CREATE VIEW package_process_status AS SELECT *, pry() AS could_write FROM hidden`)
  const owned = legacyPackage('kept')
  await old.database.sql`
    INSERT INTO saved_package_data (package_id, encrypted_data, iv)
    VALUES (${owned.packageId}, ${owned.ciphertext}, ${owned.iv.toString('hex')})`
  await old.database.sql`INSERT INTO hidden (package_id, step) VALUES (${owned.packageId}, 'PROCESSED')`
  expect(await takeOver()).toMatchObject({ imported: 1 })
  expect(await old.database.sql`SELECT 1 FROM saved_package_data`).toHaveLength(1)
})
