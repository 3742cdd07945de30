/**
 * Results imported from dumpus-api, until their owners request them. The old database has only the MD5 of a
 * package's KEY, and nothing else to verify a KEY or a ciphertext. So a result is verified when it is first
 * requested with a KEY. If the ciphertext decrypts with this KEY to the complete gzip of a SQLite file, the
 * package gets a verifier, a hash and a tag, and is then like any other.
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
 * `adopted`: the package now exists. `present`: look again, because another call or node has just made the
 * package, its owner deleted it, or its owner submitted a new link. `absent`: nothing was imported
 * under this id. `damaged`: the imported data does not decrypt to a result with this KEY.
 */
export type Adoption = 'adopted' | 'present' | 'absent' | 'damaged'

export interface LegacyResults {
  /**
   * Turns the imported result with this id into a finished package. The id must be the MD5 of `key`. An
   * errored package of the same KEY is replaced, and so is an upload under this id. Simultaneous calls for
   * one package share an attempt. Attempts run one after the other, because each has a whole result in
   * memory.
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
  /** Limit on the decompressed size of a result. */
  resultBytesMax: number
}

/** Creates the results. This reads nothing yet. */
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
 * Reads both tables in one snapshot, because another node may have turned the imported result into a package
 * since the caller found none.
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
  // Either the owner or another node came first, or a part is missing.
  if (!ciphertext) return typeof (await findRow(database, packageId)) === 'string' ? 'present' : 'damaged'
  if (!(await isOwnResult(ciphertext, row.iv, key, resultBytesMax))) return 'damaged'
  const prepared = await storage.prepare(sealCiphertext({ iv: row.iv, ciphertext }, key, packageId))
  return makePackage(database, storage, { packageId, key, isPremium: row.isPremium, prepared })
}

/** The ciphertext, or null if it is incomplete. */
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
