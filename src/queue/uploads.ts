/** The rows of results that were made in a browser: they are finished from the beginning. */
import { sql as statement } from 'drizzle-orm'
import { sameBytes } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import type { PreparedResult, Storage } from '../results/store.ts'

export interface Upload {
  packageId: string
  /** crypto.ts, verifierOf; made by the page, which has the KEY. */
  verifier: Uint8Array
  prepared: PreparedResult
}

/** `taken`: there is a package of this id, and it is another one. `full`: as many as may be kept are kept. */
export type UploadVerdict = 'accepted' | 'taken' | 'full'

/** Stores row and result together, or neither. The same upload again is accepted, and changes nothing. */
export function insertUpload(
  { orm }: Database,
  storage: Pick<Storage, 'write'>,
  { packageId, verifier, prepared }: Upload,
  uploadsMax: number,
): Promise<UploadVerdict> {
  return orm.transaction(async (transaction): Promise<UploadVerdict> => {
    const [count] = await transaction.execute<{ kept: number }>(
      statement`SELECT count(*)::int AS kept FROM packages WHERE is_uploaded`,
    )
    const [known] = await transaction.execute<{ verifier: Uint8Array }>(
      statement`SELECT verifier FROM packages WHERE id = ${packageId}`,
    )
    if (known) return sameBytes(known.verifier, verifier) ? 'accepted' : 'taken'
    if (count!.kept >= uploadsMax) return 'full'
    const inserted = await transaction.execute(statement`
      INSERT INTO packages (id, verifier, is_uploaded) VALUES (${packageId}, ${verifier}, true)
      ON CONFLICT (id) DO NOTHING RETURNING id`)
    // Somebody else's request was a moment quicker; the page asks again.
    if (inserted.length === 0) return 'taken'
    const blobId = await storage.write(transaction, packageId, prepared)
    await transaction.execute(statement`
      UPDATE packages SET step = 'PROCESSED', blob_id = ${blobId}, progress = 100, finished_at = now()
      WHERE id = ${packageId}`)
    return 'accepted'
  })
}

/** Removes what somebody uploaded under this id. false: there is nothing of the kind. */
export async function removeUpload({ sql }: Database, packageId: string): Promise<boolean> {
  const removed = await sql`DELETE FROM packages WHERE id = ${packageId} AND is_uploaded RETURNING id`
  return removed.length > 0
}
