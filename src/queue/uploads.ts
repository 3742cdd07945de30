/** Stores results that browsers uploaded, as packages that are already processed. */
import { sql as statement } from 'drizzle-orm'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import type { PreparedResult, Storage } from '../results/store.ts'
import { endedColumns } from './states.ts'

export interface Upload {
  packageId: string
  /** See verifierOf in crypto.ts. The page computes it, because only the page has the KEY. */
  verifier: Uint8Array
  prepared: PreparedResult
}

/**
 * `taken`: another package or an imported result has this id. `full`: the limit on stored uploads is reached.
 */
export type UploadVerdict = 'accepted' | 'taken' | 'full'

/**
 * Stores the row and the result, or neither. A repeated upload is accepted and changes nothing. All nodes
 * together store one upload at a time, so the limit is exact.
 */
export function insertUpload(
  { orm }: Database,
  storage: Pick<Storage, 'write'>,
  { packageId, verifier, prepared }: Upload,
  uploadsMax: number,
): Promise<UploadVerdict> {
  return orm.transaction(async (transaction): Promise<UploadVerdict> => {
    await transaction.execute(
      statement`SELECT pg_advisory_xact_lock(hashtextextended('dumpus-server upload', 0))`,
    )
    const [count] = await transaction.execute<{ kept: number }>(
      statement`SELECT count(*)::int AS kept FROM packages WHERE is_uploaded`,
    )
    const [known] = await transaction.execute<{ verifier: Uint8Array }>(
      statement`SELECT verifier FROM packages WHERE id = ${packageId}`,
    )
    if (known) return sameBytes(known.verifier, verifier) ? 'accepted' : 'taken'
    const imported = await transaction.execute(
      statement`SELECT 1 FROM legacy_results WHERE package_id = ${packageId}`,
    )
    if (imported.length > 0) return 'taken'
    if (count!.kept >= uploadsMax) return 'full'
    const inserted = await transaction.execute(statement`
      INSERT INTO packages (id, verifier, is_uploaded) VALUES (${packageId}, ${verifier}, true)
      ON CONFLICT (id) DO NOTHING RETURNING id`)
    // A link with this id was submitted at this moment. If the client repeats the upload, it is compared with
    // that package.
    if (inserted.length === 0) return 'taken'
    const blobId = await storage.write(transaction, packageId, prepared)
    await transaction.execute(statement`
      UPDATE packages SET step = 'PROCESSED', blob_id = ${blobId}, progress = 100, ${endedColumns(statement)}
      WHERE id = ${packageId}`)
    return 'accepted'
  })
}

/** Removes an upload under this id. Returns false if there is none. */
export async function removeUpload({ sql }: Database, packageId: string): Promise<boolean> {
  const removed = await sql`DELETE FROM packages WHERE id = ${packageId} AND is_uploaded RETURNING id`
  return removed.length > 0
}
