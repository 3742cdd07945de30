/**
 * Imports the finished packages of a dumpus-api database, one transaction each. It can be interrupted and
 * repeated.
 */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../db/connect.ts'
import { isNotErrored } from '../queue/states.ts'
import type { LegacySource, SavedRow, SavedStatus } from './source.ts'

/** Rows of `saved_package_data` by outcome. */
export interface ImportCounts {
  /** Imported by this run, and their bytes of ciphertext. */
  imported: number
  importedBytes: number
  /**
   * Already imported, by another run or from a newer row. They are not imported again, since their owners may
   * have deleted them.
   */
  already: number
  /** The owner has already submitted the package here, and it has not failed. */
  present: number
  /** In dumpus-api, the package is not processed yet, has failed, or was deleted. */
  unfinished: number
  /** The result is in a bucket, and not in the folder of files. */
  withoutData: number
  /** The id, the IV or the length is invalid, or the result changed while it was read. */
  unusable: number
}

export interface ImportOptions {
  source: LegacySource
  target: Database
  /** A folder with `PACKAGE_ID.bin` files for results that were in a bucket. Null if there is none. */
  filesDir: string | null
  /** Longer ciphertexts are not imported. */
  bytesMax: number
  /** Called after each row, with the number of rows done and in total. */
  onProgress?: (done: number, total: number, counts: ImportCounts) => void
}

const rowsPerBatch = 200
const chunkBytes = 1024 * 1024

/**
 * Imports all usable packages. It only reads from `source`. Its memory use does not depend on the number of
 * packages.
 */
export async function importLegacy(options: ImportOptions): Promise<ImportCounts> {
  const { source, target, onProgress = () => {} } = options
  const counts: ImportCounts = {
    ...{ imported: 0, importedBytes: 0, already: 0, present: 0, unfinished: 0, withoutData: 0, unusable: 0 },
  }
  const total = await source.count()
  let done = 0
  for (let before: number | null = null; ;) {
    const rows = await source.rows(before, rowsPerBatch)
    if (rows.length === 0) return counts
    before = rows.at(-1)!.rowId
    const ids = rows.map(({ packageId }) => packageId)
    const [statuses, seen] = await Promise.all([source.statuses(ids), findSeen(target, ids)])
    for (const row of rows) {
      const outcome = await judge(row, statuses.get(row.packageId), seen, options)
      counts[outcome.name]++
      if (outcome.name === 'imported') counts.importedBytes += outcome.bytes
      onProgress(Math.min(++done, total), total, counts)
    }
  }
}

type Outcome =
  { name: 'imported'; bytes: number } | { name: Exclude<keyof ImportCounts, 'imported' | 'importedBytes'> }

async function judge(
  row: SavedRow,
  status: SavedStatus | undefined,
  seen: Set<string>,
  { source, target, filesDir, bytesMax }: ImportOptions,
): Promise<Outcome> {
  const { packageId } = row
  if (seen.has(packageId)) return { name: 'already' }
  const iv = /^(?:\\x)?([0-9a-f]{32})$/i.exec(row.iv)?.[1]
  if (!/^[0-9a-f]{32}$/.test(packageId) || iv === undefined) return { name: 'unusable' }
  if (!status?.isFinished) return { name: 'unfinished' }
  const file = filesDir === null ? null : join(filesDir, `${packageId}.bin`)
  const length = row.length ?? (file && existsSync(file) ? statSync(file).size : null)
  if (length === null) return { name: 'withoutData' }
  // CBC with padding produces whole blocks, and a gzip file needs more than one.
  if (length < 32 || length % 16 !== 0 || length > bytesMax) return { name: 'unusable' }
  const pieces =
    row.length === null ? createReadStream(file!, { highWaterMark: chunkBytes }) : source.read(row)
  const taken = await take(target, { ...row, iv, length, isPremium: status.isPremium }, pieces)
  seen.add(packageId)
  return taken === 'imported' ? { name: taken, bytes: length } : { name: taken }
}

async function findSeen({ sql }: Database, ids: string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM unnest(${ids}::text[]) AS id
    WHERE EXISTS (SELECT FROM legacy_imports WHERE id_hash = sha256(convert_to(id, 'UTF8')))`
  return new Set(rows.map(({ id }) => id))
}

interface Taken extends SavedRow {
  length: number
  isPremium: boolean
}

async function take(
  { sql }: Database,
  { packageId, iv, length, isPremium, createdAt }: Taken,
  pieces: AsyncIterable<Uint8Array>,
): Promise<'imported' | 'already' | 'present' | 'unusable'> {
  try {
    return await sql.begin(async (transaction) => {
      const noted = await transaction`
        INSERT INTO legacy_imports (id_hash) VALUES (sha256(convert_to(${packageId}, 'UTF8')))
        ON CONFLICT DO NOTHING RETURNING 1`
      if (noted.length === 0) return 'already'
      const present = await transaction`
        SELECT 1 FROM packages WHERE id = ${packageId} AND NOT is_uploaded AND ${isNotErrored(transaction)}`
      if (present.length > 0) return 'present'
      await transaction`
        INSERT INTO legacy_results (package_id, iv, length, is_premium, created_at)
        VALUES (${packageId}, decode(${iv}, 'hex'), ${length}, ${isPremium}, ${createdAt})`
      let [number, written] = [0, 0]
      for await (const bytes of pieces) {
        await transaction`
          INSERT INTO legacy_chunks (package_id, number, bytes) VALUES (${packageId}, ${number++}, ${bytes})`
        written += bytes.length
      }
      if (written !== length) throw new SourceChanged()
      return 'imported'
    })
  } catch (error) {
    if (error instanceof SourceChanged) return 'unusable'
    throw error
  }
}

/** Thrown when the row or the file changed while it was read. Nothing of it is stored. */
class SourceChanged extends Error {}
