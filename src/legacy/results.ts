/**
 * Results that were taken over from dumpus-api, until their owners ask for them. The old database knows a
 * package by the MD5 of its KEY and has nothing to check a KEY or a ciphertext by. So the first request with
 * the right KEY decides: when the ciphertext decrypts with it to the whole gzip of a SQLite file, the package
 * gets a verifier, a hash and a tag, and is one like any other from then on.
 */
import { sealCiphertext } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { rowSeconds } from '../db/transient-errors.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { Storage } from '../results/store.ts'
import { isNotErrored } from '../queue/states.ts'
import { makePackage } from './make-package.ts'
import { isOwnResult } from './own-result.ts'

/**
 * `adopted`: the package is there now. `present`: another call or node made it at this moment, or its owner
 * deleted it: look again. `absent`: nothing was taken over under this id. `damaged`: what was does not
 * decrypt to a result with this KEY.
 */
export type Adoption = 'adopted' | 'present' | 'absent' | 'damaged'

export interface LegacyResults {
  /**
   * Makes a finished package of what was taken over under this id; `key` must have the id as its MD5. An
   * errored package of the same KEY gives way. Calls for one package share one attempt, and attempts go one
   * after the other, since each holds a whole result in memory.
   */
  adopt(packageId: string, key: string): Promise<Adoption>
}

interface LegacyRow {
  iv: Buffer
  length: number
  isPremium: boolean
}

interface LegacyParts {
  database: Database
  storage: Pick<Storage, 'prepare' | 'write'>
  /** What a result may decompress to. */
  resultBytesMax: number
}

/** Nothing is looked up yet. */
export function createLegacyResults(parts: LegacyParts): LegacyResults {
  const { database } = parts
  const underWay = new Map<string, Promise<Adoption>>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    async adopt(packageId, key) {
      const name = `${packageId} ${key}`
      const known = underWay.get(name)
      if (known) return known.then(asSeenByOthers)
      const row = await findRow(database, packageId)
      if (typeof row === 'string') return row
      const begun = underWay.get(name)
      if (begun) return begun.then(asSeenByOthers)
      const attempt = last.then(() => adoptRow(row, packageId, key, parts))
      underWay.set(name, attempt)
      last = attempt.catch(() => {}).then(() => underWay.delete(name))
      return attempt
    },
  }
}

function asSeenByOthers(adoption: Adoption): Adoption {
  return adoption === 'adopted' ? 'present' : adoption
}

/**
 * Both tables at one moment: when the caller found no package and this finds nothing that was taken over,
 * another node may have made one of the other in between.
 */
async function findRow({ sql }: Database, packageId: string): Promise<LegacyRow | 'present' | 'absent'> {
  const [row] = await withTimeout(
    rowSeconds,
    sql<(LegacyRow & { isLegacy: boolean; isPresent: boolean })[]>`
    SELECT iv, length, legacy_results.is_premium AS "isPremium",
      package_id IS NOT NULL AS "isLegacy", packages.id IS NOT NULL AS "isPresent"
    FROM (SELECT ${packageId}::text AS wanted) AS one
    LEFT JOIN legacy_results ON package_id = wanted
    LEFT JOIN packages ON packages.id = wanted AND ${isNotErrored(sql)}`,
  )
  return row!.isLegacy ? row! : row!.isPresent ? 'present' : 'absent'
}

async function adoptRow(
  row: LegacyRow,
  packageId: string,
  key: string,
  parts: LegacyParts,
): Promise<Adoption> {
  const { database, storage, resultBytesMax } = parts
  if (row.length > resultBytesMax) return 'damaged'
  const ciphertext = await readWhole(database, packageId, row.length)
  // Either its owner, or another node, was faster; or a part is missing.
  if (!ciphertext) return typeof (await findRow(database, packageId)) === 'string' ? 'present' : 'damaged'
  if (!(await isOwnResult(ciphertext, row.iv, key, resultBytesMax))) return 'damaged'
  const prepared = await storage.prepare(sealCiphertext({ iv: row.iv, ciphertext }, key, packageId))
  return makePackage(database, storage, { packageId, key, isPremium: row.isPremium, prepared })
}

/** The ciphertext, or null when it is not there as a whole. */
async function readWhole({ sql }: Database, packageId: string, length: number): Promise<Buffer | null> {
  const whole = Buffer.alloc(length)
  let filled = 0
  for (let number = 0; filled < length; number++) {
    const [row] = await sql<{ bytes: Buffer }[]>`
      SELECT bytes FROM legacy_chunks WHERE package_id = ${packageId} AND number = ${number}`
    if (!row || row.bytes.length === 0 || filled + row.bytes.length > length) return null
    filled += row.bytes.copy(whole, filled)
  }
  return whole
}
