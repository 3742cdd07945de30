/** Turns an imported result into a finished package, in one transaction. */
import { sql as statement } from 'drizzle-orm'
import { verifierOf } from '../crypto.ts'
import type { Database } from '../db/connect.ts'
import { endedColumns, isErrored } from '../queue/states.ts'
import type { PreparedResult, Storage } from '../results/store.ts'

interface ProvedResult {
  packageId: string
  /** The KEY that decrypts the result. */
  key: string
  isPremium: boolean
  prepared: PreparedResult
}

/**
 * `present` means that no package was made: another call or node has already made it, its owner has deleted
 * it, or the package of the owner's new link exists. In the last case, the imported result is deleted.
 */
export async function makePackage(
  database: Database,
  storage: Pick<Storage, 'write'>,
  { packageId, key, isPremium, prepared }: ProvedResult,
): Promise<'adopted' | 'present'> {
  return database.orm.transaction(async (transaction) => {
    // Only the call that deletes this row may continue. Otherwise another node, or a deletion by the owner,
    // came first.
    const taken = await transaction.execute<{ created_at: string }>(statement`
      DELETE FROM legacy_results WHERE package_id = ${packageId} RETURNING created_at`)
    if (taken.length === 0) return 'present'
    // Anyone who knows an id may upload something under it. This KEY decrypts the imported result, so it is
    // the owner's.
    await transaction.execute(statement`DELETE FROM packages WHERE id = ${packageId} AND is_uploaded`)
    const started = await transaction.execute(statement`
      INSERT INTO packages (id, verifier, is_premium, step, created_at)
      VALUES (${packageId}, ${verifierOf(key, packageId)}, ${isPremium}, 'ANALYZING', ${taken[0]!.created_at})
      ON CONFLICT (id) DO UPDATE SET error_code = NULL, error_detail = NULL, step = 'ANALYZING', fence = packages.fence + 1
      WHERE ${isErrored(statement)} AND packages.verifier = excluded.verifier
      RETURNING id`)
    // The package of the owner's new link exists, and its result is or will be newer than the imported one.
    if (started.length === 0) return 'present'
    const blobId = await storage.write(transaction, packageId, prepared)
    await transaction.execute(statement`
      UPDATE packages SET step = 'PROCESSED', blob_id = ${blobId}, progress = 100, ${endedColumns(statement)}
      WHERE id = ${packageId}`)
    return 'adopted'
  })
}
