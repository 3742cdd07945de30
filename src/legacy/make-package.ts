/** Makes a finished package of a result that was taken over, in one transaction. */
import { sql as statement } from 'drizzle-orm'
import { verifierOf } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { isErrored } from '../queue/states.ts'
import type { PreparedResult, Storage } from '../results/store.ts'

interface ProvedResult {
  packageId: string
  /** The result decrypts with it. */
  key: string
  isPremium: boolean
  prepared: PreparedResult
}

/**
 * `present`: somebody else made a package of it, deleted it, or works on its owner's new link; then nothing
 * changes.
 */
export async function makePackage(
  database: Database,
  storage: Pick<Storage, 'write'>,
  { packageId, key, isPremium, prepared }: ProvedResult,
): Promise<'adopted' | 'present'> {
  return database.orm.transaction(async (transaction) => {
    // Whoever deletes this row has the right to it: another node, or its owner who deletes everything, came
    // first.
    const taken = await transaction.execute<{ created_at: string }>(statement`
      DELETE FROM legacy_results WHERE package_id = ${packageId} RETURNING created_at`)
    if (taken.length === 0) return 'present'
    const started = await transaction.execute(statement`
      INSERT INTO packages (id, verifier, is_premium, step, created_at)
      VALUES (${packageId}, ${verifierOf(key, packageId)}, ${isPremium}, 'ANALYZING', ${taken[0]!.created_at})
      ON CONFLICT (id) DO UPDATE SET error_code = NULL, error_detail = NULL, step = 'ANALYZING', fence = packages.fence + 1
      WHERE ${isErrored(statement)} AND packages.verifier = excluded.verifier
      RETURNING id`)
    // Its owner's link is being worked on already: the newer result is the one to keep.
    if (started.length === 0) return 'present'
    const blobId = await storage.write(transaction, packageId, prepared)
    await transaction.execute(statement`
      UPDATE packages SET step = 'PROCESSED', blob_id = ${blobId}, progress = 100, lease_until = NULL,
        finished_at = now(), updated_at = now()
      WHERE id = ${packageId}`)
    return 'adopted'
  })
}
